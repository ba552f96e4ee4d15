import { doesNotCompile, type InvalidSubject } from '../invalid-subject.ts';
import { type LoadAnswer, RestartingSubject } from '../restarting-subject.ts';
import type { Compiled, CompileFailure } from '../sandbox/compile.ts';
import { position } from '../sandbox/position.ts';
import { PageSandbox } from './page-sandbox.ts';

/** What `subject.ts` is to the terminal: a student's file in a worker of the page, ready to be asked. */
export class PageSubject extends RestartingSubject<PageSandbox> {
  readonly #source: string;
  readonly #compiled: Compiled;
  readonly #tensor: string | undefined;

  private constructor(
    source: string,
    compiled: Compiled,
    file: string,
    tensor: string | undefined,
    sandbox: PageSandbox,
  ) {
    super(file, sandbox);
    this.#source = source;
    this.#compiled = compiled;
    this.#tensor = tensor;
  }

  /**
   * @param stripped the source without its types
   * @param file how the file is called in messages
   * @param tensor the code of TensorFlow.js, for a file that imports it
   * @param sandbox one that was started before
   * @throws {InvalidSubject} when the source does not compile or load, with file, line and column.
   */
  static async open(
    source: string,
    stripped: Compiled | CompileFailure,
    file: string,
    tensor: string | undefined,
    sandbox: PageSandbox,
  ): Promise<PageSubject> {
    if (stripped.kind === 'failed') {
      sandbox.close();
      throw doesNotCompile(file, stripped.errors);
    }
    const subject = new PageSubject(source, stripped, file, tensor, sandbox);
    await subject.load();
    return subject;
  }

  protected start(): PageSandbox {
    return new PageSandbox();
  }

  protected loadInto(sandbox: PageSandbox): Promise<LoadAnswer> {
    return sandbox.load(this.#compiled, this.#tensor);
  }

  protected override async explain(
    loaded: Exclude<LoadAnswer, { kind: 'loaded' }>,
  ): Promise<InvalidSubject> {
    const isUnread = loaded.kind === 'threw' && loaded.name === 'SyntaxError' && !loaded.line;
    return isUnread ? this.#syntaxError(loaded.message) : super.explain(loaded);
  }

  /**
   * Some mistakes only the browser's engine finds. It tells their place to a page that loads the code as a
   * script (of a worker it keeps the place to itself, on a disk), but not of a module; so the words that make
   * a module of the file are blanked out. None of it is run.
   */
  async #syntaxError(message: string): Promise<InvalidSubject> {
    const blank = (text: string) => ' '.repeat(text.length);
    const script = this.#compiled.code
      .replace(/^export\s+(?=function|const|let|var|class|async)/gm, blank)
      .replace(/^(?:import\b|export\s*[{*]).*$/gm, blank);
    const found = await placeOfError(['"use strict"; { throw 0;\n', script, '\n}']);
    const { line, column } = position(found, this.#compiled) ?? { line: 1, column: 1 };
    const lineText = this.#source.split('\n')[line - 1] ?? '';
    return doesNotCompile(this.file, [{ message, line, column, lineText }]);
  }
}

/** Where the engine cannot read a script, written as in a stack; its first line is not counted. */
async function placeOfError(code: string[]): Promise<string> {
  const address = URL.createObjectURL(new Blob(code, { type: 'text/javascript' }));
  const element = document.createElement('script');
  let place = '';
  const listen = (event: ErrorEvent) => {
    if (event.filename !== address) return;
    event.preventDefault();
    place = `#exercise:${event.lineno - 1}:${event.colno}`;
  };
  addEventListener('error', listen);
  await new Promise(settle => {
    element.onload = element.onerror = settle;
    element.src = address;
    document.head.append(element);
  });
  removeEventListener('error', listen);
  element.remove();
  URL.revokeObjectURL(address);
  return place;
}
