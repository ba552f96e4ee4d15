import type { Example } from '../../course/example.ts';
import type { Plain } from '../../course/plain.ts';
import { drawInputs, type TaskSuite } from '../checks.ts';
import { answerOf } from '../diagnose.ts';
import type { Assignment } from '../judge.ts';
import type { TaskFunction } from '../misconception.ts';
import { seededRandom, seedOf } from '../random.ts';
import { encode } from '../sandbox/codec.ts';
import type { Answer, DrawnCheck, Practice, PracticeTask } from './practice.ts';

/** Everybody may know it: grades are drawn from other seeds. */
const publicSeed = 'public';

/** Inputs of one property: enough that small and larger ones are among them, few where each takes long. */
const runs = { most: 6, slow: 2 };

/** Digits kept of the answers of mistakes, which are only recognised: a thousandth of what is told apart. */
const digits = 9;

/**
 * Asks the reference and the known mistakes of a lesson the public questions. Only what a suite draws is
 * asked, from a seed of its own: inputs made by hand stay hidden.
 */
export function recordPractice({ lesson, suite, misconceptions }: Assignment): Practice {
  const tasks = suite.tasks.map(task => {
    const examples = lesson.tasks.find(({ name }) => name === task.name)?.examples ?? [];
    const known = misconceptions[task.name] ?? {};
    return recordTask(task, suite.reference[task.name], known, examples);
  });
  return { lesson: lesson.name, tasks };
}

function recordTask(
  { name, seconds, alike, checks }: TaskSuite,
  reference: TaskFunction,
  known: Record<string, TaskFunction>,
  examples: readonly Example[],
): PracticeTask {
  const questions = distinct(examples.map(({ args }) => args));
  const drawnChecks: DrawnCheck[] = [];
  for (const { title, drawn } of checks) {
    if (!drawn) continue;
    const { runs: asked = runs.most, ...closeness } = drawn.options;
    const random = seededRandom(seedOf(publicSeed, name, title));
    const inputs = drawInputs(drawn.draw, random, Math.min(asked, seconds ? runs.slow : runs.most));
    drawnChecks.push({ title, count: inputs.length, closeness });
    questions.push(...inputs);
  }
  const ask = (task: TaskFunction) => questions.map(args => recorded(task, args));
  const kept = alike === undefined || alike >= 1e-6 ? digits : undefined;
  const answers = ask(reference);
  const right = answers.map(answer => written(shortened(answer, kept)));
  const differing = (task: TaskFunction) =>
    ask(task)
      .map((answer, index) => [index, shortened(answer, kept)] as const)
      .filter(([index, answer]) => written(answer) !== right[index]);
  return {
    name,
    ...(seconds && { seconds }),
    ...(alike && { alike }),
    questions,
    answers,
    checks: drawnChecks,
    known: Object.fromEntries(Object.entries(known).map(([id, task]) => [id, differing(task)])),
  };
}

function recorded(task: TaskFunction, args: readonly Plain[]): Answer {
  const outcome = answerOf(task, args);
  if (outcome.kind === 'threw') return { throws: outcome.name };
  if (outcome.kind !== 'returned') throw new Error(`No code of ours is ${outcome.kind}.`);
  const { value, changedArguments: changed } = outcome;
  return changed ? { value, changed } : { value };
}

function shortened(answer: Answer, kept?: number): Answer {
  if ('throws' in answer) return answer;
  const { value, changed } = answer;
  return changed
    ? { value: rounded(value, kept), changed: rounded(changed, kept) as Plain[] }
    : { value: rounded(value, kept) };
}

/** @param kept digits; all when undefined */
function rounded(value: Plain, kept?: number): Plain {
  if (kept === undefined) return value;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : Number(value.toPrecision(kept));
  }
  if (Array.isArray(value)) return value.map(item => rounded(item, kept));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item, kept)]));
}

function distinct(questions: readonly (readonly Plain[])[]): (readonly Plain[])[] {
  return [...new Map(questions.map(args => [written(args), args])).values()];
}

const written = (value: unknown) => encode(value, 'recorded');
