import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { CourseError, isLessonFile, type Lesson, loadLesson } from './lesson.ts';

/** The folder that holds `lessons/`, `exercises/` and the other rooms. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

export const courseTitle = 'Objective Lessons';

export interface Course {
  /** In order of their numbers. */
  lessons: Lesson[];
  references: Record<string, Reference>;
}

/** A work in `lessons/references.yaml`. */
export interface Reference {
  author: string;
  title: string;
  year: number | string;
  /** Venue, publisher or site. */
  where?: string;
  url?: string;
  note?: string;
}

/** The names of all lessons, in order: `['01-nll', …]`. */
export async function lessonNames(root = projectRoot): Promise<string[]> {
  const files = await readdir(path.join(root, 'lessons'));
  return files
    .filter(isLessonFile)
    .map(file => file.slice(0, -'.md'.length))
    .sort();
}

/** @throws {CourseError} with all problems of all lessons. */
export async function loadCourse(root = projectRoot): Promise<Course> {
  const problems: string[] = [];
  const lessons: Lesson[] = [];
  for (const name of await lessonNames(root)) {
    try {
      lessons.push(await loadLesson(root, name));
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      problems.push(...error.problems);
    }
  }
  const references = await loadReferences(root);
  if (problems.length) throw new CourseError(problems);
  return { lessons, references };
}

/** The last reading of the bibliography, which is read at every change of a lesson. */
let read: { text: string; references: Record<string, Reference> } | undefined;

export async function loadReferences(root = projectRoot): Promise<Record<string, Reference>> {
  const text = await readFile(path.join(root, 'lessons/references.yaml'), 'utf8');
  if (read?.text !== text) {
    read = { text, references: (parseYaml(text) ?? {}) as Record<string, Reference> };
  }
  return read.references;
}

/**
 * The lesson that a person means by `nll`, `1`, `01` or `01-nll`.
 * @throws {CourseError} that lists the lessons there are.
 */
export function findLesson(names: readonly string[], wanted: string): string {
  const found = names.find(
    name =>
      name === wanted || name.slice(3) === wanted || Number(name.slice(0, 2)) === Number(wanted),
  );
  if (found) return found;
  const ids = names.map(name => name.slice(3)).join(', ');
  throw new CourseError([`There is no lesson "${wanted}". There are: ${ids}.`]);
}
