import type MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';
import type { BlockMeta, Problem } from '../../course/blocks.ts';
import type { Reference } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import type { Film } from '../client/film.ts';
import type { Figure } from '../plot/figure.ts';
import type { Interaction } from '../plot/interactive.ts';
import type { TermLink } from './term.ts';

/** Where a labelled thing of a lesson stands and what it is called. */
export interface Label {
  /** `eq:bayes`, `fig:curve` or `task:surprisal`. */
  name: string;
  number: number;
  /** The anchor on the lesson's page. */
  id: string;
}

export interface Heading {
  level: number;
  id: string;
  /** HTML, so that a heading may hold mathematics. */
  html: string;
  /** What follows a task's name in the contents: its stars. */
  note?: string;
}

/** A lesson on its way to a page: what the rules read, and what they leave for one another. */
export interface Draft {
  lesson: Pick<Lesson, 'name' | 'id' | 'number' | 'title' | 'tasks'>;
  /** Lines are 0-based in the lesson's body. */
  problems: Problem[];
  labels: Map<string, Label>;
  headings: Heading[];
  /** Keys of the bibliography, in the order of their first citation. */
  cited: Set<string>;
  /** What `{{ … }}` prints. It throws an error that says why where it fails. */
  value: (content: string) => string;
  /** Known when the lesson is rendered. */
  figures: Record<string, Picture>;
  references: Record<string, Reference>;
  /** The words that the text links to the glossary. */
  terms?: TermLink[];
  /** The drafts of all lessons by id, this one among them; complete before anything is rendered. */
  others: Map<string, Draft>;
  /** The address of a page of the site: `address('nll/')`. */
  address: (page: string) => string;
  /** All frames of a figure. */
  film: (name: string) => Film;
  /** The value of a slow, pure function, which is kept by what it depends on. */
  once: <T>(key: string, compute: () => T) => T;
  /** Writes a file beside the pages, for their scripts, and returns its address. */
  publish: (name: string, content: string) => string;
  /** Highlighted lines of code, without `<pre>`. */
  highlight: (code: string, language: string) => string;
}

/** What rules leave, before any has been at work. */
export function untouched(): Pick<Draft, 'problems' | 'labels' | 'headings' | 'cited'> {
  return { problems: [], labels: new Map(), headings: [], cited: new Set() };
}

/** A figure as a page needs it: drawing it may have been another thread's work. */
export interface Picture extends Pick<Figure, 'alt' | 'draw' | 'live'> {
  interaction?: Pick<Interaction, 'controls'>;
}

export type { BlockMeta, Figure, Problem, Token };

export function report(draft: Draft, token: Token, message: string): void {
  const line = token.map?.[0] ?? 0;
  draft.problems.push({ line, message });
}

/** The meta of a block that `course/blocks.ts` parsed. */
export function metaOf(token: Token): BlockMeta {
  return token.meta as BlockMeta;
}

/** The index of the token that closes the block opened at `start`. */
export function closingOf(tokens: Token[], start: number): number {
  const { type } = tokens[start];
  const closing = type.replace(/_open$/, '_close');
  let depth = 0;
  for (let index = start; index < tokens.length; index++) {
    if (tokens[index].type === type) depth++;
    if (tokens[index].type === closing && --depth === 0) return index;
  }
  return tokens.length - 1;
}

/** The Markdown of a block's title, which stands on the block's first line. */
export function renderTitle(md: MarkdownIt, title: string, token: Token, draft: Draft): string {
  // Footnotes of the page must not be gathered once more below each title.
  const own = { ...draft, problems: [], footnotes: undefined };
  const html = md.renderInline(title, own);
  for (const { message } of own.problems as Problem[]) report(draft, token, message);
  return html;
}
