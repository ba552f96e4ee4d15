import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '../course/course.ts';
import { CourseError, readLesson } from '../course/lesson.ts';
import type { Declared } from '../course/stub.ts';
import type { Assignment } from './judge.ts';
import type { Answers } from './misconception.ts';
import { readKey, unseal } from './seal.ts';
import { loadSuite } from './suite.ts';

export const sealedFile = 'grader/sealed.bin';

/** A lesson's hidden parts, as they stand in the sealed file. */
export interface SealedLesson {
  /** The lesson's own text and signatures: a student may have changed the ones in the repository. */
  text: string;
  declared: Record<string, Declared>;
  /** Suite, reference and misconceptions as one CommonJS module. */
  code: string;
  /** Files of this project that the code asks for. */
  needs: string[];
  digest: string;
}

export type SealedCourse = Record<string, SealedLesson>;

let opened: Promise<SealedCourse> | undefined;

/** @throws {CourseError} when `GRADER_KEY` does not open the file. */
export function openSealed(): Promise<SealedCourse> {
  opened ??= readFile(path.join(projectRoot, sealedFile)).then(bytes => {
    const content = unseal(bytes, readKey(), sealedFile);
    return JSON.parse(gunzipSync(content).toString()) as SealedCourse;
  });
  return opened;
}

export async function sealedLesson(name: string): Promise<SealedLesson> {
  const found = (await openSealed())[name];
  if (found) return found;
  throw new CourseError([`${sealedFile} holds no suite of ${name}. Write the handout anew.`]);
}

/**
 * The code never becomes a file. It runs as a function, because a module without a file (a `data:`
 * address) can import nothing of this project, and the suites need `suite` and `#tensor`.
 */
export async function sealedAssignment(name: string): Promise<Assignment> {
  const { text, declared, code, needs } = await sealedLesson(name);
  const loading = needs.map(async need => {
    const module = await import(pathToFileURL(path.join(projectRoot, need)).href);
    return [need, module as object] as const;
  });
  const modules = new Map(await Promise.all(loading));
  const module = { exports: {} as { misconceptions?: Answers } };
  const run = compileFunction(code, ['module', 'exports', 'require'], {
    filename: `sealed ${name}`,
  });
  const suite = await loadSuite(name, async () => {
    run(module, module.exports, (need: string) => modules.get(need));
  });
  const lesson = readLesson(name, text, declared);
  return { lesson, suite, misconceptions: module.exports.misconceptions ?? {} };
}
