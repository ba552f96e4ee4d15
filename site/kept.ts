import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../course/cache.ts';
import { removeLeftovers, writeWhole } from '../course/write.ts';

/** An entry that so many processes did not ask for is dropped. */
const patience = 20;

/**
 * What slow, pure functions gave in this build and the ones before, in memory and on disk. The key says
 * all that a result depends on, so a build with it writes the same bytes as one without.
 */
export class Kept {
  readonly #file: string;
  /** Value and age, in processes since it was last asked for. */
  readonly #entries: Map<string, [value: unknown, age: number]>;
  #isNew = false;

  private constructor(file: string, entries: [string, [unknown, number]][]) {
    this.#file = file;
    this.#entries = new Map(entries.map(([key, [value, age]]) => [key, [value, age + 1]]));
  }

  /** @param folder where results lie from one build to the next */
  static async open(folder = cacheFolder('site')): Promise<Kept> {
    const file = path.join(folder, 'kept.json');
    try {
      return new Kept(file, JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return new Kept(file, []); // none yet, or half a file: it is made again
    }
  }

  /** Whether there was no build before, as after `npm ci`. */
  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** The kept value of the key, or else what `compute` gives: text, numbers and plain records. */
  once<T>(key: string, compute: () => T): T {
    if (!this.has(key)) this.set(key, compute());
    const entry = this.#entries.get(key) as [T, number];
    entry[1] = 0;
    return entry[0];
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: unknown): void {
    this.#entries.set(key, [value, 0]);
    this.#isNew = true;
  }

  /** Writes what is new. A folder that cannot be written costs the next build its time, no more. */
  async save(): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    const young = [...this.#entries].filter(([, [, age]]) => age <= patience);
    await writeWhole(this.#file, JSON.stringify(young))
      .then(() => removeLeftovers(this.#file))
      .catch(() => {});
  }
}
