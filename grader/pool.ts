import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Handed } from './intake/submission.ts';
import type { LessonResult } from './results.ts';
import { bounded } from './sandbox/deno.ts';
import type { Limits } from './sandbox/sandbox.ts';

/** One file to judge. */
export interface Job {
  /** The lesson's name: `01-nll`. */
  lesson: string;
  handed: Handed;
  seed: number;
  limits?: Partial<Limits>;
}

/** What a worker says about a job. */
export interface Judged {
  result?: LessonResult;
  /** Why the grader itself failed. */
  error?: string;
  /** Bytes that the worker holds. */
  resident: number;
}

const workerFile = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * The processors have guests to run: V8's threads for compiling and collecting garbage took a tenth of all
 * time, and with more room for young objects there is less to collect.
 */
const v8Flags = ['--single-threaded', '--min-semi-space-size=16', '--max-semi-space-size=16'];

/** A worker that holds more is replaced: an answer of many megabytes leaves its mark on a heap. */
const largestWorker = 400 * 1024 * 1024;

/** How long a worker may take to end by itself. */
const graceMs = 1000;

/** Judges jobs in several processes; a process that dies costs its one job, and is replaced. */
export class Pool<Item extends Job> {
  readonly #size: number;
  readonly #workers = new Set<ChildProcess>();
  #stopped = false;

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * @param jobs are drawn when a worker is free.
   * @param done is called once a job, in the order in which they end, and not any more after `stop`.
   */
  async run(
    jobs: AsyncIterator<Item>,
    done: (job: Item, judged: Pick<Judged, 'result' | 'error'>) => void | Promise<void>,
  ): Promise<void> {
    const serve = async (): Promise<void> => {
      let worker: ChildProcess | undefined;
      while (!this.#stopped) {
        const { value: job, done: over } = await jobs.next();
        if (over || this.#stopped) break;
        worker ??= this.#start();
        const { lesson, handed, seed, limits } = job;
        const judged = await ask(worker, { lesson, handed, seed, limits });
        if (this.#stopped) break;
        if (!judged) worker = undefined;
        else if (judged.resident > largestWorker) {
          this.#end(worker);
          worker = undefined;
        }
        await done(job, judged ?? { error: 'The grading process ended early.' });
      }
      if (worker) await this.#end(worker);
    };
    await Promise.all(Array.from({ length: this.#size }, serve));
  }

  /** Ends all workers; what they were at is lost. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#workers].map(worker => this.#end(worker)));
  }

  #start(): ChildProcess {
    const [execPath, ...before] = [...bounded(), process.execPath];
    const worker = fork(workerFile, {
      execPath,
      execArgv: [...before, ...v8Flags, '--import', 'tsx'],
      serialization: 'advanced',
      // A group of its own: Ctrl-C would end the sandboxes in it, and look like a fault of the student's.
      detached: process.platform !== 'win32',
    });
    this.#workers.add(worker);
    worker.once('exit', () => this.#workers.delete(worker));
    return worker;
  }

  #end(worker: ChildProcess): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve();
    return new Promise(resolve => {
      const late = setTimeout(() => worker.kill('SIGKILL'), graceMs);
      worker.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
      if (worker.connected) worker.disconnect();
    });
  }
}

/** @returns undefined when the worker died. */
function ask(worker: ChildProcess, job: Job): Promise<Judged | undefined> {
  return new Promise(resolve => {
    const answered = (judged: Judged) => {
      worker.off('exit', died);
      resolve(judged);
    };
    const died = () => {
      worker.off('message', answered);
      resolve(undefined);
    };
    worker.once('message', answered);
    worker.once('exit', died);
    worker.send(job, error => error && died());
  });
}
