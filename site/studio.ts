import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import type { Film } from './client/film.ts';
import { type Drawing, draw, figureFile } from './drawing.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Kept } from './kept.ts';
import type { Figure, Figures } from './plot/figure.ts';
import { Assistant } from './studio-assistant.ts';

/** Fewer figures than this are drawn before a second thread has started. */
const worthAnAssistant = 12;

/**
 * Where figures are drawn, each once for as long as nothing has changed that it may be drawn from. They
 * take longer than the rest of the site, so while pages are written, a second thread draws as well.
 */
export class Studio {
  readonly #kept: Kept;
  /** Per lesson, the hash of all that its figures may be drawn from. */
  readonly #drawnFrom: Map<string, string>;
  readonly #assistant?: Assistant;

  private constructor(kept: Kept, drawnFrom: Map<string, string>, assistant?: Assistant) {
    this.#kept = kept;
    this.#drawnFrom = drawnFrom;
    this.#assistant = assistant;
  }

  /** Opens it, and begins with the figures that the lessons show. */
  static async open(
    root: string,
    lessons: readonly Pick<Lesson, 'name' | 'figures'>[],
    kept: Kept,
    fingerprint: Fingerprint,
  ): Promise<Studio> {
    const kit = path.join(import.meta.dirname, 'drawing.ts');
    const drawnFrom = new Map<string, string>();
    for (const { name } of lessons) {
      const own = [figureFile(name), `solutions/${name}.ts`].map(file => path.join(root, file));
      drawnFrom.set(name, await fingerprint.of(...own, kit));
    }
    const missing = lessons.flatMap(({ name, figures }) =>
      figures
        .filter(figure => !kept.has(keyOf(drawnFrom, name, figure)))
        .map(figure => ({ lesson: name, figure })),
    );
    const isWorth = missing.length >= worthAnAssistant && availableParallelism() > 1;
    return new Studio(kept, drawnFrom, isWorth ? new Assistant(root, missing) : undefined);
  }

  /** A hash of all that the lesson's figures, and the numbers in its text, are computed from. */
  drawnFrom(lesson: string): string {
    return this.#drawnFrom.get(lesson) ?? '';
  }

  /** The lesson's figures, which give what is drawn of them already. */
  figures(lesson: string, figures: Figures): Figures {
    return Object.fromEntries(
      Object.entries(figures).map(([name, figure]) => [
        name,
        { ...figure, draw: () => this.#drawing(lesson, name, figure).still },
      ]),
    );
  }

  /** @throws whatever the figure throws in any of its states */
  film(lesson: string, name: string, figure: Figure): Film {
    const { film } = this.#drawing(lesson, name, figure);
    if (!film) throw new Error(`the figure "${name}" has no controls`);
    return film;
  }

  #drawing(lesson: string, name: string, figure: Figure): Drawing {
    return this.#kept.once(
      keyOf(this.#drawnFrom, lesson, name),
      () => this.#assistant?.fetch(lesson, name) ?? draw(name, figure),
    );
  }
}

function keyOf(drawnFrom: Map<string, string>, lesson: string, figure: string): string {
  return `figure ${drawnFrom.get(lesson)} ${lesson} ${figure}`;
}
