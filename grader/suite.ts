import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../course/course.ts';
import { buildSuite, type Define, type Suite } from './checks.ts';

export { throws } from './checks.ts';

// No other process has a use for Vitest's runner.
const vitest = process.env.VITEST ? await import('./vitest-suite.ts') : undefined;

const built = new Map<string, Suite>();
let loading = 0;

/**
 * What a suite file calls. Loaded by the grader, the suite is kept for `judge`; run by Vitest itself
 * (`npx vitest run grader/suites`), it judges the folder that `SUBJECT` names, else the reference.
 */
export function suite(lesson: string, reference: object, define: Define): void {
  const made = buildSuite(lesson, reference, define);
  built.set(lesson, made);
  if (!loading) vitest?.declareForVitest(made);
}

/**
 * @param load runs the suite's code; its file, unless said otherwise.
 * @throws when the suite file is missing, does not load or registers another name.
 */
export async function loadSuite(
  lesson: string,
  load: () => Promise<unknown> = () => import(fileOf(lesson)),
): Promise<Suite> {
  if (!built.has(lesson)) {
    loading++;
    try {
      await load();
    } finally {
      loading--;
    }
  }
  const made = built.get(lesson);
  if (!made) throw new Error(`grader/suites/${lesson}.test.ts registers no suite "${lesson}".`);
  return made;
}

function fileOf(lesson: string): string {
  return pathToFileURL(path.join(projectRoot, 'grader/suites', `${lesson}.test.ts`)).href;
}
