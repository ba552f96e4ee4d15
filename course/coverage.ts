import { projectRoot } from './course.ts';
import { CourseError, type Lesson } from './lesson.ts';
import { readLinedYaml } from './lined-yaml.ts';
import type { PlaceFinder } from './places.ts';

/** Which idea of a source document is treated where: `lessons/coverage.yaml`. */
export interface Coverage {
  sources: Source[];
  ideas: Idea[];
  /** Slips of the sources that no lesson stops for. */
  slips: Slip[];
}

/** A document that the course follows. */
export interface Source {
  id: string;
  title: string;
  /** Its key in the bibliography. */
  work: string;
  /** What to know of this document, as Markdown. */
  about: string;
  at: string;
}

export interface Idea {
  number: number;
  source: string;
  /** Other sources that have it as well. */
  also: string[];
  /** Markdown in a line. */
  idea: string;
  places: string[];
  /** `lessons/coverage.yaml:12`, and that of each place. */
  at: string;
  placesAt: string[];
}

export interface Slip {
  source: string;
  /** A place; the exports of its lesson are in scope of the text. */
  place: string;
  title: string;
  /** Markdown, with `{{ … }}`. */
  text: string;
  at: string;
}

/** The documents were read once, idea by idea; a row that is lost must not go unnoticed. */
export const ideaCount = 85;

const file = 'lessons/coverage.yaml';

/** @throws {CourseError} when the file is not of the right shape. */
export async function loadCoverage(root = projectRoot): Promise<Coverage> {
  const { data, at } = await readLinedYaml(root, file);
  const { sources = {}, ideas = [], slips = [] } = (data ?? {}) as Record<string, object>;
  const problems: string[] = [];
  const read = <T extends object>(list: object, name: string, keys: Record<string, string>) =>
    Object.entries(list).map(([key, value]) => {
      const where = at(name, Array.isArray(list) ? Number(key) : key);
      for (const [field, type] of Object.entries(keys)) {
        const got = (value as Record<string, unknown>)[field];
        if (Array.isArray(got) ? type !== 'list' : typeof got !== type) {
          problems.push(`${where}: an entry of "${name}" needs "${field}", a ${type}.`);
        }
      }
      return { ...(value as T), key, at: where };
    });
  const text = 'string';
  const coverage: Coverage = {
    sources: read<Omit<Source, 'id'>>(sources, 'sources', {
      title: text,
      work: text,
      about: text,
    }).map(({ key, ...source }) => ({ ...source, id: key })),
    ideas: read<Omit<Idea, 'placesAt'>>(ideas, 'ideas', {
      number: 'number',
      source: text,
      idea: text,
      places: 'list',
    }).map(({ key, ...idea }) => ({
      ...idea,
      also: idea.also ?? [],
      placesAt: (idea.places ?? []).map((_, i) => at('ideas', Number(key), 'places', i)),
    })),
    slips: read<Slip>(slips, 'slips', { source: text, place: text, title: text, text }),
  };
  if (problems.length) throw new CourseError(problems);
  return coverage;
}

/** @returns each idea without a place, place that is not there, and slip of the numbering. */
export function coverageProblems(coverage: Coverage, find: PlaceFinder): string[] {
  const { sources, ideas, slips } = coverage;
  const problems: string[] = [];
  const ids = sources.map(({ id }) => id);
  for (const { at, source, also = [] } of [
    ...ideas,
    ...slips.map(slip => ({ ...slip, also: [] })),
  ]) {
    for (const id of [source, ...also].filter(one => !ids.includes(one))) {
      problems.push(`${at}: there is no source "${id}". There are: ${ids.join(', ')}.`);
    }
  }
  for (const { at, number, places, placesAt } of ideas) {
    if (!places.length) {
      problems.push(`${at}: idea ${number} has no place. Treat it in a lesson and name the place.`);
    }
    if (ideas.filter(idea => idea.number === number).length > 1) {
      problems.push(`${at}: two ideas have the number ${number}. Each row occurs once.`);
    }
    places.forEach((written, i) => {
      const place = find(written);
      if (typeof place === 'string') problems.push(`${placesAt[i]}: ${place}`);
      if (places.indexOf(written) < i) problems.push(`${placesAt[i]}: ${written} stands twice.`);
    });
  }
  for (const { at, place } of slips) {
    const found = find(place);
    if (typeof found === 'string') problems.push(`${at}: ${found}`);
  }
  return problems;
}

/** @returns each row that was lost */
export function missingIdeas({ ideas }: Coverage): string[] {
  return Array.from({ length: ideaCount }, (_, index) => index + 1)
    .filter(number => !ideas.some(idea => idea.number === number))
    .map(number => `${file}: idea ${number} of ${ideaCount} is missing. Add its row.`);
}

/** An erratum names whom it corrects, so that the page of sources can put it there. */
export function erratumProblems({ sources }: Coverage, lessons: readonly Lesson[]): string[] {
  return lessons.flatMap(lesson =>
    errataIn(lesson).flatMap(({ line, text }) =>
      sources.some(({ work }) => text.includes(`@${work}`))
        ? []
        : [
            `${lesson.file}:${line}: this erratum cites none of the sources. Cite the one that it corrects, as in [@${sources[0]?.work}].`,
          ],
    ),
  );
}

/** The erratum blocks of a lesson, as they stand in its file. */
function errataIn({ body, bodyLine }: Lesson): { line: number; text: string }[] {
  return [...body.matchAll(/^(:{3,}) erratum\b[\s\S]*?^\1$/gm)].map(match => ({
    line: bodyLine + body.slice(0, match.index).split('\n').length - 1,
    text: match[0],
  }));
}
