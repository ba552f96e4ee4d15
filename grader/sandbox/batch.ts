import type { Plain } from '../../course/plain.ts';
import { encode } from './codec.ts';
import { FIELD } from './frame.ts';
import type { Loaded, Outcome } from './outcome.ts';

/** Calls of one function that were sent together, or the load of the file. */
export interface Batch {
  /** Of the function; empty for the load. */
  name: string;
  seconds: number;
  verb: 'load' | 'return';
  /** Of the first call, the others follow; 0 for the load. */
  id: number;
  count: number;
  body: Buffer;
  /** Each answer leaves the guest before the next call begins. */
  oneByOne: boolean;
  /** Those that have come. */
  answers: (Loaded | Outcome)[];
  /** Seconds that they took. */
  used: number;
  settle: (answers: (Loaded | Outcome)[]) => void;
}

const kept = new WeakMap<readonly (readonly Plain[])[], Buffer>();

/**
 * The arguments of each call, as the guest takes them. Kept for questions that are frozen, because those
 * are put to one submission after another.
 * @throws NotPlainError when an argument is not plain data
 */
export function encodeQuestions(questions: readonly (readonly Plain[])[]): Buffer {
  const known = kept.get(questions);
  if (known) return known;
  const body = Buffer.from(questions.map(args => FIELD + encode(args, 'was given')).join(''));
  if (Object.isFrozen(questions)) kept.set(questions, body);
  return body;
}
