import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { writeHashed } from './assets.ts';

const dist = path.dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));

/** The class that asks for a font family; families without an entry are always shipped. */
const askedBy: Record<string, RegExp> = {
  AMS: /class="[^"]*\b(mathbb|textbb|amsrm)\b/,
  Caligraphic: /class="[^"]*\b(mathcal|textcal)\b/,
  Fraktur: /class="[^"]*\b(mathfrak|textfrak|mathboldfrak|textboldfrak)\b/,
  SansSerif: /class="[^"]*\b(mathsf|textsf|mathboldsf|textboldsf|mathitsf|mathsfit)\b/,
  Script: /class="[^"]*\b(mathscr|textscr)\b/,
  Typewriter: /class="[^"]*\b(mathtt|texttt)\b/,
};

/** KaTeX's style sheet with the fonts that these pages use, written beside it, in one format. */
export async function katexStyle(out: string, html: string): Promise<string> {
  const css = await readFile(path.join(dist, 'katex.min.css'), 'utf8');
  const faces = css.match(/@font-face\{[^}]*\}/g) ?? [];
  const kept = await Promise.all(
    faces.map(async face => {
      const file = /url\(fonts\/(KaTeX_(\w+)-\w+\.woff2)\)/.exec(face);
      const asked = file && askedBy[file[2]];
      if (!file || (asked && !asked.test(html))) return '';
      const hashed = await writeHashed(
        out,
        `fonts/${file[1]}`,
        await readFile(path.join(dist, 'fonts', file[1])),
      );
      // The style sheet lies in assets/ as well, so the address is relative to that.
      const source = `src:url(${hashed.replace('assets/', '')}) format("woff2")`;
      return face.replace(/src:[^;}]*/, source).replace('}', ';font-display:block}');
    }),
  );
  return kept.join('') + css.replace(/@font-face\{[^}]*\}/g, '');
}
