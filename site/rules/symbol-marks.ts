import katex from 'katex';
import type { Use } from '../../course/tex.ts';

/**
 * Which letters of a typeset equation stand for what, so that its page need not say it: for each run
 * of letters, in the order of the page, a symbol (-1 for none) and how many letters there are.
 */
export type Marks = number[];

/**
 * Each use is set in a colour of its own, which changes no letter, and read back from KaTeX's boxes.
 * @param uses their `of` says which symbol is used
 */
export function symbolMarks(tex: string, uses: readonly Use[]): Marks {
  const html = katex.renderToString(coloured(tex, uses), {
    displayMode: true,
    output: 'html',
    strict: 'error',
    throwOnError: true,
  });
  const marks: Marks = [];
  const colours: (number | undefined)[] = [];
  for (const [tag, closing, text] of html.matchAll(/<(\/?)[^>]*>|([^<]+)/g)) {
    if (text === undefined) {
      const [, hex] = /[";]color:#([0-9a-f]{6})/.exec(tag) ?? [];
      if (closing) colours.pop();
      else if (!tag.endsWith('/>')) colours.push(hex ? Number.parseInt(hex, 16) : colours.at(-1));
      continue;
    }
    const symbol = (colours.at(-1) ?? 0) - 1;
    const { length } = text.replace(/&[#\w]+;/g, ' ');
    if (marks.at(-2) === symbol) marks[marks.length - 1] += length;
    else marks.push(symbol, length);
  }
  return marks;
}

function coloured(tex: string, uses: readonly Use[]): string {
  return uses.reduceRight((all, { of, start, end }) => {
    const colour = (of + 1).toString(16).padStart(6, '0');
    return `${all.slice(0, start)}{\\textcolor{#${colour}}{${all.slice(start, end)}}}${all.slice(end)}`;
  }, tex);
}
