import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { loadCoverage } from '../course/coverage.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { type Assistant, ahead } from './assistant.ts';
import type { Film } from './client/film.ts';
import {
  type Computed,
  type Description,
  describe,
  type LessonCode,
  loadCode,
  type Order,
  type Printed,
  printed,
} from './computed.ts';
import { type Drawing, draw, figureFile } from './drawing.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Kept } from './kept.ts';
import { scopeOf } from './page/sources.ts';
import type { Draft } from './rules/draft.ts';

/** The code of fewer lessons than this has run before a second thread has started. */
const worthAnAssistant = 3;

/** What of a lesson decides on what is computed for it. */
type Shown = Pick<Lesson, 'id' | 'name' | 'figures' | 'body'>;

type Kind = 'figures' | 'figure' | 'value';

/** All that a page has of its lesson's code. */
type FromCode = Pick<Draft, 'figures' | 'film' | 'value'>;

/**
 * Where the code behind the lessons runs: figures are drawn and values computed, each once for as long
 * as nothing has changed that it may be computed from. That takes longer than the rest of the site, so
 * a second thread does it while the first reads and typesets, which then never loads that code itself.
 */
export class Studio {
  readonly #root: string;
  readonly #kept: Kept;
  /** Per lesson, the hash of all that its figures and values may be computed from. */
  readonly #computedFrom = new Map<string, string>();
  /** What nobody has begun. */
  readonly #free: Order[] = [];
  /** What the second thread has been asked for. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** What was loaded into this thread. */
  readonly #code = new Map<string, LessonCode>();
  /** Lessons whose code was missed by a text, which has got something empty instead. */
  readonly #missed = new Set<string>();

  private constructor(root: string, kept: Kept) {
    this.#root = root;
    this.#kept = kept;
  }

  /** Called early, gives the second thread its code while this one reads the lessons. */
  static prepare(root: string, assistant: Assistant): void {
    assistant.call(module, 'loadFirst', root).catch(() => {}); // told to whoever asks for a lesson
  }

  /** Opens it, and begins with what the lessons show. */
  static async open(
    root: string,
    lessons: readonly Shown[],
    kept: Kept,
    fingerprint: Fingerprint,
    assistant: Assistant,
  ): Promise<Studio> {
    const studio = new Studio(root, kept);
    const kit = path.join(import.meta.dirname, 'computed.ts');
    for (const { name } of lessons) {
      const own = [figureFile(name), `solutions/${name}.ts`].map(file => path.join(root, file));
      studio.#computedFrom.set(name, fingerprint.of(...own, kit));
    }
    const { slips } = await loadCoverage(root);
    const orders = lessons.flatMap(lesson => {
      const own = slips.filter(slip => scopeOf(slip) === lesson.id).map(({ text }) => text);
      return studio.#orderFor(lesson, contentsIn([lesson.body, ...own].join('\n'))) ?? [];
    });
    studio.#free.push(...orders);
    if (assistant.isUseful && orders.length >= worthAnAssistant) {
      for (let i = 0; i < ahead; i++) studio.#delegateNext(assistant);
    }
    return studio;
  }

  /**
   * One of these lessons that is at hand. While there is none, this thread does something else, then takes
   * what nobody has begun: from the end if there is a second thread, which takes from the front.
   * @param meanwhile does a little of what is to be done anyway; false when nothing is left of it
   */
  async next(lessons: readonly string[], meanwhile: () => boolean): Promise<string> {
    const waiting = (lesson: string) =>
      this.#underWay.has(lesson) || this.#free.some(order => order.lesson === lesson);
    do {
      await setImmediate(); // what the second thread has finished is told now
      const ready = lessons.find(lesson => !waiting(lesson));
      if (ready) return ready;
    } while (this.#underWay.size && meanwhile());
    const own = this.#underWay.size ? this.#free.pop() : this.#free.shift();
    if (own) await this.#load(own.lesson);
    return own?.lesson ?? Promise.race(lessons.map(lesson => this.#at(lesson)));
  }

  /**
   * What the lesson's page is made with, when it is at hand.
   * @throws {CourseError} when the lesson's code does not load
   */
  async of(lesson: string): Promise<FromCode> {
    await this.#at(lesson);
    const described: Record<string, Description> = this.#kept.once(
      this.#key('figures', lesson),
      () => describe(this.#code.get(lesson)?.figures ?? {}),
    );
    const figures = Object.entries(described).map(([name, { alt, live, controls }]) => [
      name,
      {
        ...{ alt, live, interaction: controls && { controls } },
        draw: () => this.#drawing(lesson, name).still,
      },
    ]);
    return {
      figures: Object.fromEntries(figures),
      film: name => this.#drawing(lesson, name).film ?? noFilm,
      value: content => this.#value(lesson, content),
    };
  }

  /**
   * Loads the code that texts have missed.
   * @returns whether there was any: then the texts are to be written again
   */
  async catchUp(): Promise<boolean> {
    const missed = [...this.#missed];
    this.#missed.clear();
    for (const lesson of missed) await this.#load(lesson);
    return missed.length > 0;
  }

  /** @returns the lesson, when what the second thread does for it is done */
  async #at(lesson: string): Promise<string> {
    await this.#underWay.get(lesson);
    const order = this.#free.findIndex(free => free.lesson === lesson);
    if (order >= 0) {
      this.#free.splice(order, 1);
      await this.#load(lesson);
    }
    return lesson;
  }

  #delegateNext(assistant: Assistant): void {
    const order = this.#free.shift();
    if (!order) return;
    const done = this.#delegate(order, assistant)
      .finally(() => this.#delegateNext(assistant))
      .catch(() => this.#load(order.lesson))
      .then(() => {
        this.#underWay.delete(order.lesson);
      });
    done.catch(() => {}); // told to whoever asks for the lesson
    this.#underWay.set(order.lesson, done);
  }

  /** What is to be computed for the lesson; undefined when all of it is kept. */
  #orderFor({ name: lesson, figures }: Shown, contents: string[]): Order | undefined {
    const order = {
      lesson,
      figures: figures.filter(figure => !this.#kept.has(this.#key('figure', lesson, figure))),
      contents: contents.filter(content => !this.#kept.has(this.#key('value', lesson, content))),
    };
    const isComplete = !order.figures.length && !order.contents.length;
    return isComplete && this.#kept.has(this.#key('figures', lesson)) ? undefined : order;
  }

  async #delegate(order: Order, assistant: Assistant): Promise<void> {
    const keep = (kind: Kind, values: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(values)) {
        this.#kept.set(this.#key(kind, order.lesson, name), value);
      }
    };
    const computed = await assistant.call<Computed>(module, 'computeLesson', this.#root, order);
    keep('figures', { '': computed.descriptions });
    keep('figure', computed.drawings);
    keep('value', computed.printed);
  }

  async #load(lesson: string): Promise<void> {
    if (this.#code.has(lesson)) return;
    const code = await loadCode(this.#root, lesson).catch(error => {
      throw new CourseError([error.message]);
    });
    this.#code.set(lesson, code);
  }

  #drawing(lesson: string, name: string): Drawing {
    const key = this.#key('figure', lesson, name);
    const figure = this.#code.get(lesson)?.figures[name];
    if (figure) return this.#kept.once(key, () => draw(name, figure));
    if (!this.#kept.has(key)) this.#missed.add(lesson);
    return this.#kept.has(key) ? this.#kept.once(key, () => noDrawing) : noDrawing;
  }

  #value(lesson: string, content: string): string {
    const key = this.#key('value', lesson, content);
    const scope = this.#code.get(lesson)?.scope;
    if (!scope && !this.#kept.has(key)) {
      this.#missed.add(lesson);
      return '';
    }
    const print = this.#kept.once<Printed>(key, () => printed(content, scope ?? {}));
    if ('error' in print) throw new Error(print.error);
    return print.text;
  }

  #key(kind: Kind, lesson: string, name = ''): string {
    return `${kind} ${this.#computedFrom.get(lesson)} ${lesson} ${name}`;
  }
}

const module = new URL('computed.ts', import.meta.url);
const noFilm: Film = { controls: [], start: [], picture: [], readout: [] };
const noDrawing: Drawing = { still: '', film: noFilm };

/** What may stand in `{{ … }}` in the text; a rule that reads it more closely may see it otherwise. */
function contentsIn(text: string): string[] {
  // A table's row has its bars escaped.
  const contents = [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, one]) =>
    one.replaceAll('\\|', '|'),
  );
  return [...new Set(contents)];
}
