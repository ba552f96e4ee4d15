import { equationsIn } from '../course/equation.ts';
import type { Lesson } from '../course/lesson.ts';
import { type Meaning, readEquation, type Symbols } from '../course/symbols.ts';
import type { SymbolPreviews } from './client/preview-symbols.ts';
import type { FurtherText, Rendered } from './further.ts';
import { Latest } from './latest.ts';
import type { LessonSymbols } from './page/symbols.ts';
import type { Draft, Token } from './rules/draft.ts';
import { filled } from './rules/mathematics.ts';
import { type Marks, symbolMarks } from './rules/symbol-marks.ts';

type Found = LessonSymbols & { equations: Marks[] };

const latest = new WeakMap<Symbols, Latest<Found>>();

/** Which symbols a lesson's equations use, and where on its page. */
export function symbolsOf(lesson: Lesson, { draft, tokens }: Rendered, symbols: Symbols): Found {
  const equations = tokens
    .filter(token => token.type === 'equation')
    .map(token => ({ token, tex: filled(token.content, token, { ...draft, problems: [] }) }));
  const from = [lesson.body, ...equations.map(({ tex }) => tex)].join('\n');
  const ofSymbols = latest.get(symbols) ?? new Latest();
  latest.set(symbols, ofSymbols);
  const found = ofSymbols.of(lesson.id, from, () => symbolsIn(lesson, equations, draft, symbols));
  return { ...found, lesson };
}

function symbolsIn(
  lesson: Lesson,
  filledIn: { token: Token; tex: string }[],
  draft: Draft,
  symbols: Symbols,
): Found {
  const inText = new Map(equationsIn(lesson).map(equation => [equation.line, equation]));
  const used = new Map<Meaning, LessonSymbols['used'][number]>();
  const equations = filledIn.map(({ token, tex }) => {
    const equation = inText.get(token.map?.[0] ?? -1);
    if (!equation) return [];
    const { meant } = readEquation({ ...equation, tex }, lesson.id, symbols);
    for (const { symbol: meaning } of meant) {
      if (used.has(meaning)) continue;
      const only = meaning.in.filter(one => /^(\[@eq:)?([\w-]+)[#/]/.exec(one)?.[2] === lesson.id);
      used.set(meaning, { meaning, only: meaning.in.includes(lesson.id) ? [] : only });
    }
    const order = [...used.keys()];
    const uses = meant.map(use => ({ ...use, of: order.indexOf(use.symbol) }));
    const key = uses.map(({ of, start, end }) => `${of} ${start} ${end}`).join(', ');
    try {
      return draft.once(`symbols ${key}\n${tex}`, () => symbolMarks(tex, uses));
    } catch {
      return []; // what KaTeX cannot read is reported where it is set
    }
  });
  return { lesson, used: [...used.values()], equations };
}

/** @returns what the page fetches; it leads nowhere, since the page's own links do. */
export function symbolPreviews(
  { used, equations }: ReturnType<typeof symbolsOf>,
  text: FurtherText,
): SymbolPreviews {
  const symbols = used.map(({ meaning: { tex, words, unit, introduced, at } }) => {
    const measured = unit ? ` <small>unit: ${text.inline(unit, at)}</small>` : '';
    const place = ` <small class="from">Introduced: ${text.link(introduced)}</small>`;
    return withoutLinks(
      `<dt>${text.inline(`$${tex[0]}$`, at)}</dt><dd>${text.inline(words, at)}${measured}${place}</dd>`,
    );
  });
  return { symbols, equations };
}

export function withoutLinks(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, '');
}
