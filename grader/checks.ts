import { type Closeness, compare } from '../course/compare.ts';
import type { Example } from '../course/example.ts';
import { followPath } from '../course/follow-path.ts';
import type { Plain } from '../course/plain.ts';
import { describeAnswer, Failure } from './failure.ts';
import { fixed } from './fixed.ts';
import { type Free, foresee, runFree } from './free-check.ts';
import type { TaskFunction } from './misconception.ts';
import { type Random, seededRandom, seedOf } from './random.ts';
import type { Outcome } from './sandbox/sandbox.ts';

/** The hidden suite of a lesson: what it checks, task by task. It never holds a student's code. */
export interface Suite {
  lesson: string;
  reference: Record<string, TaskFunction>;
  tasks: TaskSuite[];
}

export interface TaskSuite {
  name: string;
  /** Time that one call may take. */
  seconds?: number;
  /** How far answers of the same idea may differ, as a part of max(1, |value|): more where a task trains. */
  alike?: number;
  checks: Check[];
}

export interface Check {
  title: string;
  points: number;
  visibility: 'visible' | 'hidden';
  /** What it will ask, where that does not depend on an answer: such questions can be sent ahead. */
  questions?(examinee: Examinee): Questions | Promise<Questions>;
  /** Set where inputs are drawn and the reference says what is right: other seeds make public checks of it. */
  drawn?: Drawn;
  /** @throws {Failure} when the answers are wrong. */
  run(examiner: Examiner): Promise<void>;
}

export interface Drawn {
  /** @param size grows from 1 to 8 */
  draw: (random: Random, size: number) => readonly Plain[];
  options: Closeness & { runs?: number };
}

export type Questions = readonly (readonly Plain[])[];

/** Whom a check is about to ask. */
export interface Examinee {
  task: string;
  seed: number;
  examples: Example[];
}

/** Puts questions to one task of one submission, and remembers the answers. */
export interface Examiner extends Examinee {
  ask(args: readonly Plain[]): Promise<Outcome>;
  /** The same for questions that do not depend on each other's answers; much faster. */
  askAll(questions: Questions): Promise<Outcome[]>;
}

export interface Expectation {
  throws: string;
}

export const throws = (name: string): Expectation => ({ throws: name });

type Row = readonly [args: readonly Plain[], expected: Plain | Expectation];

export interface TaskChecks {
  /** The lesson's public examples, all of them. */
  examples(points: number): void;
  /** Rows of arguments and expected value, typed or derived by hand. */
  cases(title: string, points: number, rows: readonly Row[], closeness?: Closeness): void;
  /** Compares with the reference on random inputs; `size` grows from 1 to 8. */
  property(
    title: string,
    points: number,
    draw: (random: Random, size: number) => readonly Plain[],
    options?: Closeness & { runs?: number },
  ): void;
  /** The answer is about right, and the arguments come back unchanged. */
  pure(points: number, args: readonly Plain[]): void;
  check(title: string, points: number, run: Free): void;
}

export type Define = (
  task: (
    name: string,
    define: (t: TaskChecks) => void,
    options?: Pick<TaskSuite, 'seconds' | 'alike'>,
  ) => void,
) => void;

const defaultRuns = 40;
const largestSize = 8;

/** Leaving arguments alone earns nothing without an answer; how exact it is, other checks say. */
const roughly: Closeness = { tolerance: 0.01 };

/** Builds a suite from its definition; `register` says what becomes of it (see `suite.ts`). */
export function buildSuite(lesson: string, reference: object, define: Define): Suite {
  const built: Suite = { lesson, reference: reference as Suite['reference'], tasks: [] };
  define((name, defineTask, options) => {
    if (typeof built.reference[name] !== 'function') {
      throw new Error(
        `The suite of ${lesson} has a task "${name}" that its reference does not export.`,
      );
    }
    const checks: Check[] = [];
    defineTask(taskChecks(built.reference[name], checks, !options?.seconds));
    built.tasks.push({ name, checks, ...options });
  });
  return built;
}

/** @param rehearsed whether the reference is quick enough to be asked what the suite will ask */
function taskChecks(reference: TaskFunction, checks: Check[], rehearsed: boolean): TaskChecks {
  const hidden = (
    title: string,
    points: number,
    run: Check['run'],
    questions?: Check['questions'],
  ) => checks.push({ title, points, visibility: 'hidden', questions, run });
  return {
    examples: points =>
      checks.push({
        title: 'the examples in the lesson',
        points,
        visibility: 'visible',
        run: checkExamples,
      }),
    cases: (title, points, rows, closeness) => {
      const questions = fixed(rows.map(([args]) => args));
      const run: Check['run'] = async examiner => {
        const outcomes = await examiner.askAll(questions);
        for (const [index, [args, expected]] of rows.entries()) {
          const outcome = outcomes[index];
          if (isExpectation(expected)) expectThrow(examiner.task, args, outcome, expected.throws);
          else expectValue(examiner.task, args, outcome, expected, closeness);
        }
      };
      hidden(title, points, run, () => questions);
    },
    property: (title, points, draw, options = {}) => {
      // A class has one seed: it is drawn for, and answered by the reference, but once.
      let last: Drawing | undefined;
      const drawing = ({ seed, task }: Examinee): Drawing => {
        if (last?.seed !== seed) {
          const random = seededRandom(seedOf(seed, task, title));
          const questions = fixed(drawInputs(draw, random, options.runs ?? defaultRuns));
          last = { seed, questions, answers: [] };
        }
        return last;
      };
      const run: Check['run'] = async examiner => {
        const { questions, answers } = drawing(examiner);
        const outcomes = await examiner.askAll(questions);
        for (const [index, args] of questions.entries()) {
          if (index === answers.length) answers.push(reference(...args) as Plain);
          expectValue(examiner.task, args, outcomes[index], answers[index], options);
        }
      };
      const questions = (examinee: Examinee) => drawing(examinee).questions;
      hidden(title, points, run, questions);
      checks[checks.length - 1].drawn = { draw, options };
    },
    pure: (points, args) => {
      const questions = fixed([args]);
      const expected = once(() => reference(...args) as Plain);
      const run: Check['run'] = async examiner => {
        const [outcome] = await examiner.askAll(questions);
        expectValue(examiner.task, args, outcome, expected(), roughly);
        if (outcome.kind !== 'returned' || !outcome.changedArguments) return;
        const mismatch = compare(outcome.changedArguments, args, { exact: true });
        throw new Failure(examiner.task, args, {
          text: 'Your code changed its argument. Work on a copy, as in [...values].',
          mismatch: mismatch && { ...mismatch, path: `argument${mismatch.path}` },
        });
      };
      hidden('does not change its arguments', points, run, () => questions);
    },
    check: (title, points, run) => {
      const questions = rehearsed ? foresee(reference, title, run) : undefined;
      const ask: Check['run'] = async examiner =>
        runFree(examiner, title, run, await questions?.(examiner));
      hidden(title, points, ask, questions);
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface Drawing {
  seed: number;
  questions: Questions;
  /** The reference's, of the first questions. */
  answers: Plain[];
}

/** Inputs of a property, small ones first. */
export function drawInputs(draw: Drawn['draw'], random: Random, runs: number): Questions {
  return Array.from({ length: runs }, (_, run) =>
    draw(random, 1 + Math.floor((run * largestSize) / runs)),
  );
}

const asked = new WeakMap<readonly Example[], Questions>();

/** The calls that a lesson's examples show. */
export function exampleQuestions(examples: readonly Example[]): Questions {
  const questions = asked.get(examples) ?? fixed(examples.map(({ args }) => args));
  asked.set(examples, questions);
  return questions;
}

async function checkExamples({ task, examples, askAll }: Examiner): Promise<void> {
  const outcomes = await askAll(exampleQuestions(examples));
  for (const [index, { args, path, expected }] of examples.entries()) {
    const outcome = outcomes[index];
    if (expected.kind === 'throws') {
      expectThrow(task, args, outcome, expected.name);
      continue;
    }
    if (outcome.kind !== 'returned') throw describeAnswer(task, args, outcome);
    const actual = followPath(outcome.value, path);
    const mismatch = compare(actual, expected.value, { absolute: expected.tolerance });
    if (mismatch)
      throw new Failure(task, args, { mismatch, actual, expected: expected.value, path });
  }
}

function expectValue(
  task: string,
  args: readonly Plain[],
  outcome: Outcome,
  expected: Plain,
  closeness?: Closeness,
): void {
  if (outcome.kind !== 'returned') throw describeAnswer(task, args, outcome, expected);
  const mismatch = compare(outcome.value, expected, closeness);
  if (mismatch) throw new Failure(task, args, { mismatch, actual: outcome.value, expected });
}

function expectThrow(task: string, args: readonly Plain[], outcome: Outcome, name: string): void {
  if (outcome.kind === 'threw' && outcome.name === name) return;
  if (outcome.kind === 'returned') {
    const text = `Expected a ${name}: throw new ${name}('…') here.`;
    throw new Failure(task, args, { text, actual: outcome.value });
  }
  throw describeAnswer(task, args, outcome);
}

function isExpectation(value: Plain | Expectation): value is Expectation {
  return typeof value === 'object' && value !== null && 'throws' in value;
}
