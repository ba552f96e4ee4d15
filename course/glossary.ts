import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { anchor } from './anchor.ts';
import { projectRoot } from './course.ts';
import { CourseError } from './lesson.ts';
import { readLinedYaml } from './lined-yaml.ts';
import type { PlaceFinder } from './places.ts';
import { readNames } from './stub.ts';

/** A term of the lessons, or a symbol, in `lessons/glossary.yaml`. */
export interface Term {
  /** Its name in plain words; unique, and what it is sorted by. */
  term: string;
  /** TeX without dollar signs. */
  symbol?: string;
  unit?: string;
  /** One or two sentences of Markdown. */
  definition: string;
  /** The place at which it is introduced. */
  introduced: string;
  /** What exercises call it: functions, parameters, fields, types. */
  code: string[];
  /** Names of other terms. */
  see: string[];
  /** Lessons whose text links the word to its entry, for a word that means other things elsewhere; all, without it. */
  lessons?: string[];
  /** `lessons/glossary.yaml:12` */
  at: string;
}

const file = 'lessons/glossary.yaml';
const fields = ['term', 'symbol', 'unit', 'definition', 'introduced', 'code', 'see', 'lessons'];

/** @throws {CourseError} when the file is not of the right shape. */
export async function loadGlossary(root = projectRoot): Promise<Term[]> {
  const { data, at } = await readLinedYaml(root, file);
  const problems: string[] = [];
  const terms = ((data ?? []) as Partial<Term>[]).map((entry, index) => {
    const where = at(index);
    for (const field of ['term', 'definition', 'introduced'] as const) {
      if (typeof entry[field] !== 'string') problems.push(`${where}: this term needs "${field}".`);
    }
    for (const field of Object.keys(entry).filter(one => !fields.includes(one))) {
      problems.push(`${where}: nothing reads "${field}". Use: ${fields.join(', ')}.`);
    }
    return { code: [], see: [], ...entry, at: where } as Term;
  });
  if (problems.length) throw new CourseError(problems);
  return terms.sort((a, b) => a.term.localeCompare(b.term, 'en', { sensitivity: 'base' }));
}

/** The anchors of all terms on the page of the glossary, by their names. */
export function termAnchors(terms: readonly Term[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(terms.map(({ term }) => [term, `term-${anchor(term, taken)}`]));
}

/** The terms that the text of a lesson links to their entries. */
export function linkedTerms(
  terms: readonly Term[],
  lessonId: string,
): { term: string; id: string }[] {
  const anchors = termAnchors(terms);
  return terms
    .filter(({ lessons }) => !lessons || lessons.includes(lessonId))
    .map(({ term }) => ({ term, id: anchors.get(term) as string }));
}

/**
 * @param names what the solutions of all lessons export, and call their parameters and fields
 * @returns each term that stands twice, place that is not there, and name that no code has
 */
export function glossaryProblems(
  terms: readonly Term[],
  find: PlaceFinder,
  names: ReadonlySet<string>,
): string[] {
  const problems: string[] = [];
  const key = (term: string) => term.toLowerCase();
  for (const { term, introduced, code, see, lessons = [], at } of terms) {
    if (terms.filter(other => key(other.term) === key(term)).length > 1) {
      problems.push(`${at}: the term "${term}" stands twice. Join the two entries.`);
    }
    const place = find(introduced);
    if (typeof place === 'string') problems.push(`${at}: ${place}`);
    for (const name of code.filter(one => !names.has(one))) {
      problems.push(
        `${at}: no solution exports "${name}" or has it as a parameter or field. Correct the name of "${term}".`,
      );
    }
    for (const id of lessons.filter(one => typeof find(`[@lesson:${one}]`) === 'string')) {
      problems.push(`${at}: "${id}" is no lesson that could link "${term}".`);
    }
    for (const name of see.filter(one => !terms.some(other => other.term === one))) {
      problems.push(`${at}: "${term}" sends its reader to "${name}", which is no term.`);
    }
  }
  return problems;
}

/** The names in the public part of the given lessons' solutions. */
export async function namesInCode(root: string, lessons: readonly string[]): Promise<Set<string>> {
  const sources = await Promise.all(
    lessons.map(name =>
      readFile(path.join(root, 'solutions', `${name}.ts`), 'utf8').catch(() => ''),
    ),
  );
  return new Set(sources.flatMap(readNames));
}
