import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lessonNames, projectRoot } from '../../course/course.ts';
import { Builder } from '../builder.ts';

export interface Time {
  seconds: number;
  /** Seconds of processor time: other programs on the machine do not change them much. */
  cpu?: number;
}

/** The least of several times: what else the machine has to do can only add to it. */
export async function least(runs: number, time: () => Promise<Time>): Promise<Time> {
  const times: Time[] = [];
  for (let run = 0; run < runs; run++) times.push(await time());
  return times.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

/**
 * A full build, from the start of the process to the last page.
 * @param isFresh with nothing kept of earlier builds, as after `npm ci`
 */
export async function fullBuild(isFresh: boolean): Promise<Time> {
  const file = path.join(import.meta.dirname, 'timed-build.ts');
  // Compiled modules are kept in the system's temporary folder.
  const folder = await mkdtemp(path.join(tmpdir(), 'site-fresh-'));
  const temporary = isFresh ? { TMPDIR: folder, TEMP: folder, TMP: folder } : {};
  try {
    const child = fork(file, [String(Date.now()), isFresh ? 'fresh' : ''], {
      execArgv: await howToBuild(),
      cwd: projectRoot,
      env: { ...process.env, ...temporary },
    });
    const [time] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the build has failed'))),
    ]);
    await once(child, 'exit');
    return time as Time;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that stands before the program in `npm run build`: options of Node, and what compiles it. */
async function howToBuild(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8'));
  return scripts.build.split(' ').slice(1, -1);
}

/** What `npm start` needs for the pages when a sentence of each lesson has changed, one after the other. */
export async function changedLessons(): Promise<Time> {
  const root = await copiedProject();
  const builder = new Builder(path.join(root, 'dist'), root);
  let slowest = 0;
  try {
    await builder.build();
    for (const name of await lessonNames(root)) {
      const file = path.join(root, 'lessons', `${name}.md`);
      await appendFile(file, '\nOne more sentence, with $x^2$.\n');
      const { seconds } = await builder.build([file]);
      slowest = Math.max(slowest, seconds);
    }
  } finally {
    builder.close();
    await rm(root, { recursive: true, force: true });
  }
  return { seconds: slowest };
}

/** The project with lessons that may be changed. */
export async function copiedProject(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'site-changed-'));
  for (const entry of await readdir(projectRoot)) {
    if (['dist', '.git', 'results'].includes(entry)) continue;
    const [from, to] = [path.join(projectRoot, entry), path.join(root, entry)];
    if (entry === 'lessons') await cp(from, to, { recursive: true });
    else await symlink(from, to, 'junction');
  }
  return root;
}
