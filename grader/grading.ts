import { createHash } from 'node:crypto';
import { loadAssignment } from './assignment.ts';
import { collect } from './intake/collect.ts';
import type { Handed, Refusal, SubmissionSource } from './intake/submission.ts';
import type { Journal } from './journal.ts';
import type { Assignment } from './judge.ts';
import { blank } from './judge.ts';
import { type Job, Pool } from './pool.ts';
import { seedOf } from './random.ts';
import type { LessonResult } from './results.ts';
import type { Run } from './run.ts';
import type { VerdictCache } from './verdict-cache.ts';

/** A job with what the journal has to know about it. */
interface FileJob extends Job {
  id: string;
  text: string;
}

interface Watcher {
  /** A file is done; `known` when its result was there already. */
  step(id: string, known: boolean): void;
  refused(id: string, refusals: readonly Refusal[]): void;
}

/** Judges what the journal does not hold yet, and appends every result as it comes. */
export class Grading {
  readonly #journal: Journal;
  readonly #run: Run;
  readonly #names: readonly string[];
  readonly #cache: VerdictCache | undefined;
  readonly #watcher: Watcher;
  readonly #assignments = new Map<string, Assignment>();
  #pool: Pool<FileJob> | undefined;

  /** @param names of the lessons to judge */
  constructor(
    journal: Journal,
    names: readonly string[],
    watcher: Watcher,
    cache: VerdictCache | undefined,
  ) {
    this.#journal = journal;
    this.#run = journal.run as Run;
    this.#names = names;
    this.#watcher = watcher;
    this.#cache = cache;
  }

  /**
   * @param lessons names of all lessons, because a file of another lesson is no fault.
   * @param size workers at once
   */
  async judge(
    sources: readonly SubmissionSource[],
    lessons: readonly string[],
    size: number,
  ): Promise<void> {
    this.#pool = new Pool(size);
    await this.#pool.run(this.#jobs(sources, lessons), async (job, { result, error }) => {
      const judged = result ?? (await this.#broken(job, error));
      this.#journal.add({ id: job.id, lesson: judged.lesson, text: job.text, result: judged });
      await this.#cache?.set(job.text, judged);
      this.#watcher.step(job.id, false);
    });
  }

  async stop(): Promise<void> {
    await this.#pool?.stop();
  }

  /** Reads a submission only when its turn comes, so that a large class is never held. */
  async *#jobs(
    sources: readonly SubmissionSource[],
    lessons: readonly string[],
  ): AsyncGenerator<FileJob> {
    for (const source of sources) {
      const { id } = source;
      const submitted = await collect(source, lessons);
      if (submitted.refused.length) this.#watcher.refused(id, submitted.refused);
      for (const lesson of this.#names) {
        const handed = submitted.lessons.get(lesson);
        const text = digestOf(handed);
        const lessonId = lesson.slice(3);
        if (this.#journal.holds(id, lessonId, text)) {
          this.#watcher.step(id, true);
          continue;
        }
        const known = await this.#cache?.get(lessonId, text);
        if (known) {
          this.#journal.add({ id, lesson: lessonId, text, result: known });
          this.#watcher.step(id, true);
          continue;
        }
        // The same questions for everybody: fair, and drawn and answered by the reference but once.
        const seed = seedOf(this.#run.seed, 'class', lessonId);
        yield { id, lesson, handed, text, seed, limits: this.#run.limits };
      }
    }
  }

  /** What is lost on our side is never a zero. */
  async #broken({ lesson, seed }: FileJob, message?: string): Promise<LessonResult> {
    const assignment = this.#assignments.get(lesson) ?? (await loadAssignment(lesson));
    this.#assignments.set(lesson, assignment);
    return { ...blank(assignment, { seed }), status: 'broken', message };
  }
}

function digestOf(handed: Handed): string {
  if (!handed) return 'missing';
  const [kind, text] = 'text' in handed ? ['text', handed.text] : ['invalid', handed.invalid];
  return createHash('sha256').update(`${kind}\n${text}`).digest('hex').slice(0, 32);
}
