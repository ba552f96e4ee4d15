import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../course/course.ts';
import { type Lesson, loadLesson } from '../course/lesson.ts';
import type { Assignment } from './judge.ts';
import type { Answers } from './misconception.ts';
import { readPractice } from './practice/practice.ts';
import { recordedMistakes } from './practice/recorded.ts';
import { publicSuite } from './public-suite.ts';
import { sealedAssignment, sealedFile, sealedLesson } from './sealed.ts';
import { loadSuite } from './suite.ts';

/** Where verdicts come from: the suites, the sealed suites of a handout, or a lesson's examples alone. */
export type SuiteSource = 'suites' | 'sealed' | 'public';

/** Written into a handout: what the public checks of a lesson know. @param name of the lesson */
export const practiceFile = (name: string) => `grader/public/${name}.json`;

let source: Promise<SuiteSource> | undefined;

export function suiteSource(): Promise<SuiteSource> {
  source ??= findSource();
  return source;
}

async function findSource(): Promise<SuiteSource> {
  if (await exists('grader/suites')) return 'suites';
  return process.env.GRADER_KEY && (await exists(sealedFile)) ? 'sealed' : 'public';
}

/**
 * Loads what judging a lesson needs: its text, its suite and its misconceptions.
 * @param known the lesson, where its text has been read
 */
export async function loadAssignment(name: string, known?: Lesson): Promise<Assignment> {
  const from = await suiteSource();
  if (from === 'sealed') return sealedAssignment(name);
  const lesson = known ?? (await loadLesson(projectRoot, name));
  if (from === 'public') {
    const practice = readPractice(
      await readFile(path.join(projectRoot, practiceFile(name)), 'utf8'),
    );
    return {
      lesson,
      suite: publicSuite(practice),
      misconceptions: recordedMistakes(practice),
    };
  }
  const [suite, misconceptions] = await Promise.all([
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
  const file = `grader/${room}/${name}.ts`;
  if (!(await exists(file))) return {};
  const address = pathToFileURL(path.join(projectRoot, file)).href;
  const module = (await import(address)) as Record<string, Answers>;
  return module[room] ?? {};
}

/** Of whatever decides a verdict: the suite, the lesson's examples, the reference, the known mistakes. */
export async function suiteDigest(name: string): Promise<string> {
  if ((await suiteSource()) === 'sealed') return (await sealedLesson(name)).digest;
  const hash = createHash('sha256');
  for (const file of [
    `grader/suites/${name}.test.ts`,
    `lessons/${name}.md`,
    `solutions/${name}.ts`,
    `grader/misconceptions/${name}.ts`,
  ]) {
    hash.update(await readFile(path.join(projectRoot, file)).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}

function exists(file: string): Promise<boolean> {
  return access(path.join(projectRoot, file)).then(
    () => true,
    () => false,
  );
}
