import { access } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../course/course.ts';
import { loadLesson } from '../course/lesson.ts';
import type { Assignment } from './judge.ts';
import type { Answers } from './misconception.ts';
import { loadSuite } from './suite.ts';

/** Loads what judging a lesson needs: its text, its suite and its misconceptions. */
export async function loadAssignment(name: string): Promise<Assignment> {
  const [lesson, suite, misconceptions] = await Promise.all([
    loadLesson(projectRoot, name),
    loadSuite(name),
    loadAnswers('misconceptions', name),
  ]);
  return { lesson, suite, misconceptions };
}

/** The wrong answers of `misconceptions/NAME.ts`, or the right ones of `variants/NAME.ts`. */
export async function loadAnswers(
  room: 'misconceptions' | 'variants',
  name: string,
): Promise<Answers> {
  const file = path.join(projectRoot, 'grader', room, `${name}.ts`);
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return {};
  const module = (await import(pathToFileURL(file).href)) as Record<string, Answers>;
  return module[room] ?? {};
}
