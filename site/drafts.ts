import type { Course } from '../course/course.ts';
import { linkedTerms, loadGlossary } from '../course/glossary.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { loadReference } from '../course/reference.ts';
import { type FigureFile, figureFile, loadFigures } from './drawing.ts';
import type { Highlighter } from './highlight.ts';
import type { Draft } from './rules/draft.ts';
import type { Studio } from './studio.ts';

interface Tools extends Pick<Draft, 'address' | 'publish' | 'once'> {
  studio: Studio;
  highlighter: Highlighter;
}

/** A draft of each lesson, which knows the others. */
export async function draftAll(
  { lessons, references }: Course,
  root: string,
  { studio, highlighter, address, publish, once }: Tools,
): Promise<{ lesson: Lesson; draft: Draft }[]> {
  const others = new Map<string, Draft>();
  const glossary = await loadGlossary(root);
  const drafts = await Promise.all(
    lessons.map(async lesson => {
      const { figures = {}, values = {} } = await figuresOf(lesson, root);
      const reference = await answersOf(lesson, root);
      const draft: Draft = {
        lesson,
        problems: [],
        labels: new Map(),
        headings: [],
        cited: new Set(),
        scope: { ...reference, ...values },
        scopeKey: studio.drawnFrom(lesson.name),
        figures: studio.figures(lesson.name, figures),
        references,
        terms: linkedTerms(glossary, lesson.id),
        others,
        address,
        publish,
        film: name => studio.film(lesson.name, name, figures[name]),
        highlight: highlighter.highlight,
        once,
      };
      return { lesson, draft };
    }),
  );
  for (const { lesson, draft } of drafts) others.set(lesson.id, draft);
  return drafts;
}

async function answersOf({ name }: Lesson, root: string): Promise<Record<string, unknown>> {
  try {
    return await loadReference(name, root);
  } catch (error) {
    throw new CourseError([`solutions/${name}.ts: it does not load: ${(error as Error).message}`]);
  }
}

async function figuresOf({ name }: Lesson, root: string): Promise<FigureFile> {
  try {
    return await loadFigures(root, name);
  } catch (error) {
    throw new CourseError([`${figureFile(name)}: it does not load: ${(error as Error).message}`]);
  }
}
