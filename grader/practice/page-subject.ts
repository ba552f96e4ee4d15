import type { Plain } from '../../course/plain.ts';
import type { Examined } from '../declare.ts';
import { doesNotCompile, doesNotLoad, type InvalidSubject } from '../invalid-subject.ts';
import type { Compiled } from '../sandbox/compile.ts';
import type { Outcome } from '../sandbox/outcome.ts';
import { position } from '../sandbox/position.ts';
import { PageSandbox } from './page-sandbox.ts';
import { strip } from './strip.ts';

/** What `subject.ts` is to the terminal: a student's file in a worker of the page, ready to be asked. */
export class PageSubject implements Examined {
  #sandbox: PageSandbox;
  #exports: Record<string, string> = {};
  #failure: InvalidSubject | undefined;
  readonly #compiled: Compiled;
  readonly #file: string;
  readonly #tensor: string;

  private constructor(compiled: Compiled, file: string, tensor: string, sandbox: PageSandbox) {
    this.#compiled = compiled;
    this.#file = file;
    this.#tensor = tensor;
    this.#sandbox = sandbox;
  }

  /**
   * @param file how the file is called in messages
   * @param tensor the address of TensorFlow.js
   * @param sandbox one that was started before
   * @throws {InvalidSubject} when the source does not compile or load, with file, line and column.
   */
  static async open(
    source: string,
    file: string,
    tensor: string,
    sandbox: PageSandbox,
  ): Promise<PageSubject> {
    const compiled = strip(source, file, tensor);
    if (compiled.kind === 'failed') {
      sandbox.close();
      throw doesNotCompile(file, compiled.errors);
    }
    const subject = new PageSubject(compiled, file, tensor, sandbox);
    await subject.#load(source);
    return subject;
  }

  get output(): string {
    return this.#sandbox.output;
  }

  exports(task: string): boolean {
    return this.#exports[task] === 'function';
  }

  async ready(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#sandbox.alive) return;
    this.#sandbox = new PageSandbox();
    await this.#load('');
  }

  ask(task: string, args: readonly Plain[], seconds?: number): Promise<Outcome> {
    return this.#sandbox.call(task, args, seconds);
  }

  close(): void {
    this.#sandbox.close();
  }

  async #load(source: string): Promise<void> {
    const loaded = await this.#sandbox.load(this.#compiled, this.#tensor);
    if (loaded.kind === 'loaded') {
      this.#exports = loaded.exports;
      return;
    }
    this.#sandbox.close();
    this.#failure =
      loaded.kind === 'threw' && loaded.name === 'SyntaxError' && !loaded.line
        ? await this.#syntaxError(source, loaded.message)
        : doesNotLoad(this.#file, loaded);
    throw this.#failure;
  }

  /**
   * Some mistakes only the browser's engine finds. It tells their place to the owner of a worker, if the
   * worker is no module; so the words that make a module of the file are blanked out.
   */
  async #syntaxError(source: string, message: string): Promise<InvalidSubject> {
    const blank = (text: string) => ' '.repeat(text.length);
    const script = this.#compiled.code
      .replace(/^export\s+(?=function|const|let|var|class|async)/gm, blank)
      .replace(/^(?:import\b|export\s*[{*]).*$/gm, blank);
    const strict = '"use strict";\n';
    const address = URL.createObjectURL(new Blob([strict, script], { type: 'text/javascript' }));
    const worker = new Worker(address);
    const place = await new Promise<{ line: number; column: number } | undefined>(resolve => {
      worker.onerror = event => {
        event.preventDefault();
        resolve(position(`#exercise:${event.lineno - 1}:${event.colno}`, this.#compiled));
      };
      setTimeout(resolve, 500);
    });
    worker.terminate();
    URL.revokeObjectURL(address);
    const { line, column } = place ?? { line: 1, column: 1 };
    const lineText = source.split('\n')[line - 1] ?? '';
    return doesNotCompile(this.#file, [{ message, line, column, lineText }]);
  }
}
