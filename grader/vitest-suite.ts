import path from 'node:path';
import { afterAll, beforeAll, describe, test } from '@vitest/runner';
import { projectRoot } from '../course/course.ts';
import { loadLesson } from '../course/lesson.ts';
import type { Suite } from './checks.ts';
import { detailsOf } from './judge.ts';
import { Subject } from './subject.ts';
import { TaskTrial } from './trial.ts';

const seconds = 300;

/**
 * Declares a suite to Vitest, which runs it when it is asked for the file itself: a `describe` for each
 * task and a `test` for each check. Judged is the folder that `SUBJECT` names, else the reference.
 */
export function declareForVitest(suite: Suite): void {
  const folder = process.env.SUBJECT ?? 'solutions';
  const file = `${folder}/${suite.lesson}.ts`;
  describe(file, () => {
    const trials = new Map<string, TaskTrial>();
    let subject: Subject | undefined;
    beforeAll(async () => {
      const lesson = await loadLesson(projectRoot, suite.lesson);
      subject = await Subject.openFile(path.resolve(projectRoot, file), file);
      const trial = { suite, subject, seed: 1, file, ...detailsOf(lesson) };
      for (const task of suite.tasks) trials.set(task.name, new TaskTrial(trial, task));
      await TaskTrial.askAhead([...trials.values()]);
    }, seconds * 1000);
    afterAll(() => subject?.close());
    for (const task of suite.tasks) {
      describe(task.name, () => {
        for (const check of task.checks) {
          const run = async (context: { skip(): void }) => {
            if (!(await trials.get(task.name)?.run(check))) context.skip();
          };
          test(check.title, run, seconds * 1000);
        }
      });
    }
  });
}
