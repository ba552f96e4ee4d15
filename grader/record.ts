import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import type { LessonResult, Results, Submission } from './results.ts';

/** Where the results of a run are, one lesson of one submission at a time. */
export interface Record {
  head: Omit<Results, 'submissions'>;
  /** Sorted. */
  ids: readonly string[];
  /** @param lesson id */
  read(id: string, lesson: string): LessonResult;
}

/** Puts the submissions together one by one, so that a class of any size needs no more memory than one. */
export function* submissionsOf({ head, ids, read }: Record): Generator<Submission> {
  for (const id of ids) {
    const lessons = Object.keys(head.suites).map(lesson => read(id, lesson));
    const sum = (key: 'points' | 'maxPoints') =>
      lessons.reduce((total, lesson) => total + lesson[key], 0);
    yield { id, points: sum('points'), maxPoints: sum('maxPoints'), lessons };
  }
}

/**
 * Writes `results.json` whole or not at all, as `JSON.stringify(results, null, 2)` would.
 * @param each is given every submission on its way.
 */
export async function writeResults(
  record: Record,
  folder: string,
  each: (submission: Submission) => Promise<void>,
): Promise<string> {
  const file = path.join(folder, 'results.json');
  const temporary = `${file}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true });
  const handle = await open(temporary, 'w');
  try {
    const head = JSON.stringify({ ...record.head, submissions: [] }, null, 2);
    await handle.write(head.slice(0, -']\n}'.length));
    let first = true;
    for (const submission of submissionsOf(record)) {
      await each(submission);
      const text = JSON.stringify(submission, null, 2).replace(/\n/g, '\n    ');
      await handle.write(`${first ? '' : ','}\n    ${text}`);
      first = false;
    }
    await handle.write(first ? ']\n}\n' : '\n  ]\n}\n');
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  return file;
}
