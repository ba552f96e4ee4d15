import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../course/cache.ts';
import type { Film } from './client/film.ts';
import { film } from './film.ts';
import type { Interaction } from './plot/interactive.ts';

/**
 * Films of the last build, as long as nothing has changed that a figure may be drawn from. They take
 * longer to draw than the whole rest of the site.
 */
export class FilmCache {
  #file: string;
  #key: string;
  #kept: Record<string, Film>;
  #isNew = false;

  private constructor(file: string, key: string, kept: Record<string, Film>) {
    this.#file = file;
    this.#key = key;
    this.#kept = kept;
  }

  /** @param folder where films are kept from one build to the next */
  static async open(root: string, folder = cacheFolder('site')): Promise<FilmCache> {
    const file = path.join(folder, 'films.json');
    const key = await digest(root);
    try {
      const { key: old, films } = JSON.parse(await readFile(file, 'utf8'));
      if (old === key) return new FilmCache(file, key, films);
    } catch {
      // None yet, or half a file: it is made again.
    }
    return new FilmCache(file, key, {});
  }

  /** @throws whatever the figure throws in any of its states */
  film(lesson: string, name: string, interaction: Interaction): Film {
    const id = `${lesson}/${name}`;
    if (!Object.hasOwn(this.#kept, id)) {
      this.#kept[id] = film(name, interaction);
      this.#isNew = true;
    }
    return this.#kept[id];
  }

  async save(): Promise<void> {
    if (!this.#isNew) return;
    const part = `${this.#file}.${process.pid}.tmp`;
    try {
      await writeFile(part, JSON.stringify({ key: this.#key, films: this.#kept }));
      await rename(part, this.#file);
    } catch {
      // The next build draws them once more.
    }
  }
}

/** Of all that a figure may import, and of what draws. */
async function digest(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  const here = import.meta.dirname;
  const folders = [
    ...['solutions', 'site/figures', 'course', 'lab'].map(folder => path.join(root, folder)),
    ...['plot', 'client'].map(folder => path.join(here, folder)),
  ];
  const files = [path.join(here, 'film.ts'), path.join(here, '../package-lock.json')];
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const read = names.filter(name => /\.(ts|json)$/.test(name));
    files.push(...read.map(name => path.join(folder, name)));
  }
  const texts = await Promise.all(files.sort().map(name => readFile(name).catch(() => '')));
  files.forEach((name, i) => {
    hash.update(`\n${name}\n`).update(texts[i]);
  });
  return hash.digest('hex');
}
