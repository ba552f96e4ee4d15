import { expect, it } from 'vitest';
import { Ahead } from './ahead.ts';
import type { Check, Questions } from './checks.ts';
import { fixed } from './fixed.ts';
import type { Outcome } from './sandbox/sandbox.ts';

const examinee = { task: 'double', seed: 1, examples: [] };
const asking = (title: string, questions?: Check['questions']): Check => ({
  title,
  points: 1,
  visibility: 'hidden',
  questions,
  run: async () => {},
});

it('sends what is foreseen together, in the order of the checks', async () => {
  const sent: Questions[] = [];
  const ask = async (questions: Questions): Promise<Outcome[]> => {
    sent.push(questions);
    return questions.map(([x]) => ({ kind: 'returned', value: x as number }));
  };
  const [early, late] = [[[1], [2]], [[3]]];
  const slow = asking('slow', async () => {
    await new Promise(resolve => setTimeout(resolve, 5));
    return early;
  });
  const quick = asking('quick', () => late);
  const ahead = new Ahead([slow, asking('none'), quick]);
  await ahead.sendHidden(examinee, ask);
  expect(sent).toEqual([[[1], [2], [3]]]);
  expect(await ahead.outcomes(slow, early)).toEqual([
    { kind: 'returned', value: 1 },
    { kind: 'returned', value: 2 },
  ]);
  expect(await ahead.outcomes(quick, late)).toEqual([{ kind: 'returned', value: 3 }]);
});

it('joins the same questions to the same list for every submission', async () => {
  const sent: Questions[] = [];
  const ask = async (questions: Questions): Promise<Outcome[]> => {
    sent.push(questions);
    return questions.map(() => ({ kind: 'returned', value: 0 }));
  };
  const [early, late] = [fixed([[1]]), fixed([[2]])];
  let last = late;
  const checks = [asking('early', () => early), asking('late', () => last)];
  await new Ahead(checks).sendHidden(examinee, ask);
  await new Ahead(checks).sendHidden(examinee, ask);
  expect(sent[1]).toBe(sent[0]);
  expect(sent[0]).toSatisfy(Object.isFrozen);
  last = fixed([[3]]);
  await new Ahead(checks).sendHidden(examinee, ask);
  expect(sent[2]).toEqual([[1], [3]]);
});

it('gives the answers to other questions to nobody', async () => {
  const questions = [[1]];
  const check = asking('one', () => questions);
  const ahead = new Ahead([asking('first'), check]);
  await ahead.sendHidden(examinee, async () => [{ kind: 'returned', value: 7 }]);
  expect(await ahead.outcomes(check, questions)).toEqual([{ kind: 'returned', value: 7 }]);
  expect(ahead.outcomes(check, [[1]])).toBeUndefined();
});

it('judges all hidden checks alike where the time of all calls together ran out', async () => {
  const stop = { kind: 'stopped', reason: 'time', message: 'took more', together: true } as const;
  const [shown, early, late] = [[[0]], [[1], [2]], [[3]]];
  const first = { ...asking('first', () => shown), visibility: 'visible' } as const;
  const checks = [first, asking('early', () => early), asking('late', () => late)];
  const answered = async (ranOutAt: number) => {
    const ahead = new Ahead(checks);
    const ask = async (questions: Questions): Promise<Outcome[]> =>
      questions.map(([x]) =>
        (x as number) < ranOutAt ? { kind: 'returned', value: x as number } : stop,
      );
    ahead.sendExamples({ ...examinee, examples: [{ args: [0] }] as never }, ask);
    await ahead.sendHidden(examinee, ask);
    await ahead.settled();
    const known = [early, late].map((questions, at) => ahead.outcomes(checks[at + 1], questions));
    return Promise.all(known);
  };
  expect(await answered(4)).toEqual([
    [
      { kind: 'returned', value: 1 },
      { kind: 'returned', value: 2 },
    ],
    [{ kind: 'returned', value: 3 }],
  ]);
  for (const ranOutAt of [1, 2, 3]) {
    expect(await answered(ranOutAt)).toEqual([[stop, stop], [stop]]);
  }
});
