import { compare } from '../../course/compare.ts';
import type { Example } from '../../course/example.ts';
import type { Plain } from '../../course/plain.ts';
import type { Check, Examinee, Questions } from '../checks.ts';
import { describeAnswer, Failure } from '../failure.ts';
import { fixed } from '../fixed.ts';
import type { Outcome } from '../sandbox/outcome.ts';

/** Checks that hold for every task, and need no answer but the student's own. */
export const genericChecks: readonly Check[] = [
  generic('does not change its arguments', 1, (task, args, [outcome]) => {
    if (outcome.kind !== 'returned' || !outcome.changedArguments) return;
    const mismatch = compare(outcome.changedArguments, args, { exact: true });
    throw new Failure(task, args, {
      text: 'Your code changed its argument. Work on a copy, as in [...values].',
      mismatch: mismatch && { ...mismatch, path: `argument${mismatch.path}` },
    });
  }),
  generic('gives the same answer to the same question', 2, (task, args, [first, second]) => {
    if (first.kind !== 'returned' || second.kind !== 'returned') {
      if (first.kind === second.kind) return;
      throw describeAnswer(task, args, second);
    }
    const mismatch = compare(second.value, first.value, { exact: true });
    if (!mismatch) return;
    throw new Failure(task, args, {
      text: 'Asked twice, your code gives two answers. Keep nothing between calls, and draw nothing at random.',
      mismatch,
      actual: second.value,
      expected: first.value,
    });
  }),
];

/** Asks each of the lesson's examples so many times. */
function generic(
  title: string,
  times: number,
  judge: (task: string, args: readonly Plain[], outcomes: readonly Outcome[]) => void,
): Check {
  const kept = new WeakMap<readonly Example[], Questions>();
  const questions = ({ examples }: Examinee): Questions => {
    const all =
      kept.get(examples) ??
      fixed(examples.flatMap(({ args }) => Array.from({ length: times }, () => args)));
    kept.set(examples, all);
    return all;
  };
  return {
    title,
    points: 1,
    visibility: 'hidden',
    questions,
    run: async examiner => {
      const asked = questions(examiner);
      const outcomes = await examiner.askAll(asked);
      for (let at = 0; at < asked.length; at += times) {
        const these = outcomes.slice(at, at + times);
        const stopped = these.find(({ kind }) => kind === 'stopped' || kind === 'unusable');
        if (stopped) throw describeAnswer(examiner.task, asked[at], stopped);
        judge(examiner.task, asked[at], these);
      }
    },
  };
}
