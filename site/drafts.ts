import type { Course } from '../course/course.ts';
import { linkedTerms, loadGlossary } from '../course/glossary.ts';
import type { Lesson } from '../course/lesson.ts';
import type { Tools } from './composition.ts';
import { type Draft, untouched } from './rules/draft.ts';

/** A draft of each lesson, which knows the others. What comes from the lesson's code is added later. */
export async function draftAll(
  { lessons, references }: Course,
  root: string,
  { highlighter, address, publish, once }: Omit<Tools, 'studio'>,
): Promise<{ lesson: Lesson; draft: Draft }[]> {
  const others = new Map<string, Draft>();
  const glossary = await loadGlossary(root);
  const missing = () => {
    throw new Error('the code behind the lesson is not at hand yet');
  };
  const drafts = lessons.map(lesson => {
    const draft: Draft = {
      lesson,
      ...untouched(),
      value: missing,
      film: missing,
      figures: {},
      references,
      terms: linkedTerms(glossary, lesson.id),
      others,
      address,
      publish,
      highlight: highlighter.highlight,
      once,
    };
    return { lesson, draft };
  });
  for (const { lesson, draft } of drafts) others.set(lesson.id, draft);
  return drafts;
}
