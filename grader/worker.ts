/** A process of `npm run grade` that judges one file after another; see `pool.ts`. */
import '../course/tiering.ts';
import { loadAssignment } from './assignment.ts';
import { type Assignment, blank, judge } from './judge.ts';
import type { Job, Judged } from './pool.ts';
import { visible } from './reports/visible.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { Subject } from './subject.ts';

const assignments = new Map<string, Promise<Assignment>>();
/** Started while another file is judged, so that none waits for it. */
let spare: Sandbox | undefined;

process.on('message', async (job: Job) => {
  const judged = await judgeJob(job).catch(error => ({ error: String(error?.stack ?? error) }));
  const resident = process.memoryUsage.rss();
  process.send?.({ ...judged, resident } satisfies Judged);
});
process.on('disconnect', () => {
  spare?.close();
  process.exit(0);
});

async function judgeJob({ lesson, handed, seed, limits }: Job): Promise<Pick<Judged, 'result'>> {
  const loading = assignments.get(lesson) ?? loadAssignment(lesson);
  assignments.set(lesson, loading);
  const assignment = await loading;
  if (!handed) return { result: blank(assignment, { seed }) };
  if ('invalid' in handed) {
    const message = visible(handed.invalid);
    return { result: { ...blank(assignment, { seed }), status: 'invalid', message } };
  }
  const file = `${lesson}.ts`;
  const open = () =>
    Subject.open(handed.text, file, { sandbox: start(handed.text, limits), limits });
  return { result: await judge(assignment, open, { seed, file }) };
}

function start(text: string, limits: Job['limits']): Sandbox {
  // Such a file needs another kind of guest, for which the spare would have to make way.
  if (text.includes("'#tensor'")) return Sandbox.start(limits, { tensor: true });
  const sandbox = spare?.alive ? spare : Sandbox.start(limits);
  spare = Sandbox.start(limits);
  return sandbox;
}
