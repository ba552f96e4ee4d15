import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LessonResult } from './results.ts';
import type { Limits } from './sandbox/sandbox.ts';

/** One file to judge. */
export interface Job {
  number: number;
  /** The student's folder. */
  folder: string;
  /** The lesson's name: `01-nll`. */
  lesson: string;
  seed: number;
  limits?: Partial<Limits>;
}

export interface JobResult {
  job: number;
  result?: LessonResult;
  /** Why the grader itself failed. */
  error?: string;
}

const workerFile = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Judges jobs in several processes; a process that dies costs its one job, and is replaced.
 * @param done is called once a job, in the order in which they end.
 */
export async function runJobs(
  jobs: readonly Omit<Job, 'number'>[],
  size: number,
  done: (job: number, result: LessonResult | undefined, error?: string) => void,
): Promise<void> {
  let next = 0;
  const serve = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    while (next < jobs.length) {
      const number = next++;
      worker ??= fork(workerFile, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
      const answer = await ask(worker, { number, ...jobs[number] });
      if (!answer) worker = undefined;
      done(number, answer?.result, answer ? answer.error : 'The grading process ended early.');
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(size, jobs.length) }, serve));
}

/** @returns undefined when the worker died. */
function ask(worker: ChildProcess, job: Job): Promise<JobResult | undefined> {
  return new Promise(resolve => {
    const answered = (result: JobResult) => {
      worker.off('exit', died);
      resolve(result);
    };
    const died = () => {
      worker.off('message', answered);
      resolve(undefined);
    };
    worker.once('message', answered);
    worker.once('exit', died);
    worker.send(job);
  });
}
