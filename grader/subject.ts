import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plain } from '../course/plain.ts';
import type { Questions } from './checks.ts';
import { doesNotCompile, doesNotLoad, type InvalidSubject } from './invalid-subject.ts';
import { type Compiled, type CompileOptions, compile } from './sandbox/compile.ts';
import { type Limits, type Outcome, Sandbox } from './sandbox/sandbox.ts';

export { InvalidSubject } from './invalid-subject.ts';

interface Ahead {
  sandbox?: Sandbox;
  limits?: Partial<Limits>;
  /** For our own code, which may import files. */
  trusted?: CompileOptions;
}

/**
 * A student's file, ready to be asked. It lives in a sandbox that is started again when a task had to
 * be stopped, so that one bad task never costs another.
 */
export class Subject {
  #sandbox: Sandbox;
  #exports: Record<string, string> = {};
  readonly #compiled: Compiled;
  readonly #file: string;
  readonly #limits: Partial<Limits> | undefined;
  #failure: InvalidSubject | undefined;

  private constructor(
    compiled: Compiled,
    file: string,
    sandbox: Sandbox,
    limits: Partial<Limits> | undefined,
  ) {
    this.#limits = limits;
    this.#compiled = compiled;
    this.#file = file;
    this.#sandbox = sandbox;
  }

  /**
   * @param file how the file is called in messages.
   * @param ahead a sandbox that was started before, to save its start, and the limits for later ones.
   * @throws {InvalidSubject} when the source does not compile or load, with file, line and column.
   */
  static async open(source: string, file: string, ahead: Ahead = {}): Promise<Subject> {
    const sandbox = ahead.sandbox ?? Sandbox.start(ahead.limits);
    const compiled = await compile(source, path.basename(file), ahead.trusted);
    if (compiled.kind === 'failed') {
      sandbox.close();
      throw doesNotCompile(file, compiled.errors);
    }
    const subject = new Subject(compiled, file, sandbox, ahead.limits);
    await subject.#load();
    return subject;
  }

  static async openFile(absolute: string, shown: string): Promise<Subject> {
    return Subject.open(await readFile(absolute, 'utf8'), shown);
  }

  /** What the student's code printed, cut to a limit. */
  get output(): string {
    return this.#sandbox.output;
  }

  exports(task: string): boolean {
    return this.#exports[task] === 'function';
  }

  /** Makes sure that a process is there to be asked, after an earlier task was stopped. */
  async ready(): Promise<void> {
    // A file that loaded once and does not again would cost its loading time at every check.
    if (this.#failure) throw this.#failure;
    if (this.#sandbox.alive) return;
    this.#sandbox = Sandbox.start(this.#limits);
    await this.#load();
  }

  ask(task: string, args: readonly Plain[], seconds?: number): Promise<Outcome> {
    return this.#sandbox.call(task, args, { seconds });
  }

  /** The same for questions that do not depend on each other's answers; much faster. */
  askAll(task: string, questions: Questions, seconds?: number): Promise<Outcome[]> {
    return this.#sandbox.callAll(task, questions, { seconds });
  }

  close(): void {
    this.#sandbox.close();
  }

  async #load(): Promise<void> {
    const loaded = await this.#sandbox.load(this.#compiled);
    if (loaded.kind === 'loaded') {
      this.#exports = loaded.exports;
      return;
    }
    this.#sandbox.close();
    this.#failure = doesNotLoad(this.#file, loaded);
    throw this.#failure;
  }
}
