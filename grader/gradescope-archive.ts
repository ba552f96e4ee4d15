import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findLesson, lessonNames, projectRoot } from '../course/course.ts';
import { partsOf } from './handout-files.ts';
import { reducedPackage } from './handout-package.ts';

/** Named nowhere in the code. */
const programs = ['deno', 'tsx'];

const templates = 'grader/templates/gradescope';

export interface ArchiveEntry {
  content: Buffer;
  executable: boolean;
}

/**
 * What a Gradescope autograder holds: the scripts that Gradescope calls, and the grader with the suites of
 * some lessons. Students never see the archive.
 * @param wanted ids or numbers of lessons; all when left out
 */
export async function archiveEntries(
  wanted?: readonly string[],
): Promise<Record<string, ArchiveEntry>> {
  const all = await lessonNames();
  const names = wanted
    ? all.filter(name => wanted.some(one => findLesson(all, one) === name))
    : all;
  const suites = names.map(name => `grader/suites/${name}.test.ts`);
  const misconceptions = names.map(name => `grader/misconceptions/${name}.ts`);
  const { files, packages } = await partsOf([
    'grader/gradescope-run.ts',
    'course/tensor.ts',
    ...suites,
    ...misconceptions,
  ]);
  const entries: Record<string, ArchiveEntry> = {};
  const lessons = names.map(name => `lessons/${name}.md`);
  for (const file of [...files, ...lessons, 'LICENSE', 'LICENSE-CC-BY-4.0']) {
    entries[file] = { content: await read(file), executable: false };
  }
  for (const file of ['setup.sh', 'run_autograder']) {
    entries[file] = { content: await read(`${templates}/${file}`), executable: true };
  }
  for (const [file, text] of Object.entries(
    await reducedPackage([...packages, ...programs], {}, { development: false }),
  )) {
    entries[file] = { content: Buffer.from(text), executable: false };
  }
  return entries;
}

function read(file: string): Promise<Buffer> {
  return readFile(path.join(projectRoot, file));
}
