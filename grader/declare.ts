import { beforeAll, describe, test } from '@vitest/runner';
import type { Example } from '../course/example.ts';
import type { Plain } from '../course/plain.ts';
import { Ahead } from './ahead.ts';
import type { Check, Examinee, Examiner, Questions, Suite, TaskSuite } from './checks.ts';
import { Failure } from './failure.ts';
import { InvalidSubject } from './invalid-subject.ts';
import type { Outcome } from './sandbox/sandbox.ts';

/** A question put to a student's task, with what came back. */
export interface Call {
  args: readonly Plain[];
  outcome: Outcome;
}

/** Whom a trial asks: a student's file, in a process of its own or in a worker of a page. */
export interface Examined {
  exports(task: string): boolean;
  ready(): Promise<void>;
  askAll(task: string, questions: Questions, seconds?: number): Promise<Outcome[]>;
  close(): void;
}

/** Everything that judging one task of one submission brought to light. */
export interface TaskRecord {
  calls: Call[];
  todo: boolean;
  /** Set once the process had to be ended: the checks after it are not run. */
  stopped: boolean;
}

export interface Trial {
  suite: Suite;
  subject: () => Examined;
  seed: number;
  examples: Record<string, Example[]>;
  /** Ends the trial at the first wrong answer, where only pass or fail is asked. */
  bail?: boolean;
  /** Tasks to judge; all when undefined. */
  only?: readonly string[];
  signatures: Record<string, string>;
  file: string;
}

/** Any one call has a deadline of its own; this only guards against a mistake of ours. */
const testSeconds = 300;

/** Declares a Vitest `describe` per task and a `test` per check, and returns what they will record. */
export function declareTasks(trial: Trial): Record<string, TaskRecord> {
  const records: Record<string, TaskRecord> = {};
  let over = false;
  const chosen = trial.suite.tasks
    .filter(task => trial.only?.includes(task.name) ?? true)
    .map(task => ({ task, ahead: new Ahead(task.checks) }));
  // Where one wrong answer is enough, little needs to be asked.
  if (!trial.bail) beforeAll(() => askAhead(trial, chosen), testSeconds * 1000);
  for (const { task, ahead } of chosen) {
    const record: TaskRecord = { calls: [], todo: false, stopped: false };
    records[task.name] = record;
    describe(task.name, () => {
      for (const check of task.checks) {
        test(
          check.title,
          async context => {
            if (record.todo || record.stopped || over) context.skip();
            over = Boolean(trial.bail);
            const todo = await runCheck(trial, task, check, record, ahead);
            over = false;
            if (todo) context.skip();
          },
          testSeconds * 1000,
        );
      }
    });
  }
  return records;
}

/** Puts to all tasks what they will be asked, without waiting for the hidden answers. */
async function askAhead(
  trial: Trial,
  chosen: readonly { task: TaskSuite; ahead: Ahead }[],
): Promise<void> {
  const subject = trial.subject();
  const started = await subject.ready().then(...([() => true, () => false] as const));
  // What keeps it from being asked is told by the checks themselves.
  const exported = started ? chosen.filter(({ task }) => subject.exports(task.name)) : [];
  for (const { task, ahead } of exported) {
    ahead.sendExamples(examineeOf(trial, task), asking(task, subject));
  }
  const answers = new Map<TaskSuite, Outcome[]>();
  for (const { task, ahead } of exported) answers.set(task, await ahead.settled());
  for (const { task, ahead } of exported) {
    if (isOver(answers.get(task) ?? [], task.name)) continue;
    await ahead.sendHidden(examineeOf(trial, task), asking(task, subject));
  }
}

function asking({ name, seconds }: TaskSuite, subject: Examined) {
  return (questions: Questions) => subject.askAll(name, questions, seconds);
}

/** Whether the answers to the examples leave nothing to ask. */
function isOver(answers: readonly Outcome[], task: string): boolean {
  const [first] = answers;
  return answers.some(({ kind }) => kind === 'stopped') || (first && isTodo(first, task));
}

function examineeOf(trial: Trial, task: TaskSuite): Examinee {
  return { task: task.name, seed: trial.seed, examples: trial.examples[task.name] ?? [] };
}

class Todo extends Error {}

async function runCheck(
  trial: Trial,
  task: TaskSuite,
  check: Check,
  record: TaskRecord,
  ahead: Ahead,
): Promise<boolean> {
  const subject = trial.subject();
  const examinee = examineeOf(trial, task);
  const ask = asking(task, subject);
  await ahead.settled();
  if (!ahead.has(check)) await subject.ready();
  if (!subject.exports(task.name)) {
    record.stopped = true;
    throw new Error(
      `${trial.file} does not export "${task.name}". Add:\n  export function ${trial.signatures[task.name] ?? task.name}`,
    );
  }
  const askAll: Examiner['askAll'] = async questions => {
    const outcomes = await (ahead.outcomes(check, questions) ?? ask(questions));
    const fresh = record.calls.length === 0;
    for (const [index, args] of questions.entries()) {
      const outcome = outcomes[index];
      record.calls.push({ args, outcome });
      record.stopped = outcome.kind === 'stopped';
      if (record.stopped) break;
    }
    if (fresh && outcomes[0] && isTodo(outcomes[0], task.name)) throw new Todo();
    return outcomes;
  };
  try {
    const examiner = {
      ...examinee,
      ask: async (args: readonly Plain[]) => (await askAll([args]))[0],
      askAll,
    };
    await check.run(examiner);
    return false;
  } catch (error) {
    if (error instanceof Todo) {
      record.todo = true;
      return true;
    }
    if (error instanceof Failure || error instanceof InvalidSubject) throw error;
    throw new BrokenCheck(trial.suite.lesson, task.name, check.title, error);
  }
}

/** An error of the suite itself, which must never cost a student points. */
export class BrokenCheck extends Error {
  constructor(lesson: string, task: string, title: string, cause: unknown) {
    super(
      `The suite of ${lesson} broke in ${task}, "${title}": ${(cause as Error)?.stack ?? cause}`,
    );
    this.name = 'BrokenCheck';
  }
}

function isTodo(outcome: Outcome, task: string): boolean {
  return outcome.kind === 'threw' && outcome.message === `to do: ${task}`;
}
