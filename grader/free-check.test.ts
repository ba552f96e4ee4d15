import { expect, it } from 'vitest';
import type { Plain } from '../course/plain.ts';
import type { Examiner, Questions } from './checks.ts';
import { type Free, foresee, runFree } from './free-check.ts';
import type { Outcome } from './sandbox/sandbox.ts';

type Answer = (...args: Plain[]) => Plain;

const double = ((x: number) => 2 * x) as Answer;

/** The second question depends on the first answer, as where a suite goes on from what it was told. */
const twice: Free = async ({ call, random, near }) => {
  const x = random.between(1, 2);
  const first: number = await call(x);
  near(first, 2 * x);
  near(await call(first), 4 * x);
};

function examinerOf(student: Answer, seed = 1) {
  const batches: Questions[] = [];
  const examiner: Examiner = {
    task: 'double',
    seed,
    examples: [],
    askAll: async questions => {
      batches.push(questions);
      return questions.map(args => outcomeOf(() => student(...args)));
    },
    ask: async args => (await examiner.askAll([args]))[0],
  };
  return { examiner, batches };
}

function outcomeOf(make: () => Plain): Outcome {
  try {
    return { kind: 'returned', value: make() };
  } catch {
    return { kind: 'stopped', reason: 'time', message: 'did not return within 1 second' };
  }
}

async function examine(student: Answer, seed = 1) {
  const { examiner, batches } = examinerOf(student, seed);
  const foreseen = await foresee(double as never, 'title', twice)(examiner);
  const failure = await runFree(examiner, 'title', twice, foreseen).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { batches, failure, foreseen };
}

it('puts everything to a right answer at once', async () => {
  const { batches, failure, foreseen } = await examine(double);
  expect(failure).toBeUndefined();
  expect(batches).toEqual([foreseen]);
  expect(foreseen).toHaveLength(2);
});

it('goes on by itself where the answers lead elsewhere', async () => {
  const nearly = ((x: number) => 2 * x + 1e-12) as Answer;
  const { batches, failure, foreseen } = await examine(nearly);
  expect(failure).toBeUndefined();
  expect(batches).toHaveLength(2);
  expect(batches[1][0][0]).not.toBe(foreseen[1][0]);
});

it('tells the question that did not come back, not the one that was asked after it', async () => {
  const [, [large]] = (await examine(double)).foreseen as [number[], number[]];
  const loops = ((x: number) => {
    if (x === large) throw new Error('loops');
    return 2 * x + 1e-12;
  }) as Answer;
  const { batches, failure } = await examine(loops);
  expect(failure).toContain('did not return within 1 second');
  expect(failure).toContain(`double(${large})`);
  expect(batches).toHaveLength(1);
});

it('draws anew for another seed, and keeps what it drew for the same', async () => {
  const ask = foresee(double as never, 'title', twice);
  const of = (seed: number) => ask({ task: 'double', seed, examples: [] });
  const first = await of(1);
  expect(await of(1)).toBe(first);
  expect(await of(2)).not.toEqual(first);
  expect(await of(1)).toEqual(first);
});
