import { type Closeness, compare } from '../course/compare.ts';
import type { Plain } from '../course/plain.ts';
import type { Examinee, Examiner, Questions } from './checks.ts';
import { describeAnswer, Failure } from './failure.ts';
import { fixed } from './fixed.ts';
import type { TaskFunction } from './misconception.ts';
import { type Random, seededRandom, seedOf } from './random.ts';
import { encode } from './sandbox/codec.ts';
import type { Outcome } from './sandbox/sandbox.ts';

/** A check in a suite's own words: what the answers have to do with each other. */
export type Free = (check: FreeCheck) => Promise<void>;

export interface FreeCheck {
  /** @throws {Failure} when the student's code throws, or is stopped. */
  call(...args: Plain[]): Promise<never>;
  random: Random;
  near(actual: Plain, expected: Plain, tolerance?: number): void;
  equal(actual: Plain, expected: Plain): void;
  fail(message: string): never;
}

/**
 * What a free check will ask of a right answer: the reference tells, once a seed. Nearly always this is what
 * it asks of every other answer too, and questions that are put together are answered much faster.
 */
export function foresee(reference: TaskFunction, title: string, run: Free) {
  let last: { seed: number; questions: Promise<Questions> } | undefined;
  return (examinee: Examinee): Promise<Questions> => {
    if (last?.seed !== examinee.seed) {
      last = {
        seed: examinee.seed,
        questions: rehearse(reference, randomOf(examinee, title), run),
      };
    }
    return last.questions;
  };
}

async function rehearse(reference: TaskFunction, random: Random, run: Free): Promise<Questions> {
  const questions: (readonly Plain[])[] = [];
  const agree = () => {};
  await run({
    random,
    call: async (...args) => {
      questions.push(fixed(structuredClone(args)));
      return reference(...args) as never;
    },
    near: agree,
    equal: agree,
    fail: message => {
      throw new Error(message);
    },
  }).catch(agree); // A mistake in the suite is told when the check itself runs.
  return fixed(questions);
}

function randomOf({ seed, task }: Examinee, title: string): Random {
  return seededRandom(seedOf(seed, task, title));
}

/** @param foreseen questions, asked at once; where the check goes another way they are left aside */
export async function runFree(
  examiner: Examiner,
  title: string,
  run: Free,
  foreseen: Questions = [],
): Promise<void> {
  const { task } = examiner;
  const answers: { args: readonly Plain[]; value: Plain }[] = [];
  const last = () => answers.at(-1)?.args ?? [];
  const expectClose = (actual: Plain, expected: Plain, closeness: Closeness) => {
    const mismatch = compare(actual, expected, closeness);
    if (mismatch) throw new Failure(task, last(), { mismatch, actual, expected, answers });
  };
  const outcomes = foreseen.length ? await examiner.askAll(foreseen) : [];
  let at = 0;
  const ask = async (args: readonly Plain[]): Promise<Outcome> => {
    const expected = foreseen[at];
    if (expected && encode(args) === encode(expected)) return outcomes[at++];
    at = foreseen.length;
    // Its process has ended over a question that a right answer would have been asked.
    const stop = outcomes.findIndex(({ kind }) => kind === 'stopped');
    if (stop >= 0) throw describeAnswer(task, foreseen[stop], outcomes[stop]);
    return examiner.ask(args);
  };
  const check: FreeCheck = {
    random: randomOf(examiner, title),
    call: async (...args) => {
      const outcome = await ask(args);
      if (outcome.kind !== 'returned') throw describeAnswer(task, args, outcome);
      answers.push({ args, value: outcome.value });
      return outcome.value as never;
    },
    near: (actual, expected, tolerance) => expectClose(actual, expected, { tolerance }),
    equal: (actual, expected) => expectClose(actual, expected, { exact: true }),
    fail: text => {
      throw new Failure(task, last(), { text, answers });
    },
  };
  try {
    await run(check);
  } catch (error) {
    // The suite passes its reference, so what it stumbles over is an answer of an unexpected shape.
    if (error instanceof Failure || !answers.length || !(error instanceof Error)) throw error;
    const text = `This answer has not the shape that the task asks for (${error.message}).`;
    throw new Failure(task, last(), { text, answers });
  }
}
