import type { Lesson } from '../course/lesson.ts';
import { buildSuite, type Suite } from './checks.ts';

/**
 * The suite of a handout: of each task the lesson's examples, and nothing hidden.
 * @param seconds task → time that one call may take, where the hidden suite says one
 */
export function publicSuite(lesson: Lesson, seconds: Record<string, number> = {}): Suite {
  // The values expected stand in the lesson, so no reference is asked.
  const reference = Object.fromEntries(lesson.tasks.map(({ name }) => [name, () => undefined]));
  return buildSuite(lesson.name, reference, task => {
    for (const { name } of lesson.tasks) {
      task(name, t => t.examples(1), name in seconds ? { seconds: seconds[name] } : {});
    }
  });
}
