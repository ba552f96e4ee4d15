import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import subsetFont from 'subset-font';
import { writeHashed } from './assets.ts';
import type { Kept } from './kept.ts';

const dist = path.dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));

const { version: subsetter } = createRequire(import.meta.url)('subset-font/package.json');

/** The class that asks for a font family; families without an entry are always shipped. */
const askedBy: Record<string, RegExp> = {
  AMS: /class="[^"]*\b(mathbb|textbb|amsrm)\b/,
  Caligraphic: /class="[^"]*\b(mathcal|textcal)\b/,
  Fraktur: /class="[^"]*\b(mathfrak|textfrak|mathboldfrak|textboldfrak)\b/,
  SansSerif: /class="[^"]*\b(mathsf|textsf|mathboldsf|textboldsf|mathitsf|mathsfit)\b/,
  Script: /class="[^"]*\b(mathscr|textscr)\b/,
  Typewriter: /class="[^"]*\b(mathtt|texttt)\b/,
};

/**
 * KaTeX's style sheet with the fonts that these pages use, written beside it, in one format, and with
 * only the characters that stand on the pages, which halves what a first visit loads.
 */
export async function katexStyle(out: string, html: string, kept: Kept): Promise<string> {
  const characters = charactersOf(html);
  const css = await readFile(path.join(dist, 'katex.min.css'), 'utf8');
  const faces = css.match(/@font-face\{[^}]*\}/g) ?? [];
  const used = await Promise.all(
    faces.map(async face => {
      const file = /url\(fonts\/(KaTeX_(\w+)-\w+\.woff2)\)/.exec(face);
      const asked = file && askedBy[file[2]];
      if (!file || (asked && !asked.test(html))) return '';
      const whole = await readFile(path.join(dist, 'fonts', file[1]));
      const small = await subset(whole, characters, kept);
      const hashed = await writeHashed(out, `fonts/${file[1]}`, small);
      // The style sheet lies in assets/ as well, so the address is relative to that.
      const source = `src:url(${hashed.replace('assets/', '')}) format("woff2")`;
      return face.replace(/src:[^;}]*/, source).replace('}', ';font-display:block}');
    }),
  );
  return used.join('') + css.replace(/@font-face\{[^}]*\}/g, '');
}

/** All characters of the pages, and plain letters and signs, which scripts may show. */
function charactersOf(html: string): string {
  const found = new Set(Array.from({ length: 95 }, (_, i) => 32 + i));
  // Megabytes: almost all of it is ASCII, which is there already.
  for (const characters of html.match(/[^ -~]+/g) ?? []) {
    for (const one of characters) found.add(one.codePointAt(0) ?? 0);
  }
  return [...found]
    .map(code => String.fromCodePoint(code))
    .sort()
    .join('');
}

async function subset(font: Buffer, characters: string, kept: Kept): Promise<Buffer> {
  const hash = createHash('sha256').update(font).update(characters).digest('hex');
  const key = `font ${subsetter} ${hash}`;
  if (!kept.has(key)) {
    const small = await subsetFont(font, characters, { targetFormat: 'woff2' });
    kept.set(key, small.toString('base64'));
  }
  return Buffer.from(kept.once(key, String), 'base64');
}
