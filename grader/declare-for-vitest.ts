import path from 'node:path';
import { afterAll, beforeAll, describe } from '@vitest/runner';
import { projectRoot } from '../course/course.ts';
import type { Example } from '../course/example.ts';
import { loadLesson } from '../course/lesson.ts';
import type { Suite } from './checks.ts';
import { declareTasks } from './declare.ts';
import { Subject } from './subject.ts';

/** Judges the folder named by `SUBJECT`, else the reference, when Vitest itself runs a suite file. */
export function declareForVitest(suite: Suite): void {
  const folder = process.env.SUBJECT ?? 'solutions';
  const file = `${folder}/${suite.lesson}.ts`;
  describe(file, () => {
    let subject: Subject | undefined;
    const examples: Record<string, Example[]> = {};
    const signatures: Record<string, string> = {};
    beforeAll(async () => {
      const lesson = await loadLesson(projectRoot, suite.lesson);
      for (const task of lesson.tasks) {
        examples[task.name] = task.examples;
        signatures[task.name] = task.signature;
      }
      subject = await Subject.openFile(path.resolve(projectRoot, file), file);
    });
    afterAll(() => subject?.close());
    declareTasks({
      suite,
      seed: 1,
      examples,
      signatures,
      file,
      subject: () => subject as Subject,
    });
  });
}
