import { buildSuite, type Suite, type TaskChecks } from './checks.ts';
import { genericChecks } from './practice/generic-checks.ts';
import type { Practice, PracticeTask } from './practice/practice.ts';
import { recordedReference } from './practice/recorded.ts';

/**
 * What everybody may check: of each task the lesson's examples, what its suite draws from a public seed,
 * and what holds for every task. The same in a handout's terminal and on the lesson's page.
 */
export function publicSuite(practice: Practice): Suite {
  const suite = buildSuite(practice.lesson, recordedReference(practice), task => {
    for (const one of practice.tasks) task(one.name, t => defineTask(t, one), limits(one));
  });
  for (const { checks } of suite.tasks) checks.push(...genericChecks);
  return suite;
}

function defineTask(t: TaskChecks, { questions, answers, checks }: PracticeTask): void {
  t.examples(1);
  // The drawn questions come last.
  let at = questions.length - checks.reduce((sum, { count }) => sum + count, 0);
  for (const { title, count, closeness } of checks) {
    const rows = questions.slice(at, at + count).map((args, index) => {
      const answer = answers[at + index];
      if ('throws' in answer) throw new Error(`The reference throws a ${answer.throws}: ${title}.`);
      return [args, answer.value] as const;
    });
    t.cases(title, 1, rows, closeness);
    at += count;
  }
}

function limits({ seconds, alike }: PracticeTask) {
  return { ...(seconds && { seconds }), ...(alike && { alike }) };
}
