import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../course/course.ts';
import { buildSuite, type Define, type Suite } from './checks.ts';
import { declareForVitest } from './declare.ts';

export { throws } from './checks.ts';

const built = new Map<string, Suite>();
let loading = 0;

/**
 * What a suite file calls. Loaded by the grader, the suite is kept for `judge`; run by Vitest itself
 * (`npx vitest run grader/suites`), it judges the folder that `SUBJECT` names, else the reference.
 */
export function suite(lesson: string, reference: object, define: Define): void {
  const made = buildSuite(lesson, reference, define);
  built.set(lesson, made);
  if (!loading) declareForVitest(made);
}

/** @throws when the suite file is missing, does not load or registers another name. */
export async function loadSuite(lesson: string): Promise<Suite> {
  if (!built.has(lesson)) {
    const file = path.join(projectRoot, 'grader/suites', `${lesson}.test.ts`);
    loading++;
    try {
      await import(pathToFileURL(file).href);
    } finally {
      loading--;
    }
  }
  const made = built.get(lesson);
  if (!made) throw new Error(`grader/suites/${lesson}.test.ts registers no suite "${lesson}".`);
  return made;
}
