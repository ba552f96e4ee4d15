import type { Lesson } from '../../course/lesson.ts';
import { plainText } from '../../course/plain-text.ts';
import type { TaskResult, TestResult } from '../results.ts';

/**
 * What a student may read of a check. A hidden one never shows its inputs, nor a message of the student's
 * own code that could repeat them; a recognised mistake is named all the same, because it says nothing
 * about the inputs.
 */
export function publicMessage(test: TestResult): string {
  if (test.visibility === 'visible') return test.message ?? '';
  if (test.status === 'passed') return '';
  if (test.status === 'skipped') return test.message ?? '';
  return 'A hidden check found another value than expected, an error, or no answer in time.';
}

export function misconceptionTitle(lesson: Lesson | undefined, task: TaskResult): string {
  const id = task.tests.find(test => test.misconception)?.misconception;
  const mistakes = lesson?.tasks.find(({ name }) => name === task.task)?.mistakes ?? [];
  const found = mistakes.find(mistake => mistake.id === id);
  return found ? plainText(found.title) : (id ?? '');
}

/** Says what the public checks say, and never that everything passed when some checks are hidden. */
export function verdictWords(task: TaskResult): string {
  if (task.status === 'todo') return 'to do';
  if (task.status === 'skipped') return 'not judged';
  const open = task.tests.filter(test => test.visibility === 'visible');
  const passed = open.filter(test => test.status === 'passed').length;
  const checks = `${passed} of ${open.length} public checks passed`;
  const hidden = task.tests.length - open.length;
  if (!hidden) return checks;
  return `${checks}; ${hidden} hidden checks count as well`;
}
