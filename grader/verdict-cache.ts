import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../course/write.ts';
import type { LessonResult } from './results.ts';
import type { Run } from './run.ts';

/** Verdicts of earlier runs in a folder that several runs may share: `--cache DIR`. */
export class VerdictCache {
  readonly #folder: string;
  readonly #run: Run;

  constructor(folder: string, run: Run) {
    this.#folder = folder;
    this.#run = run;
  }

  /**
   * The whole of what decides a verdict; who handed it in does not.
   * @param lesson id
   */
  #file(lesson: string, text: string): string {
    const { course, grader, suites, seed, limits } = this.#run;
    const parts = JSON.stringify([course, grader, suites[lesson], seed, limits, lesson, text]);
    const key = createHash('sha256').update(parts).digest('hex');
    return path.join(this.#folder, key.slice(0, 2), `${key.slice(2)}.json`);
  }

  async get(lesson: string, text: string): Promise<LessonResult | undefined> {
    const found = await readFile(this.#file(lesson, text), 'utf8').catch(() => undefined);
    return found === undefined ? undefined : (JSON.parse(found) as LessonResult);
  }

  /** What broke on our side is not kept. */
  async set(text: string, result: LessonResult): Promise<void> {
    if (result.status === 'broken') return;
    await writeWhole(this.#file(result.lesson, text), JSON.stringify(result));
  }
}
