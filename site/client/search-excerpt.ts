import { wordsOf } from './search-words.ts';

/** A piece of a text, and whether the query found it. */
export type Piece = [text: string, isMatch: boolean];

/** The text in pieces, the words that were found apart from the rest. */
export function marked(text: string, found: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of matches(text, found)) {
    if (start > at) pieces.push([text.slice(at, start), false]);
    pieces.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < text.length) pieces.push([text.slice(at), false]);
  return pieces;
}

/** The part of a text that holds the most of the words found, of about this many characters. */
export function excerpt(text: string, found: ReadonlySet<string>, length = 170): Piece[] {
  const all = matches(text, found);
  let [best, most] = [0, 0];
  for (const { start } of all) {
    const near = all.filter(one => one.start >= start && one.end <= start + length * 0.75);
    const distinct = new Set(near.map(({ word }) => word)).size * 10 + near.length;
    if (distinct > most) [best, most] = [start, distinct];
  }
  // A little of what goes before, from the start of a word.
  const from = best < length * 0.4 ? 0 : text.indexOf(' ', best - Math.round(length * 0.25)) + 1;
  const until = text.lastIndexOf(' ', from + length);
  const end = from + length >= text.length ? text.length : until > best ? until : from + length;
  const pieces = marked(text.slice(from, end), found);
  if (from > 0) pieces.unshift(['… ', false]);
  if (end < text.length) pieces.push([' …', false]);
  return pieces;
}

function matches(text: string, found: ReadonlySet<string>) {
  return [...text.matchAll(/[\p{Letter}\p{Number}]+/gu)].flatMap(({ 0: token, index }) => {
    const word = wordsOf(token).find(one => found.has(one));
    return word ? [{ word, start: index, end: index + token.length }] : [];
  });
}
