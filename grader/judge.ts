import {
  type File,
  type Suite as RunnerSuite,
  startTests,
  type Test,
  type VitestRunner,
} from '@vitest/runner';
import type { Lesson } from '../course/lesson.ts';
import type { Suite, TaskSuite } from './checks.ts';
import { declareTasks, type Examined, type TaskRecord, type Trial } from './declare.ts';
import { diagnose } from './diagnose.ts';
import { InvalidSubject } from './invalid-subject.ts';
import type { Answers } from './misconception.ts';
import { visible } from './reports/visible.ts';
import type { LessonResult, TaskResult, TestResult } from './results.ts';

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
 * Judges one file against one lesson. The suite runs on Vitest's own runner in this process, the
 * student's code in the sandbox.
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
    return await examine(assignment, subject, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const status = error instanceof InvalidSubject ? 'invalid' : 'broken';
    return { ...blank(assignment, options), status, message: visible(message) };
  } finally {
    subject?.close();
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
  { seed, file, only, bail }: JudgeOptions,
): Promise<LessonResult> {
  const { lesson, suite } = assignment;
  const trial: Trial = {
    suite,
    seed,
    file,
    only,
    bail,
    subject: () => subject,
    examples: Object.fromEntries(lesson.tasks.map(task => [task.name, task.examples])),
    signatures: Object.fromEntries(lesson.tasks.map(task => [task.name, task.signature])),
  };
  const { files, records } = await run(trial);
  const tasks = files[0].tasks.map(node => taskResult(assignment, node as RunnerSuite, records));
  return { lesson: lesson.id, status: 'graded', seed, ...totals(tasks), tasks };
}

async function run(trial: Trial): Promise<{ files: File[]; records: Record<string, TaskRecord> }> {
  let records: Record<string, TaskRecord> = {};
  let cleanUp: () => unknown = () => {};
  const runner: VitestRunner = {
    config: runnerConfig,
    importFile: () => {
      records = declareTasks(trial);
    },
    onCleanupWorkerContext: cleaning => {
      cleanUp = cleaning;
    },
  };
  const files = await startTests([`${trial.suite.lesson}.test.ts`], runner);
  // Else the runner keeps every test that it ever ran, and goes through all of them at the end of each run.
  await cleanUp();
  const collect = files[0].result?.errors?.[0];
  if (collect) throw new Error(collect.message);
  return { files, records };
}

const runnerConfig: VitestRunner['config'] = {
  // No file is looked for; and on a page there is no folder to start from.
  root: '',
  setupFiles: [],
  passWithNoTests: true,
  allowOnly: false,
  sequence: { shuffle: false, concurrent: false, seed: 0, hooks: 'stack', setupFiles: 'list' },
  maxConcurrency: 1,
  testNamePattern: undefined,
  tagsFilter: undefined,
  testTimeout: 0,
  hookTimeout: 0,
  retry: 0,
  name: undefined,
  chaiConfig: undefined,
  includeTaskLocation: false,
  tags: [],
  strictTags: false,
};

function taskResult(
  { suite, misconceptions }: Assignment,
  node: RunnerSuite,
  records: Record<string, TaskRecord>,
): TaskResult {
  const task = suite.tasks.find(({ name }) => name === node.name) as TaskSuite;
  const record = records[task.name];
  const nodes = node.tasks as Test[];
  const tests = nodes.map((test, index) => testResult(test, task, index, record));
  const failed = tests.find(test => test.status === 'failed');
  if (failed) {
    const known = misconceptions[task.name] ?? {};
    failed.misconception = diagnose(record.calls, suite.reference[task.name], known, task.alike);
  }
  return {
    task: task.name,
    status: record.todo ? 'todo' : tests.every(passed) ? 'passed' : 'failed',
    points: tests.reduce((sum, test) => sum + test.points, 0),
    maxPoints: pointsOf(task),
    durationMs: Math.round(nodes.reduce((sum, test) => sum + (test.result?.duration ?? 0), 0)),
    tests,
  };
}

function testResult(test: Test, task: TaskSuite, index: number, record: TaskRecord): TestResult {
  const { visibility, points } = task.checks[index];
  const base = { name: test.name, visibility, points: 0, maxPoints: points };
  const error = test.result?.errors?.[0];
  if (error?.name === 'BrokenCheck') throw new Error(error.message);
  if (test.result?.state === 'pass') return { ...base, status: 'passed', points };
  if (test.result?.state === 'fail') {
    return { ...base, status: 'failed', message: visible(error?.message ?? '') };
  }
  const message = record.todo ? 'to do' : 'not run, because the task was stopped before';
  return { ...base, status: 'skipped', message };
}

const passed = (test: TestResult) => test.status === 'passed';

function pointsOf(task: TaskSuite): number {
  return task.checks.reduce((sum, check) => sum + check.points, 0);
}

function totals(tasks: readonly TaskResult[]): { points: number; maxPoints: number } {
  return {
    points: tasks.reduce((sum, task) => sum + task.points, 0),
    maxPoints: tasks.reduce((sum, task) => sum + task.maxPoints, 0),
  };
}
