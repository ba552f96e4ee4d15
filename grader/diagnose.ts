import { compare } from '../course/compare.ts';
import type { Plain } from '../course/plain.ts';
import type { TaskFunction } from './misconception.ts';
import { encode } from './sandbox/codec.ts';
import type { Outcome } from './sandbox/sandbox.ts';
import type { Call } from './trial.ts';

/** Enough calls to tell any two misconceptions apart, few enough for tasks that train. */
const most = { judged: 400, wrong: 30, right: 30 };

/** Answers of the same idea differ in their last digits. */
const alikeUnlessSaid = 1e-6;

/** A mistake beside the known one (an edge case, say) must not hide it. */
const enough = { share: 0.8, calls: 3 };

/**
 * The id of the misconception that gives the same answers as the student did, where at least one of
 * them is wrong; undefined when none does. One that explains every answer comes before one that
 * explains most of the wrong ones.
 */
export function diagnose(
  calls: readonly Call[],
  reference: TaskFunction,
  misconceptions: Record<string, TaskFunction>,
  alike = alikeUnlessSaid,
): string | undefined {
  const agrees = (task: TaskFunction) => (call: Call) =>
    sameAnswer(call.outcome, knownAnswer(task, call.args), alike);
  const answered = distinct(calls).filter(
    ({ outcome }) => outcome.kind === 'returned' || outcome.kind === 'threw',
  );
  const isRight = answered.map(agrees(reference));
  const wrong = answered.filter((_, index) => !isRight[index]).slice(0, most.wrong);
  const right = answered.filter((_, index) => isRight[index]).slice(0, most.right);
  if (!wrong.length) return undefined;
  const ids = Object.keys(misconceptions);
  const explains = (id: string) => agrees(misconceptions[id]);
  const whole = ids.find(id => wrong.every(explains(id)) && right.every(explains(id)));
  if (whole) return whole;
  const explained = ids.map(id => wrong.filter(explains(id)).length);
  const best = Math.max(0, ...explained);
  const convincing = best >= enough.calls && best >= enough.share * wrong.length;
  return convincing ? ids[explained.indexOf(best)] : undefined;
}

/** A question that several checks ask counts once. */
function distinct(calls: readonly Call[]): Call[] {
  const first = new Map<string, Call>();
  for (const call of calls.slice(0, most.judged)) {
    const key = written(call.args);
    if (!first.has(key)) first.set(key, call);
  }
  return [...first.values()];
}

const texts = new WeakMap<readonly Plain[], string>();
const answers = new WeakMap<readonly Plain[], Map<TaskFunction, Outcome>>();

/** Questions that are put to a whole class are frozen, and so is what is found out about them. */
function written(args: readonly Plain[]): string {
  const text = texts.get(args) ?? encode(args);
  if (Object.isFrozen(args)) texts.set(args, text);
  return text;
}

function knownAnswer(task: TaskFunction, args: readonly Plain[]): Outcome {
  if (!Object.isFrozen(args)) return answerOf(task, args);
  const known = answers.get(args) ?? new Map<TaskFunction, Outcome>();
  answers.set(args, known);
  const answer = known.get(task) ?? answerOf(task, args);
  known.set(task, answer);
  return answer;
}

/** What code of our own says to a question, and what it does to its arguments. */
export function answerOf(task: TaskFunction, args: readonly Plain[]): Outcome {
  const copy = structuredClone(args) as Plain[];
  try {
    const value = task(...copy) as Plain;
    const changed = compare(copy, args, { exact: true }) ? copy : undefined;
    return { kind: 'returned', value, changedArguments: changed };
  } catch (error) {
    const { name, message } = error as Error;
    return { kind: 'threw', name, message };
  }
}

function sameAnswer(actual: Outcome, expected: Outcome, alike: number): boolean {
  if (actual.kind === 'threw' && expected.kind === 'threw') return actual.name === expected.name;
  if (actual.kind !== 'returned' || expected.kind !== 'returned') return false;
  if (Boolean(actual.changedArguments) !== Boolean(expected.changedArguments)) return false;
  return (
    !compare(actual.value, expected.value, { tolerance: alike }) &&
    signOfZero(actual.value, expected.value)
  );
}

/** 0 and -0 are two answers: one misconception is nothing but the sign. */
function signOfZero(actual: Plain, expected: Plain): boolean {
  if (actual === 0 && expected === 0) return Object.is(actual, expected);
  return true;
}
