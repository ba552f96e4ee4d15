import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { writeHashed } from './assets.ts';
import type { Assistant } from './assistant.ts';
import { fontSubset } from './font-subset.ts';
import type { Kept } from './kept.ts';
import { Latest } from './latest.ts';

const dist = path.dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));

const { version: subsetter } = createRequire(import.meta.url)('subset-font/package.json');

interface Tools {
  kept: Kept;
  assistant: Assistant;
}

/**
 * The class that asks for a font family, or for its bold or italic face; what has no entry is always
 * shipped. Text around a formula asks for nothing: KaTeX sets each formula upright and in normal weight.
 */
const askedBy: Record<string, RegExp> = {
  AMS: /class="[^"]*\b(mathbb|textbb|amsrm)\b/,
  Caligraphic: /class="[^"]*\b(mathcal|textcal)\b/,
  Fraktur: /class="[^"]*\b(mathfrak|textfrak|mathboldfrak|textboldfrak)\b/,
  SansSerif: /class="[^"]*\b(mathsf|textsf|mathboldsf|textboldsf|mathitsf|mathsfit)\b/,
  Script: /class="[^"]*\b(mathscr|textscr)\b/,
  Typewriter: /class="[^"]*\b(mathtt|texttt)\b/,
  Bold: /class="[^"]*\b(mathbf|textbf|(math|text)?bold\w+)\b/,
  Italic: /class="[^"]*\b(mathit|textit|math\w*it|(math|text)it\w+)\b/,
};

/**
 * KaTeX's style sheet with the fonts that these pages use, written beside it, in one format, and with
 * only the characters that stand on the pages, which halves what a first visit loads.
 */
export async function katexStyle(
  out: string,
  texts: readonly string[],
  { kept, assistant }: Tools,
): Promise<string> {
  const needs = texts.map((html, at) => latest.of(String(at), html, () => needsOf(html)));
  const characters = inOrder(needs.flatMap(need => need.codes));
  const isAsked = (name: string) =>
    signsOf(name).every(sign => !askedBy[sign] || needs.some(need => need.asked[sign]));
  const css = await readFile(path.join(dist, 'katex.min.css'), 'utf8');
  const faces = css.match(/@font-face\{[^}]*\}/g) ?? [];
  const shipped = faces.flatMap(face => {
    const name = /url\(fonts\/KaTeX_([\w-]+)\.woff2\)/.exec(face)?.[1];
    return name && isAsked(name) ? [{ face, file: `KaTeX_${name}.woff2` }] : [];
  });
  const subset = assistant.isAtWork ? onSecond(assistant) : fontSubset;
  const used = shipped.map(async ({ face, file }) => {
    const whole = await readFile(path.join(dist, 'fonts', file));
    const small = await keptSubset(whole, characters, kept, subset);
    const hashed = await writeHashed(out, `fonts/${file}`, small);
    // The style sheet lies in assets/ as well, so the address is relative to that.
    const source = `src:url(${hashed.replace('assets/', '')}) format("woff2")`;
    return face.replace(/src:[^;}]*/, source).replace('}', ';font-display:block}');
  });
  return (await Promise.all(used)).join('') + css.replace(/@font-face\{[^}]*\}/g, '');
}

/** `Main-BoldItalic` is asked for by what asks for Main, by what asks for Bold and by what asks for Italic. */
function signsOf(name: string): string[] {
  const [family, style] = name.split('-');
  const faces = style.match(/Bold|Italic/g) ?? [];
  return [family, ...faces.filter(face => face === 'Bold' || family !== 'Math')]; // Math is italic anyway
}

/** What one text asks of the fonts. */
interface Needs {
  /** Of its characters, without those that every font has. */
  codes: number[];
  asked: Record<string, boolean>;
}

const latest = new Latest<Needs>();

function needsOf(html: string): Needs {
  const found = new Set<number>();
  // Megabytes: almost all of it is ASCII, which is there already.
  for (const characters of html.match(/[^ -~]+/g) ?? []) {
    for (const one of characters) found.add(one.codePointAt(0) ?? 0);
  }
  const asked = Object.entries(askedBy).map(([family, sign]) => [family, sign.test(html)]);
  return { codes: [...found], asked: Object.fromEntries(asked) };
}

/** These characters, and plain letters and signs, which scripts may show. */
function inOrder(codes: number[]): string {
  const ascii = Array.from({ length: 95 }, (_, i) => 32 + i);
  return [...new Set([...ascii, ...codes])]
    .map(code => String.fromCodePoint(code))
    .sort()
    .join('');
}

async function keptSubset(
  font: Buffer,
  characters: string,
  kept: Kept,
  subset: typeof fontSubset,
): Promise<Buffer> {
  const hash = createHash('sha256').update(font).update(characters).digest('hex');
  const key = `font ${subsetter} ${hash}`;
  if (!kept.has(key)) kept.set(key, await subset(font, characters));
  return Buffer.from(kept.once(key, String), 'base64');
}

/** This thread has the pages to make. */
function onSecond(assistant: Assistant): typeof fontSubset {
  const module = new URL('font-subset.ts', import.meta.url);
  return (font, characters) => assistant.call(module, 'fontSubset', font, characters);
}
