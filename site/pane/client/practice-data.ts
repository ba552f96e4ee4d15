import type { Judge } from '../../../grader/practice/engine.ts';
import type { LessonData } from '../../../grader/practice/lesson-data.ts';

export type { PageVerdict } from '../../../grader/practice/engine.ts';

/** Where the page says that the parts lie. */
export interface Addresses {
  practice: string;
  engine: string;
  editor: string;
  tensor: string;
}

export type LessonFile = LessonData['lesson'];

/** The page's lesson and its judge, fetched once, together, and only when somebody wants to write. */
export class PracticeData {
  readonly #addresses: Addresses;
  #text: Promise<string> | undefined;
  #judge: Promise<Judge> | undefined;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** Begins to fetch; what fails is tried again when it is needed. */
  fetch(): void {
    this.#load().catch(() => {});
    this.judge().catch(() => {});
  }

  async lesson(): Promise<LessonFile> {
    const { lesson } = JSON.parse(await this.#load()) as LessonData;
    return lesson;
  }

  judge(): Promise<Judge> {
    this.#judge ??= this.#startJudge().catch(error => {
      this.#judge = undefined;
      throw error;
    });
    return this.#judge;
  }

  async editor(): Promise<typeof import('./code-editor.ts')> {
    return import(absolute(this.#addresses.editor));
  }

  get tensor(): string {
    return absolute(this.#addresses.tensor);
  }

  async #startJudge(): Promise<Judge> {
    const module: typeof import('../../../grader/practice/engine.ts') = await Promise.all([
      import(absolute(this.#addresses.engine)),
      this.#load(),
    ]).then(([engine]) => engine);
    return new module.Judge(await this.#load());
  }

  #load(): Promise<string> {
    this.#text ??= (async () => {
      const response = await fetch(this.#addresses.practice);
      if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
      return response.text();
    })().catch(error => {
      this.#text = undefined;
      throw error;
    });
    return this.#text;
  }
}

const absolute = (address: string) => new URL(address, location.href).href;
