import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import type { Draft, Token } from './draft.ts';

/** A word that is explained in the glossary. */
export interface TermLink {
  term: string;
  /** Its anchor on the page of the glossary. */
  id: string;
}

type StateCore = Parameters<Parameters<MarkdownIt['core']['ruler']['push']>[1]>[0];

/** Blocks whose words are left alone: titles, what is folded away, and what stands apart from the text. */
const barred = /^(heading|hint|mistake|question|figure|table|footnote_block)_(open|close)$/;
const skipped = /^(link|strong|em)_(open|close)$/;

/**
 * Links the first use of each term in a lesson's text to the glossary. A word in bold or italics is
 * one that the lesson itself explains there, so the next one is linked.
 */
export function term(md: MarkdownIt): void {
  md.core.ruler.push('terms', state => {
    const draft: Draft = state.env;
    if (state.inlineMode || !draft.terms?.length) return;
    const left = new Map(draft.terms.map(one => [key(one.term), one]));
    const words = patternOf(draft.terms);
    let depth = 0;
    for (const token of state.tokens) {
      if (barred.test(token.type)) depth += token.nesting;
      if (depth || !token.children) continue;
      const found = findIn(token.children, words, left);
      if (found.length) token.children = withLinks(token.children, found, state);
    }
  });
  md.renderer.rules.term_open = (tokens, index, _options, draft: Draft) =>
    `<a class="term" href="${escapeText(draft.address('glossary/'))}#${tokens[index].meta.id}">`;
  md.renderer.rules.term_close = () => '</a>';
}

/** The longest term wins: a "reward model" is not a "reward". Plurals count. */
function patternOf(terms: readonly TermLink[]): RegExp {
  const names = terms.map(one => key(one.term)).sort((a, b) => b.length - a.length);
  // By first letter: at most places of a text that is all there is to compare.
  const byLetter = new Map<string, string[]>();
  for (const [letter, ...rest] of names) {
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), literal(rest.join(''))]);
  }
  const groups = [...byLetter].map(([letter, rests]) => `${literal(letter)}(?:${rests.join('|')})`);
  return new RegExp(`(?<![\\p{L}\\p{N}-])(${groups.join('|')})(?:e?s)?(?![\\p{L}\\p{N}-])`, 'giu');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function key(words: string): string {
  return words.toLowerCase().replaceAll("'", '’');
}

interface Found extends TermLink {
  start: number;
  end: number;
}

/** What is found is taken from `left`: each term is linked once. */
function findIn(children: Token[], words: RegExp, left: Map<string, TermLink>): Found[] {
  let depth = 0;
  const text = children.map(child => {
    if (skipped.test(child.type)) depth += child.nesting;
    if (child.type === 'softbreak') return ' ';
    return child.type === 'text' && !depth ? child.content : '\uFFFC'.repeat(lengthOf(child));
  });
  return [...text.join('').matchAll(words)].flatMap(({ 0: all, 1: name, index }) => {
    const link = left.get(key(name));
    left.delete(key(name));
    return link ? [{ ...link, start: index, end: index + all.length }] : [];
  });
}

function lengthOf({ type, content }: Token): number {
  return type === 'text' ? content.length : 1;
}

/** Links begin and end within texts, perhaps within different ones: a term may go over a line's end. */
function withLinks(children: Token[], found: Found[], state: StateCore): Token[] {
  let at = 0;
  return children.flatMap(child => {
    const start = at;
    const end = start + lengthOf(child);
    at = end;
    if (child.type !== 'text') return [child];
    const result: Token[] = [];
    let from = start;
    const add = (to: number) => {
      if (to === from) return;
      const piece = Object.assign(Object.create(Object.getPrototypeOf(child)), child);
      piece.content = child.content.slice(from - start, to - start);
      result.push(piece);
      from = to;
    };
    for (const one of found) {
      if (one.start >= start && one.start < end) {
        add(one.start);
        const open = new state.Token('term_open', 'a', 1);
        result.push(Object.assign(open, { meta: { id: one.id }, map: child.map }));
      }
      if (one.end > start && one.end <= end) {
        add(one.end);
        result.push(new state.Token('term_close', 'a', -1));
      }
    }
    add(end);
    return result;
  });
}
