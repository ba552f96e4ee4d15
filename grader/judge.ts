import type { Lesson } from '../course/lesson.ts';
import type { Check, Suite, TaskSuite } from './checks.ts';
import { diagnose } from './diagnose.ts';
import { InvalidSubject } from './invalid-subject.ts';
import type { Answers } from './misconception.ts';
import { visible } from './reports/visible.ts';
import type { LessonResult, TaskResult, TestResult } from './results.ts';
import { keepVerdict, verdictOn } from './same-answers.ts';
import { BrokenCheck, type Examined, TaskTrial, type Trial } from './trial.ts';

/** What judging a lesson needs besides the student's file; loaded once, used for every submission. */
export interface Assignment {
  lesson: Lesson;
  suite: Suite;
  misconceptions: Answers;
}

export interface JudgeOptions {
  seed: number;
  /** How the student's file is called in messages. */
  file: string;
  only?: readonly string[];
  bail?: boolean;
}

/**
 * Judges one file against one lesson. The suite runs in this process, the student's code in the sandbox.
 * @param open opens the file; an `InvalidSubject` makes the result `invalid`, any other error `broken`.
 */
export async function judge(
  assignment: Assignment,
  open: () => Promise<Examined>,
  options: JudgeOptions,
): Promise<LessonResult> {
  let subject: Examined | undefined;
  try {
    subject = await open();
    return await beforeDeadline(examine(assignment, subject, options));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const status = error instanceof InvalidSubject ? 'invalid' : 'broken';
    return { ...blank(assignment, options), status, message: visible(message) };
  } finally {
    subject?.close();
  }
}

/** Each call has a deadline of its own; this one is for a mistake of ours. */
const deadlineSeconds = 3600;

async function beforeDeadline<Value>(judging: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`Judging took more than ${deadlineSeconds} seconds.`);
    timer = setTimeout(() => reject(error), deadlineSeconds * 1000);
  });
  try {
    return await Promise.race([judging, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A result without points, as for a missing file. */
export function blank(
  { lesson, suite }: Assignment,
  { seed, only }: Pick<JudgeOptions, 'seed' | 'only'>,
): LessonResult {
  const tasks: TaskResult[] = suite.tasks.map(task => ({
    task: task.name,
    status: 'skipped',
    points: 0,
    maxPoints: pointsOf(task),
    durationMs: 0,
    tests: [],
  }));
  const chosen = tasks.filter(task => !only || only.includes(task.task));
  return { lesson: lesson.id, status: 'missing', seed, ...totals(chosen), tasks: chosen };
}

async function examine(
  assignment: Assignment,
  subject: Examined,
  { seed, file, only, bail = false }: JudgeOptions,
): Promise<LessonResult> {
  const { lesson, suite } = assignment;
  const trial: Trial = { suite, subject, seed, file, ...detailsOf(lesson) };
  const trials = suite.tasks
    .filter(task => only?.includes(task.name) ?? true)
    .map(task => new TaskTrial(trial, task));
  // Where one wrong answer is enough, little needs to be asked.
  if (!bail) await TaskTrial.askAhead(trials);
  let isOver = false;
  const tasks: TaskResult[] = [];
  for (const one of trials) {
    const started = performance.now();
    const facts = await one.facts();
    const known = facts && verdictOn(one.task, facts);
    const result: TaskResult =
      known ?? (await examineTask(one, assignment, { bail, skip: bail && isOver }));
    if (facts && !known && !one.hasAskedMore) keepVerdict(one.task, facts, result);
    isOver ||= result.status === 'failed';
    tasks.push({ ...result, durationMs: Math.round(performance.now() - started) });
  }
  return { lesson: lesson.id, status: 'graded', seed, ...totals(tasks), tasks };
}

/** What a trial says of a lesson's tasks. */
export function detailsOf({ tasks }: Lesson): Pick<Trial, 'examples' | 'signatures'> {
  return {
    examples: Object.fromEntries(tasks.map(task => [task.name, task.examples])),
    signatures: Object.fromEntries(tasks.map(task => [task.name, task.signature])),
  };
}

async function examineTask(
  trial: TaskTrial,
  assignment: Assignment,
  { bail, skip }: { bail: boolean; skip: boolean },
): Promise<TaskResult> {
  const tests: TestResult[] = [];
  let isOver = skip;
  for (const check of trial.task.checks) {
    const test = await examineCheck(trial, check, isOver);
    isOver ||= bail && test.status === 'failed';
    tests.push(test);
  }
  const failed = tests.find(test => test.status === 'failed');
  if (failed) failed.misconception = diagnosisOf(trial, assignment);
  return resultOf(trial, tests);
}

async function examineCheck(trial: TaskTrial, check: Check, skip: boolean): Promise<TestResult> {
  const { title: name, visibility, points: maxPoints } = check;
  const base = { name, visibility, points: 0, maxPoints };
  try {
    if (!skip && (await trial.run(check))) return { ...base, status: 'passed', points: maxPoints };
  } catch (error) {
    if (error instanceof BrokenCheck) throw error;
    return { ...base, status: 'failed', message: visible((error as Error).message) };
  }
  const message = trial.todo ? 'to do' : 'not run, because the task was stopped before';
  return { ...base, status: 'skipped', message };
}

function diagnosisOf(
  { task, calls }: TaskTrial,
  { suite, misconceptions }: Assignment,
): TestResult['misconception'] {
  const known = misconceptions[task.name] ?? {};
  return diagnose(calls, suite.reference[task.name], known, task.alike);
}

function resultOf({ task, todo }: TaskTrial, tests: TestResult[]): TaskResult {
  const isPassed = tests.every(({ status }) => status === 'passed');
  return {
    task: task.name,
    status: todo ? 'todo' : isPassed ? 'passed' : 'failed',
    points: tests.reduce((sum, test) => sum + test.points, 0),
    maxPoints: pointsOf(task),
    durationMs: 0, // told by who waited for it
    tests,
  };
}

function pointsOf(task: TaskSuite): number {
  return task.checks.reduce((sum, check) => sum + check.points, 0);
}

function totals(tasks: readonly TaskResult[]): { points: number; maxPoints: number } {
  return {
    points: tasks.reduce((sum, task) => sum + task.points, 0),
    maxPoints: tasks.reduce((sum, task) => sum + task.maxPoints, 0),
  };
}
