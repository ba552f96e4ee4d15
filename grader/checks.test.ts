import { expect, test } from 'vitest';
import type { Plain } from '../course/plain.ts';
import { buildSuite, type Check, type Questions } from './checks.ts';
import type { Outcome } from './sandbox/sandbox.ts';

/** A suite with one property of one task; counts what it costs. */
function counted() {
  const counts = { drawn: 0, answered: 0 };
  const reference = {
    double: (x: number) => {
      counts.answered++;
      return 2 * x;
    },
  };
  const suite = buildSuite('00-x', reference, task => {
    task('double', t => {
      t.property('doubles', 1, random => {
        counts.drawn++;
        return [random.between(0, 1)];
      });
    });
  });
  return { counts, check: suite.tasks[0].checks[0] };
}

async function judge(check: Check, seed: number, factor: number): Promise<Questions> {
  const seen: Questions[] = [];
  const askAll = async (questions: Questions): Promise<Outcome[]> => {
    seen.push(questions);
    return questions.map(([x]) => ({ kind: 'returned', value: (factor * (x as number)) as Plain }));
  };
  const ask = async () => (await askAll([[0]]))[0];
  await check.run({ task: 'double', seed, examples: [], ask, askAll });
  return seen[0];
}

test('a class with one seed is drawn for, and answered by the reference, once', async () => {
  const { counts, check } = counted();
  const first = await judge(check, 7, 2);
  expect(await judge(check, 7, 2)).toBe(first);
  expect(counts).toEqual({ drawn: 40, answered: 40 });
  await expect(judge(check, 7, 3)).rejects.toThrow('double(');
  const other = await judge(check, 8, 2);
  expect(other).not.toEqual(first);
  expect(await judge(check, 7, 2)).toEqual(first);
});

test('a wrong first answer does not spoil what is kept for the next submission', async () => {
  const { counts, check } = counted();
  await expect(judge(check, 7, 3)).rejects.toThrow('double(');
  expect(counts.answered).toBe(1);
  await judge(check, 7, 2);
  expect(counts.answered).toBe(40);
});
