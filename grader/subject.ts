import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { doesNotCompile } from './invalid-subject.ts';
import { type LoadAnswer, RestartingSubject } from './restarting-subject.ts';
import { type Compiled, type CompileOptions, compile } from './sandbox/compile.ts';
import { type Limits, Sandbox } from './sandbox/sandbox.ts';

export { InvalidSubject } from './invalid-subject.ts';

interface Ahead {
  sandbox?: Sandbox;
  limits?: Partial<Limits>;
  /** For our own code, which may import files. */
  trusted?: CompileOptions;
}

/** A student's file in a process of its own. */
export class Subject extends RestartingSubject<Sandbox> {
  readonly #compiled: Compiled;
  readonly #limits: Partial<Limits> | undefined;

  private constructor(
    compiled: Compiled,
    file: string,
    sandbox: Sandbox,
    limits: Partial<Limits> | undefined,
  ) {
    super(file, sandbox);
    this.#limits = limits;
    this.#compiled = compiled;
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
    await subject.load();
    return subject;
  }

  static async openFile(absolute: string, shown: string): Promise<Subject> {
    return Subject.open(await readFile(absolute, 'utf8'), shown);
  }

  protected start(): Sandbox {
    return Sandbox.start(this.#limits);
  }

  protected loadInto(sandbox: Sandbox): Promise<LoadAnswer> {
    return sandbox.load(this.#compiled);
  }
}
