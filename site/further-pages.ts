import type { Course } from '../course/course.ts';
import { coverageProblems, loadCoverage } from '../course/coverage.ts';
import { glossaryProblems, loadGlossary, namesInCode } from '../course/glossary.ts';
import { placeFinder } from '../course/places.ts';
import { FurtherText, type Rendered } from './further.ts';
import { glossaryPage } from './page/glossary.ts';
import type { Page } from './page/layout.ts';
import { sourcesPage } from './page/sources.ts';
import type { Draft } from './rules/draft.ts';

/** The pages that are made of all lessons together, and what is wrong with what they are made from. */
export async function furtherPages(
  root: string,
  { lessons }: Course,
  rendered: Rendered[],
  common: Draft,
): Promise<{ pages: Page[]; problems: string[] }> {
  const [coverage, terms, names] = await Promise.all([
    loadCoverage(root),
    loadGlossary(root),
    namesInCode(
      root,
      lessons.map(lesson => lesson.name),
    ),
  ]);
  const find = placeFinder(lessons);
  const [sources, glossary] = [1, 2].map(() => new FurtherText(rendered, common, find));
  const taskAddress = (name: string, introduced: string) => {
    const place = find(introduced);
    const first = typeof place === 'string' ? undefined : place.lesson;
    const lesson = [first, ...lessons].find(one => one?.tasks.some(task => task.name === name));
    return lesson && glossary.addressOf({ lesson, anchor: `task-${name}`, title: name });
  };
  const pages = [
    sourcesPage(coverage, rendered, sources),
    glossaryPage(terms, glossary, taskAddress),
  ];
  const problems = [
    ...coverageProblems(coverage, find),
    ...sources.problems,
    ...glossaryProblems(terms, find, names),
    ...glossary.problems,
  ];
  return { pages, problems };
}
