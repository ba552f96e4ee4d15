import type { Example } from '../course/example.ts';
import type { Plain } from '../course/plain.ts';
import { Ahead } from './ahead.ts';
import type { Check, Examinee, Examiner, Questions, Suite, TaskSuite } from './checks.ts';
import { Failure } from './failure.ts';
import { InvalidSubject } from './invalid-subject.ts';
import type { Facts } from './same-answers.ts';
import type { Outcome } from './sandbox/outcome.ts';

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

export interface Trial {
  suite: Suite;
  subject: Examined;
  seed: number;
  examples: Record<string, Example[]>;
  signatures: Record<string, string>;
  /** How the student's file is called in messages. */
  file: string;
}

/** One task of one submission, and everything that judging it brings to light. */
export class TaskTrial {
  readonly task: TaskSuite;
  readonly calls: Call[] = [];
  /** Whether the task is as it was handed out. */
  todo = false;
  /** Whether a check has asked what could not be foreseen. */
  hasAskedMore = false;
  /** Set once the process had to be ended: the checks after it are not run. */
  #stopped = false;
  readonly #trial: Trial;
  readonly #ahead: Ahead;

  constructor(trial: Trial, task: TaskSuite) {
    this.#trial = trial;
    this.task = task;
    this.#ahead = new Ahead(task.checks);
  }

  /**
   * @returns false where there is nothing to judge
   * @throws {Failure} when the answers are wrong
   * @throws {BrokenCheck} for a mistake of ours, which must not cost anybody points
   * @throws {Error} when nothing can be asked
   */
  async run(check: Check): Promise<boolean> {
    if (this.todo || this.#stopped) return false;
    const { subject, suite } = this.#trial;
    await this.#ahead.settled();
    if (!this.#ahead.has(check)) await subject.ready();
    if (!subject.exports(this.task.name)) {
      this.#stopped = true;
      throw new Error(this.#missing());
    }
    try {
      await check.run(this.#examinerOf(check));
      return true;
    } catch (error) {
      if (error instanceof Todo) {
        this.todo = true;
        return false;
      }
      if (error instanceof Failure || error instanceof InvalidSubject) throw error;
      throw new BrokenCheck(suite.lesson, this.task.name, check.title, error);
    }
  }

  /**
   * Puts to all tasks what they will be asked, without waiting for the hidden answers. No hidden question
   * is asked before all public ones are answered.
   */
  static async askAhead(trials: readonly TaskTrial[]): Promise<void> {
    if (trials.length === 0) return;
    const { subject } = trials[0].#trial;
    const started = await subject.ready().then(...([() => true, () => false] as const));
    // What keeps it from being asked is told by the checks themselves.
    const exported = started ? trials.filter(({ task }) => subject.exports(task.name)) : [];
    for (const one of exported) one.#ahead.sendExamples(one.#examinee, one.#ask);
    const left: TaskTrial[] = [];
    for (const one of exported) if (!one.#isOver(await one.#ahead.settled())) left.push(one);
    for (const one of left) await one.#ahead.sendHidden(one.#examinee, one.#ask);
  }

  /** All that the verdict follows from, unless a check asks more; undefined where it was not all foreseen. */
  async facts(): Promise<Facts | undefined> {
    await this.#ahead.settled();
    return this.#ahead.facts();
  }

  get #examinee(): Examinee {
    const { seed, examples } = this.#trial;
    return { task: this.task.name, seed, examples: examples[this.task.name] ?? [] };
  }

  readonly #ask = (questions: Questions): Promise<Outcome[]> =>
    this.#trial.subject.askAll(this.task.name, questions, this.task.seconds);

  #examinerOf(check: Check): Examiner {
    const askAll: Examiner['askAll'] = async questions => {
      const foreseen = this.#ahead.outcomes(check, questions);
      this.hasAskedMore ||= !foreseen;
      const outcomes = await (foreseen ?? this.#ask(questions));
      const isFirst = this.calls.length === 0;
      for (const [index, args] of questions.entries()) {
        const outcome = outcomes[index];
        this.calls.push({ args, outcome });
        this.#stopped = outcome.kind === 'stopped';
        if (this.#stopped) break;
      }
      if (isFirst && this.#isTodo(outcomes[0])) throw new Todo();
      return outcomes;
    };
    return { ...this.#examinee, ask: async args => (await askAll([args]))[0], askAll };
  }

  /** Whether the answers to the examples leave nothing to ask. */
  #isOver(answers: readonly Outcome[]): boolean {
    return this.#isTodo(answers[0]) || answers.some(({ kind }) => kind === 'stopped');
  }

  #isTodo(outcome: Outcome | undefined): boolean {
    return outcome?.kind === 'threw' && outcome.message === `to do: ${this.task.name}`;
  }

  #missing(): string {
    const { file, signatures } = this.#trial;
    const { name } = this.task;
    return `${file} does not export "${name}". Add:\n  export function ${signatures[name] ?? name}`;
  }
}

class Todo extends Error {}

/** An error of the suite itself. */
export class BrokenCheck extends Error {
  constructor(lesson: string, task: string, title: string, cause: unknown) {
    super(
      `The suite of ${lesson} broke in ${task}, "${title}": ${(cause as Error)?.stack ?? cause}`,
    );
  }
}
