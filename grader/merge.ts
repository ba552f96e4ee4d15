import { access } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './intake/usage-error.ts';
import { Journal } from './journal.ts';
import type { Record } from './record.ts';
import type { LessonResult } from './results.ts';
import { differences, type Run } from './run.ts';

/**
 * Puts the results of several runs together, as if it had been one.
 * @throws {UsageError} when they do not belong together, or one of them is not at its end.
 */
export async function mergeRuns(folders: readonly string[]): Promise<Record> {
  const owner = new Map<string, Journal>();
  const seen = new Map<string, string>();
  const runs: [string, Run][] = [];
  for (const folder of folders) {
    const journal = await openFinished(folder);
    const run = journal.run as Run;
    const [firstFolder, first] = runs[0] ?? [folder, run];
    const different = differences(first, run);
    if (different.length) {
      throw new UsageError(
        `${folder} was not graded like ${firstFolder}: ${different.join(', ')} differ. Grade one of them again.`,
      );
    }
    for (const id of journal.ids()) {
      const before = seen.get(id);
      if (before !== undefined) {
        throw new UsageError(
          `"${id}" is in ${before} and in ${folder}. Give each submission to one run, or leave one of the folders out.`,
        );
      }
      seen.set(id, folder);
      owner.set(id, journal);
    }
    runs.push([folder, run]);
  }
  expectAllShards(runs);
  const { version, course, suites } = runs[0][1];
  return {
    head: { version, course, suites },
    ids: [...owner.keys()].sort(),
    read: (id, lesson) => owner.get(id)?.read(id, lesson)?.result as LessonResult,
  };
}

async function openFinished(folder: string): Promise<Journal> {
  for (const name of ['results.jsonl', 'results.json']) {
    await access(path.join(folder, name)).catch(() => {
      throw new UsageError(
        `${path.join(folder, name)} is missing: no run ended there. Run "npm run grade" into that folder to its end, with --resume to go on.`,
      );
    });
  }
  const journal = new Journal(folder, 'read');
  if (!journal.run) throw new UsageError(`${journal.file} is empty. Grade into ${folder} again.`);
  return journal;
}

function expectAllShards(runs: readonly [string, Run][]): void {
  const shards = runs.flatMap(([, { shard }]) => shard ?? []);
  if (!shards.length) return;
  const of = Number(shards[0].split('/')[1]);
  const missing = Array.from({ length: of }, (_, index) => `${index + 1}/${of}`).filter(
    shard => !shards.includes(shard),
  );
  if (missing.length) {
    throw new UsageError(
      `Shard ${missing.join(' and ')} is missing. Give the folders of all ${of}.`,
    );
  }
}
