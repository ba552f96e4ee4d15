import type { Questions } from './checks.ts';
import { doesNotLoad, type InvalidSubject } from './invalid-subject.ts';
import type { Loaded, Outcome } from './sandbox/outcome.ts';
import type { Examined } from './trial.ts';

/** One process, or one worker of a page, that holds a file. */
interface Box {
  readonly alive: boolean;
  readonly output: string;
  callAll(
    task: string,
    questions: Questions,
    options: { seconds: number | undefined; share: number },
  ): Promise<Outcome[]>;
  close(): void;
}

/**
 * What part of its seconds a call has left, once so many tasks had to be stopped. One endless loop costs its own
 * task alone; a file that loops in every task would keep the others of a class waiting. A right answer needs a
 * tenth of what is left.
 */
const shareAfter = (stops: number): number => (stops < 2 ? 1 : 1 / 2);

export type LoadAnswer = Loaded | Extract<Outcome, { kind: 'threw' | 'stopped' }>;

/**
 * A student's file, ready to be asked. It lives in a sandbox that is started again when a task had to
 * be stopped, so that one bad task never costs another.
 */
export abstract class RestartingSubject<Sandbox extends Box> implements Examined {
  #sandbox: Sandbox;
  #exports: Record<string, string> = {};
  #failure: InvalidSubject | undefined;
  #restart: Promise<void> | undefined;
  #isClosed = false;
  /** How often a task had to be stopped. */
  #stops = 0;
  protected readonly file: string;

  /** @param file how the file is called in messages */
  protected constructor(file: string, sandbox: Sandbox) {
    this.file = file;
    this.#sandbox = sandbox;
  }

  protected abstract start(): Sandbox;

  protected abstract loadInto(sandbox: Sandbox): Promise<LoadAnswer>;

  /** What is wrong with a file that does not load. */
  protected async explain(loaded: Exclude<LoadAnswer, Loaded>): Promise<InvalidSubject> {
    return doesNotLoad(this.file, loaded);
  }

  /** What the student's code printed, cut to a limit. */
  get output(): string {
    return this.#sandbox.output;
  }

  exports(task: string): boolean {
    return this.#exports[task] === 'function';
  }

  /** Makes sure that a sandbox is there to be asked, after an earlier task was stopped; but not once closed. */
  async ready(): Promise<void> {
    if (this.#isClosed) return;
    // A file that loaded once and does not again would cost its loading time at every check.
    if (this.#failure) throw this.#failure;
    if (this.#sandbox.alive) return this.#restart;
    this.#stops++;
    this.#sandbox = this.start();
    this.#restart = this.load().finally(() => {
      this.#restart = undefined;
    });
    return this.#restart;
  }

  /**
   * Puts questions that do not depend on each other's answers. Those of several tasks may wait for their
   * answers at the same time: the sandbox takes them in turn, and where one task ends it, the questions of
   * the others go to the next.
   * @throws {InvalidSubject} when the file does not load again
   */
  async askAll(task: string, questions: Questions, seconds?: number): Promise<Outcome[]> {
    for (;;) {
      if (this.#restart || !this.#sandbox.alive) await this.ready();
      const share = shareAfter(this.#stops);
      const outcomes = await this.#sandbox.callAll(task, questions, { seconds, share });
      const [first] = outcomes;
      const isBehind = first?.kind === 'stopped' && first.behind;
      if (!isBehind || this.#isClosed) return share < 1 ? outcomes.map(hurried) : outcomes;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#sandbox.close();
  }

  protected async load(): Promise<void> {
    const loaded = await this.loadInto(this.#sandbox);
    if (loaded.kind === 'loaded') {
      this.#exports = loaded.exports;
      return;
    }
    this.#sandbox.close();
    this.#failure = await this.explain(loaded);
    throw this.#failure;
  }
}

/** Says why a call had less time than others. */
function hurried(outcome: Outcome): Outcome {
  if (outcome.kind !== 'stopped' || outcome.reason !== 'time') return outcome;
  const message = `${outcome.message} (less than at first, because other tasks had to be stopped)`;
  return { ...outcome, message };
}
