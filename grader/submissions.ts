import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { InvalidSubject } from './subject.ts';

/** One student's folder. */
export interface SubmissionFolder {
  id: string;
  folder: string;
}

export class UsageError extends Error {}

/** No exercise comes near this; a file beyond it is not read. */
const largestFile = 512 * 1024;

/**
 * The folders in `root`, one a student, sorted by id. Hidden folders and `node_modules` are passed over.
 * @throws {UsageError} when there is no such folder, or nothing in it.
 */
export async function findSubmissions(root: string): Promise<SubmissionFolder[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => {
    throw new UsageError(
      `${root} is no folder. Give the folder that holds one folder a student: submissions/alice/01-nll.ts`,
    );
  });
  const found = entries
    .filter(entry => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
    .map(entry => ({ id: entry.name, folder: path.join(root, entry.name) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!found.length) {
    throw new UsageError(
      `${root} holds no folder. Each student has one there: ${path.join(root, 'alice/01-nll.ts')}`,
    );
  }
  return found;
}

/**
 * The text of a lesson's file: `alice/01-nll.ts`, or `alice/exercises/01-nll.ts`.
 * @returns undefined when the student handed in no such file.
 * @throws {InvalidSubject} for what is not a plain file of a sensible size.
 */
export async function readSubmitted(folder: string, name: string): Promise<string | undefined> {
  const root = await realpath(folder);
  for (const relative of [`${name}.ts`, `exercises/${name}.ts`]) {
    const file = path.join(root, relative);
    const stat = await lstat(file).catch(() => undefined);
    if (!stat) continue;
    if (!stat.isFile() || (await realpath(file)) !== file) {
      throw new InvalidSubject(`${relative} is not a plain file (links are not followed).`);
    }
    if (stat.size > largestFile) {
      throw new InvalidSubject(
        `${relative} has ${stat.size} bytes; at most ${largestFile} are read.`,
      );
    }
    return readFile(file, 'utf8');
  }
  return undefined;
}
