import type { Judge } from '../../../grader/practice/engine.ts';
import type { LessonData } from '../../../grader/practice/lesson-data.ts';
import { loadScript } from '../../client/script.ts';

export type { PageVerdict } from '../../../grader/practice/engine.ts';

/** Where the page says that the parts lie. */
export interface Addresses {
  practice: string;
  workbench: string;
  engine: string;
  editor: string;
  tensor: string;
}

export type LessonFile = LessonData['lesson'];

declare global {
  // What the scripts are called that are fetched: see `site/pane/bundle.ts`.
  var exerciseWorkbench: typeof import('./workbench.ts') | undefined;
  var exerciseJudge: typeof import('../../../grader/practice/engine.ts') | undefined;
  var exerciseEditor: typeof import('./code-editor.ts') | undefined;
}

/** The page's lesson, its panes and its judge, fetched once, together, and only when somebody wants to write. */
export class PracticeData {
  readonly #addresses: Addresses;
  readonly #fetched = new Map<string, Promise<unknown>>();

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** Begins to fetch; what fails is tried again when it is needed. */
  fetch(): void {
    for (const part of [this.workbench(), this.#text(), this.judge()]) part.catch(() => {});
  }

  async lesson(): Promise<LessonFile> {
    const { lesson } = JSON.parse(await this.#text()) as LessonData;
    return lesson;
  }

  workbench(): Promise<NonNullable<typeof exerciseWorkbench>> {
    return this.#script('workbench', () => globalThis.exerciseWorkbench);
  }

  editor(): Promise<NonNullable<typeof exerciseEditor>> {
    return this.#script('editor', () => globalThis.exerciseEditor);
  }

  judge(): Promise<Judge> {
    return this.#once('judge', async () => {
      const engine = this.#script('engine', () => globalThis.exerciseJudge);
      const [{ Judge }, text] = await Promise.all([engine, this.#text()]);
      return new Judge(text);
    });
  }

  /** TensorFlow.js as text: each worker makes its own module of it. */
  tensor(): Promise<string> {
    return this.#once('tensor', () => fetchText(this.#addresses.tensor));
  }

  #text(): Promise<string> {
    return this.#once('practice', () => fetchText(this.#addresses.practice));
  }

  #script<T>(name: keyof Addresses, handedOver: () => T | undefined): Promise<T> {
    return this.#once(name, async () => {
      await loadScript(this.#addresses[name]);
      const found = handedOver();
      if (!found) throw new Error(`The script ${this.#addresses[name]} failed.`);
      return found;
    });
  }

  #once<T>(name: string, fetched: () => Promise<T>): Promise<T> {
    const known = this.#fetched.get(name) as Promise<T> | undefined;
    if (known) return known;
    const result = fetched();
    this.#fetched.set(name, result);
    result.catch(() => this.#fetched.delete(name));
    return result;
  }
}

async function fetchText(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response.text();
}
