import { projectRoot } from './course.ts';
import { type Equation, equationsIn } from './equation.ts';
import { CourseError, type Lesson } from './lesson.ts';
import { type LinedYaml, readLinedYaml } from './lined-yaml.ts';
import type { PlaceFinder } from './places.ts';
import { findIn, type Use } from './tex.ts';

/** What a letter or a name in the lessons' equations stands for, in `lessons/symbols.yaml`. */
export interface Meaning {
  /** TeX without dollar signs, each way in which it is written; the first one is shown. */
  tex: string[];
  /** Markdown, a few words. */
  words: string;
  unit?: string;
  /** The place at which it is introduced. */
  introduced: string;
  /** Where it means this: a lesson's id, or a section, a derivation or an equation as a place. */
  in: string[];
  /** `lessons/symbols.yaml:12` */
  at: string;
}

export interface Symbols {
  /** Letters that need no explanation, such as the e of an exponential. */
  common: string[];
  symbols: Meaning[];
}

/** A use in an equation, and the symbol that is meant there. */
export type Meant = Use & { symbol: Meaning };

const file = 'lessons/symbols.yaml';
const fields = ['tex', 'words', 'unit', 'introduced', 'in'];

/** @throws {CourseError} when the file is not of the right shape. */
export async function loadSymbols(root = projectRoot): Promise<Symbols> {
  const yaml = await readLinedYaml(root, file);
  const known = read.get(yaml) ?? readSymbols(yaml);
  read.set(yaml, known);
  return known;
}

/** Whoever watches the course asks for them at every change. */
const read = new WeakMap<LinedYaml, Symbols>();

function readSymbols({ data, at }: LinedYaml): Symbols {
  const { common = [], symbols = [] } = (data ?? {}) as { common?: string[]; symbols?: object[] };
  const problems: string[] = [];
  const all = symbols.map((entry, index) => {
    const where = at('symbols', index);
    const { tex, words, introduced, in: scope, ...rest } = entry as Record<string, unknown>;
    const ways = [tex].flat();
    if (!ways.every(one => typeof one === 'string' && one)) {
      problems.push(`${where}: this symbol needs "tex", or a list of the ways to write it.`);
    }
    for (const [field, value] of Object.entries({ words, introduced })) {
      if (typeof value !== 'string') problems.push(`${where}: this symbol needs "${field}".`);
    }
    if (!Array.isArray(scope) || !scope.length) {
      problems.push(`${where}: this symbol needs "in", a list of lessons or places: [nll].`);
    }
    for (const field of Object.keys(rest).filter(one => !fields.includes(one))) {
      problems.push(`${where}: nothing reads "${field}". Use: ${fields.join(', ')}.`);
    }
    return { ...(entry as Meaning), tex: ways as string[], at: where };
  });
  if (problems.length) throw new CourseError(problems);
  return { common, symbols: all };
}

/**
 * What the symbols of an equation mean there. Where a letter has several meanings, the narrowest
 * place decides: the equation itself, then a derivation, then the section, then the lesson.
 * @returns also the letters that nothing explains
 */
export function readEquation(
  { tex, within }: Equation,
  lessonId: string,
  { common, symbols }: Symbols,
): { meant: Meant[]; left: string[] } {
  const places = placesOf(within, lessonId);
  const meanings = new Map<string, { symbol: Meaning; depth: number }>();
  for (const symbol of symbols) {
    const depth = Math.max(...symbol.in.map(place => places.indexOf(plain(place))));
    for (const way of depth < 0 ? [] : symbol.tex) {
      if (depth > (meanings.get(way)?.depth ?? -1)) meanings.set(way, { symbol, depth });
    }
  }
  const known = [...meanings.keys()];
  const unexplained = common.filter(way => !meanings.has(way));
  const { uses, left } = findIn(tex, [...known, ...unexplained]);
  const meant = uses.flatMap(use => {
    const symbol = meanings.get(known[use.of])?.symbol;
    return symbol ? [{ ...use, symbol }] : [];
  });
  return { meant, left: left.map(({ text }) => text) };
}

/** A lesson and what an equation stands in there, the narrowest last. */
function placesOf(within: readonly string[], lessonId: string): string[] {
  return [lessonId, ...within.map(anchor => `${lessonId}#${anchor}`)];
}

/** `[@eq:nll/ce]` as `nll#eq-ce`, which is what places within a lesson are compared by. */
function plain(place: string): string {
  return place.replace(/^\[@(eq):([\w-]+)\/([\w-]+)\]$/, '$2#$1-$3');
}

/** @returns each letter that nothing explains, each explanation that nothing needs, and wrong places. */
export function symbolProblems(
  all: Symbols,
  lessons: readonly Lesson[],
  find: PlaceFinder,
): string[] {
  const problems: string[] = [];
  const used = new Map<Meaning, Set<string>>(all.symbols.map(symbol => [symbol, new Set()]));
  for (const lesson of lessons) {
    for (const equation of equationsIn(lesson)) {
      const { meant, left } = readEquation(equation, lesson.id, all);
      for (const { symbol } of meant) {
        for (const place of placesOf(equation.within, lesson.id)) used.get(symbol)?.add(place);
      }
      if (!left.length) continue;
      problems.push(
        `${lesson.file}:${lesson.bodyLine + equation.line}: nothing says what ${[...new Set(left)].join(', ')} means in this equation. Add it to ${file}.`,
      );
    }
  }
  for (const meaning of all.symbols) {
    const { tex, introduced, in: scope, at } = meaning;
    const place = find(introduced);
    if (typeof place === 'string') problems.push(`${at}: ${place}`);
    for (const one of scope) {
      const wrong = find(/[#@]/.test(one) ? one : `[@lesson:${one}]`);
      if (typeof wrong === 'string') problems.push(`${at}: ${wrong}`);
    }
    for (const one of scope.filter(one => !used.get(meaning)?.has(plain(one)))) {
      problems.push(
        `${at}: no equation in ${one} has ${tex[0]} in this meaning. Take ${one} from its "in".`,
      );
    }
  }
  return problems;
}
