import type { Course } from '../course/course.ts';
import type { Lesson } from '../course/lesson.ts';
import { draftAll } from './drafts.ts';
import { furtherPages } from './further-pages.ts';
import type { Highlighter } from './highlight.ts';
import { parseLesson, render } from './markdown.ts';
import type { Draft, Token } from './rules/draft.ts';
import type { Studio } from './studio.ts';

export interface Tools extends Pick<Draft, 'address' | 'publish' | 'once'> {
  studio: Studio;
  highlighter: Highlighter;
}

export interface Composition {
  rendered: { lesson: Lesson; draft: Draft; tokens: Token[]; body: string }[];
  further: Awaited<ReturnType<typeof furtherPages>>;
  /** What is wrong with the texts, each with its place. */
  found: string[];
}

/** The texts of all lessons and of the pages that are made of all lessons together. */
export async function compose(course: Course, root: string, tools: Tools): Promise<Composition> {
  const drafts = await draftAll(course, root, tools);
  const parsed = drafts.map(one => ({ ...one, tokens: parseLesson(one.lesson, one.draft) }));
  // Code is highlighted once: here, while there is nothing else to do, or with its page.
  const code = parsed.flatMap(({ tokens, draft }) =>
    tokens.filter(({ type }) => type === 'fence').map(token => () => render([token], draft)),
  );
  const meanwhile = () => code.shift()?.() !== undefined;
  const left = new Map(parsed.map(one => [one.lesson.name, one]));
  const bodies = new Map<Lesson, string>();
  while (left.size) {
    const name = await tools.studio.next([...left.keys()], meanwhile);
    const { lesson, draft, tokens } = left.get(name) as (typeof parsed)[number];
    left.delete(name);
    Object.assign(draft, await tools.studio.of(name));
    bodies.set(lesson, render(tokens, draft));
  }
  const rendered = parsed.map(one => ({ ...one, body: bodies.get(one.lesson) ?? '' }));
  const further = await furtherPages(root, course, rendered, drafts[0]?.draft);
  const found = [...rendered.flatMap(problemsOf), ...further.problems];
  return { rendered, further, found };
}

function problemsOf({ lesson, draft }: { lesson: Lesson; draft: Draft }): string[] {
  return draft.problems
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, message }) => `${lesson.file}:${lesson.bodyLine + line}: ${message}`);
}
