/** A process of `npm run grade` that judges one file after another; see `pool.ts`. */
import { loadAssignment } from './assignment.ts';
import { type Assignment, blank, judge } from './judge.ts';
import type { Job, JobResult } from './pool.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { Subject } from './subject.ts';
import { readSubmitted } from './submissions.ts';

const assignments = new Map<string, Promise<Assignment>>();
let warm: Sandbox | undefined;

process.on('message', async (job: Job) => {
  const result = await judgeJob(job).catch(error => ({ error: String(error?.stack ?? error) }));
  process.send?.({ job: job.number, ...result } satisfies JobResult);
  warm ??= Sandbox.start(job.limits);
});
process.on('disconnect', () => {
  warm?.close();
  process.exit(0);
});
process.on('SIGINT', () => {});

async function judgeJob({ folder, lesson, seed, limits }: Job): Promise<Pick<JobResult, 'result'>> {
  const loading = assignments.get(lesson) ?? loadAssignment(lesson);
  assignments.set(lesson, loading);
  const assignment = await loading;
  const file = `${lesson}.ts`;
  let missing = false;
  const open = async () => {
    const source = await readSubmitted(folder, lesson);
    missing = source === undefined;
    const sandbox = warm ?? Sandbox.start(limits);
    warm = undefined;
    return Subject.open(source ?? '', file, { sandbox, limits });
  };
  const result = await judge(assignment, open, { seed, file });
  return { result: missing ? blank(assignment, { seed }) : result };
}
