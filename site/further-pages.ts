import type { Course } from '../course/course.ts';
import { coverageProblems, loadCoverage } from '../course/coverage.ts';
import { glossaryProblems, loadGlossary, namesInCode, type Term } from '../course/glossary.ts';
import { type PlaceFinder, placeFinder } from '../course/places.ts';
import { loadSymbols } from '../course/symbols.ts';
import { FurtherText, type Rendered } from './further.ts';
import { glossaryPage, termPreviews } from './page/glossary.ts';
import type { Page, Site } from './page/layout.ts';
import { sourcesPage } from './page/sources.ts';
import { symbolsPage } from './page/symbols.ts';
import type { Draft } from './rules/draft.ts';
import { symbolPreviews, symbolsOf } from './symbol-previews.ts';

/** The pages that are made of all lessons together, and what is wrong with what they are made from. */
export async function furtherPages(
  root: string,
  { lessons }: Course,
  rendered: Rendered[],
  common: Draft,
): Promise<{
  pages: Page[];
  problems: string[];
  terms: Map<string, Term[]>;
  previews: Site['previews'];
}> {
  const [coverage, terms, symbols, names] = await Promise.all([
    loadCoverage(root),
    loadGlossary(root),
    loadSymbols(root),
    namesInCode(
      root,
      lessons.map(lesson => lesson.name),
    ),
  ]);
  const find = placeFinder(lessons);
  const [sources, glossary, signs] = [1, 2, 3].map(() => new FurtherText(rendered, common, find));
  const taskAddress = (name: string, introduced: string) => {
    const place = find(introduced);
    const first = typeof place === 'string' ? undefined : place.lesson;
    const lesson = [first, ...lessons].find(one => one?.tasks.some(task => task.name === name));
    return lesson && glossary.addressOf({ lesson, anchor: `task-${name}`, title: name });
  };
  const ofLessons = lessons.map((lesson, i) => symbolsOf(lesson, rendered[i], symbols));
  const pages = [
    sourcesPage(coverage, rendered, sources),
    glossaryPage(terms, glossary, taskAddress),
    symbolsPage(ofLessons, signs),
  ];
  const problems = [
    ...coverageProblems(coverage, find),
    ...sources.problems,
    ...glossaryProblems(terms, find, names),
    ...glossary.problems,
    ...signs.problems,
  ];
  const published = ofLessons.map(one => {
    const file = JSON.stringify(symbolPreviews(one, signs));
    return [one.lesson.id, common.publish(`symbols/${one.lesson.id}.json`, file)] as const;
  });
  const previews = {
    terms: common.publish('terms.json', JSON.stringify(termPreviews(terms, glossary))),
    symbols: new Map(published),
  };
  return { pages, problems, terms: introducedIn(terms, find), previews };
}

/** The terms that each lesson introduces, by lesson id. */
function introducedIn(terms: readonly Term[], find: PlaceFinder): Map<string, Term[]> {
  const result = new Map<string, Term[]>();
  for (const term of terms) {
    const place = find(term.introduced);
    if (typeof place === 'string') continue;
    result.set(place.lesson.id, [...(result.get(place.lesson.id) ?? []), term]);
  }
  return result;
}
