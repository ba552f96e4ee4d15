import type { Closeness } from '../../course/compare.ts';
import type { Plain } from '../../course/plain.ts';
import { decode, encode } from '../sandbox/codec.ts';

/**
 * What the public checks of a lesson know beyond its text: questions drawn from a public seed, and what
 * the reference and each known mistake answer to them. Answers are data; no code can be read from them.
 */
export interface Practice {
  /** `01-nll` */
  lesson: string;
  tasks: PracticeTask[];
}

export interface PracticeTask {
  name: string;
  /** Time that one call may take, where the hidden suite says one. */
  seconds?: number;
  /** How far answers of the same idea may differ, where the hidden suite says so. */
  alike?: number;
  /** Arguments: those of the lesson's examples, then those that were drawn. */
  questions: readonly (readonly Plain[])[];
  /** The reference's, one a question. */
  answers: readonly Answer[];
  /** Each takes the next `count` of the drawn questions. */
  checks: readonly DrawnCheck[];
  /** Id of a known mistake → its answers where they differ from the reference's, by number of the question. */
  known: Readonly<Record<string, readonly (readonly [question: number, answer: Answer])[]>>;
}

export interface DrawnCheck {
  title: string;
  count: number;
  closeness: Closeness;
}

/** `changed`: the arguments after the call, if it changed them. */
export type Answer =
  | { readonly value: Plain; readonly changed?: readonly Plain[] }
  | { readonly throws: string };

export function writePractice(practice: Practice): string {
  return encode(practice);
}

export function readPractice(text: string): Practice {
  return decode(text) as unknown as Practice;
}
