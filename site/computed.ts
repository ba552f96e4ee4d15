import { lessonNames } from '../course/course.ts';
import { loadReference } from '../course/reference.ts';
import { type Drawing, draw, figureFile, loadFigures } from './drawing.ts';
import type { Figure, Figures } from './plot/figure.ts';
import { printedValue } from './rules/value.ts';

/** The code behind a lesson: its figures, and what its text may call. */
export interface LessonCode {
  figures: Figures;
  scope: Record<string, unknown>;
}

/** What is to be computed. */
export interface Order {
  lesson: string;
  figures: string[];
  /** Of `{{ … }}`. */
  contents: string[];
}

/** What a page says of a figure beside its picture. */
export type Description = Pick<Figure, 'alt' | 'live'> & {
  controls?: NonNullable<Figure['interaction']>['controls'];
};

/** What `{{ … }}` prints, or why it prints nothing. */
export type Printed = { text: string } | { error: string };

/** All that a lesson's page has of its code. What fails to be drawn is missing in `drawings`. */
export interface Computed {
  descriptions: Record<string, Description>;
  drawings: Record<string, Drawing>;
  printed: Record<string, Printed>;
}

/** @throws {Error} that names the file that does not load */
export async function loadCode(root: string, lesson: string): Promise<LessonCode> {
  const named = (file: string) => (error: Error) => {
    throw new Error(`${file}: it does not load: ${error.message}`);
  };
  const { figures = {}, values = {} } = await loadFigures(root, lesson).catch(
    named(figureFile(lesson)),
  );
  const reference = await loadReference(lesson, root).catch(named(`solutions/${lesson}.ts`));
  return { figures, scope: { ...reference, ...values } };
}

/** Loads what the code of all lessons imports, and that of the first. */
export async function loadFirst(root: string): Promise<void> {
  await loadCode(root, (await lessonNames(root))[0]);
}

export async function computeLesson(
  root: string,
  { lesson, figures, contents }: Order,
): Promise<Computed> {
  const code = await loadCode(root, lesson);
  const computed: Computed = { descriptions: describe(code.figures), drawings: {}, printed: {} };
  for (const name of figures) {
    try {
      computed.drawings[name] = draw(name, code.figures[name]);
    } catch {
      // Whoever writes the page draws it again, and reports what is wrong.
    }
  }
  for (const content of contents) computed.printed[content] = printed(content, code.scope);
  return computed;
}

export function describe(figures: Figures): Record<string, Description> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { alt, live, interaction }]) => [
      name,
      { alt, live, controls: interaction?.controls },
    ]),
  );
}

export function printed(content: string, scope: Record<string, unknown>): Printed {
  try {
    return { text: printedValue(content, scope) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
