import MarkdownIt from 'markdown-it';
import { anchor, foldAnchor } from './anchor.ts';
import { type BlockMeta, blocks } from './blocks.ts';
import type { Lesson } from './lesson.ts';

/** Something in a lesson that a page outside the lessons can lead to. */
export interface Place {
  lesson: Lesson;
  /** The anchor on the lesson's page; `''` for the page itself. */
  anchor: string;
  /** What it is called, as Markdown. */
  title: string;
}

/** Reads `[@task:nll/surprisal]`, `[@lesson:nll]` or `nll#a-section`; a string says what is wrong. */
export type PlaceFinder = (written: string) => Place | string;

const markdown = new MarkdownIt().use(blocks);
const nouns: Record<string, string> = { eq: 'equation', fig: 'figure' };
const folds = ['derivation', 'aside', 'erratum'];

export function placeFinder(lessons: readonly Lesson[]): PlaceFinder {
  const known = new Map(lessons.map(lesson => [lesson.id, lazily(() => placesIn(lesson))]));
  const lessonOf = (id: string) => lessons.find(lesson => lesson.id === id);
  return written => {
    const [, kind, id, name, sectionOf, section] =
      /^(?:\[@(eq|fig|task|lesson):([\w-]+)(?:\/([\w-]+))?\]|([\w-]+)#([\p{L}\p{N}-]+))$/u.exec(
        written,
      ) ?? [];
    const lesson = lessonOf(id ?? sectionOf);
    if (!(kind || section) || (kind === 'lesson') !== (name === undefined && !section)) {
      return `"${written}" is no place. Write [@task:nll/surprisal], [@fig:…], [@eq:…], [@lesson:nll] or nll#a-section.`;
    }
    if (!lesson) {
      const ids = lessons.map(one => one.id).join(', ');
      return `"${written}" leads nowhere: there is no lesson "${id ?? sectionOf}". There are: ${ids}.`;
    }
    if (kind === 'lesson') return { lesson, anchor: '', title: lesson.title };
    const wanted = section ?? `${kind}-${name}`;
    const places = known.get(lesson.id)?.() ?? new Map<string, string>();
    const title = places.get(wanted);
    if (title !== undefined) return { lesson, anchor: wanted, title };
    const near = [...places.keys()].filter(one => isLike(one, kind));
    return `"${written}" leads nowhere: ${lesson.file} has no such place. It has: ${near.join(', ')}.`;
  };
}

function isLike(anchor: string, kind: string | undefined): boolean {
  return kind ? anchor.startsWith(`${kind}-`) : !/^(eq|fig|task|question)-/.test(anchor);
}

/** The titles of a lesson's places by their anchors, which are the same on its page. */
export function placesIn(lesson: Lesson): ReadonlyMap<string, string> {
  const known = found.get(lesson) ?? readPlaces(lesson);
  found.set(lesson, known);
  return known;
}

const found = new WeakMap<Lesson, ReadonlyMap<string, string>>();

function readPlaces(lesson: Lesson): Map<string, string> {
  const places = new Map<string, string>();
  const taken = { section: new Set<string>(), fold: new Set<string>() };
  const tokens = markdown.parse(lesson.body, {});
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const title = tokens[index + 1].content.replace(/\[@[^\]]*\]/g, '');
      places.set(anchor(title, taken.section), title);
    }
    if (token.type !== 'container_open') return;
    const { kind, argument } = token.meta as BlockMeta;
    if (folds.includes(kind)) places.set(foldAnchor(kind, argument, taken.fold), argument || kind);
  });
  for (const { name } of lesson.tasks) places.set(`task-${name}`, `\`${name}\``);
  const labels = [...lesson.body.matchAll(/\{#eq:([\w-]+)\}\s*$/gm)].map(match => match[1]);
  for (const [kind, names] of Object.entries({ eq: labels, fig: lesson.figures })) {
    names.forEach((name, index) => {
      places.set(`${kind}-${name}`, `${nouns[kind]}\u00a0${index + 1}`);
    });
  }
  for (let number = 1; number <= lesson.questions; number++) {
    places.set(`question-${number}`, `question\u00a0${number}`);
  }
  return places;
}

function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}
