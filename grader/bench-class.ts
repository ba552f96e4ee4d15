import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { attackedLesson } from './attack-file.ts';
import { MemoryWatch } from './bench-memory.ts';
import { writeClass, writeWholeCourse } from './bench-population.ts';
import { timeless } from './timeless.ts';

/** Within the project, so that Vitest finds what it needs. */
const folder = path.join(projectRoot, 'node_modules/.cache/objective-lessons/bench-class');
const sampleSize = 5;
const courseSize = 6;
const kills = 5;

/** How fast a synthetic class is graded, against Vitest as it is, a process a submission. */
export async function benchClass(size: number, kill: boolean): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const sizes = [...new Set([Math.min(100, size), size])];
  console.log(
    `A class that hands in ${attackedLesson}: 55 % honest, 20 % partial, 23 % wrong, 2 % hostile`,
  );
  for (const count of sizes) {
    await writeClass(path.join(folder, `class-${count}`), count);
    const { seconds, peakBytes } = await gradeTimed(count);
    row(`${count} submissions`, count / seconds, peakBytes);
  }
  // An attack that loops takes seconds of a processor at every task, by right; Vitest gets none of them.
  const peaceful = await writeClass(path.join(folder, 'class-peaceful'), size, false);
  const calm = await gradeTimed('peaceful');
  row(`${peaceful} of them, without the hostile ones`, peaceful / calm.seconds, calm.peakBytes);
  await writeWholeCourse(path.join(folder, 'class-course'), courseSize);
  const course = await gradeTimed('course');
  row(
    `${courseSize} submissions of the whole course`,
    courseSize / course.seconds,
    course.peakBytes,
  );
  const naive = await timeVitest(sizes[0]);
  row(`npx vitest run per submission (${sampleSize} of them)`, naive);
  const ratio = peaceful / calm.seconds / naive;
  console.log(
    `without the hostile ones ${ratio.toFixed(0)} times as fast (at least 20 is the aim, and 30 a second on two cores)`,
  );
  if (kill) await killAndResume(size);
  await rm(folder, { recursive: true, force: true });
}

function row(title: string, rate: number, peakBytes?: number): void {
  const memory = peakBytes ? `   ${(peakBytes / 2 ** 20).toFixed(0)} MB at most` : '';
  console.log(`${title.padEnd(48)} ${rate.toFixed(2).padStart(7)} a second${memory}`);
}

async function gradeTimed(name: number | 'course' | 'peaceful') {
  const started = performance.now();
  const child = gradeClass(name, `out-${name}`);
  const memory = new MemoryWatch(child.pid as number);
  await ended(child);
  memory.stop();
  return { seconds: (performance.now() - started) / 1000, peakBytes: memory.peakBytes };
}

function gradeClass(
  name: number | 'course' | 'peaceful',
  out: string,
  ...args: string[]
): ChildProcess {
  const which = name === 'course' ? [] : ['--lesson', attackedLesson];
  const command = [path.join(folder, `class-${name}`), ...which, '--out', path.join(folder, out)];
  return spawn(process.execPath, ['--import', 'tsx', 'grader/grade.ts', ...command, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Rejects when something broke on our side. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) =>
    child.on('close', (code, signal) => {
      if (code) reject(new Error(`npm run grade ended with ${signal ?? code}`));
      else resolve();
    }),
  );
}

/** @returns honest submissions a second, one after the other */
async function timeVitest(size: number): Promise<number> {
  const at = path.join(folder, `class-${size}`);
  const students = (await readdir(at)).sort().slice(0, sampleSize);
  const started = performance.now();
  for (const student of students) {
    const env = { ...process.env, SUBJECT: path.relative(projectRoot, path.join(at, student)) };
    const args = ['vitest', 'run', `grader/suites/${attackedLesson}.test.ts`];
    const shell = process.platform === 'win32';
    await ended(spawn('npx', args, { cwd: projectRoot, env, shell, stdio: 'ignore' }));
  }
  return (1000 * students.length) / (performance.now() - started);
}

/** The same class once more, killed five times; then in three shards. Both must say the same. */
async function killAndResume(size: number): Promise<void> {
  const whole = await resultsIn(`out-${size}`);
  const lines = async () =>
    (await readFile(path.join(folder, 'out-killed/results.jsonl'), 'utf8').catch(() => '')).split(
      '\n',
    ).length;
  for (let time = 0; time < kills; time++) {
    const child = gradeClass(size, 'out-killed', '--resume');
    const gone = new Promise(resolve => child.on('close', resolve));
    const target = ((time + Math.random()) * size) / kills;
    while (child.exitCode === null && (await lines()) < target) await wait(20);
    child.kill('SIGKILL');
    await gone;
    console.log(`killed with SIGKILL after ${(await lines()) - 2} of ${size}`);
  }
  await ended(gradeClass(size, 'out-killed', '--resume'));
  verdict(
    'killed five times and resumed, it equals one run',
    (await resultsIn('out-killed')) === whole,
  );
  const shards = ['1/3', '2/3', '3/3'];
  for (const shard of shards) {
    await ended(gradeClass(size, `out-shard-${shard[0]}`, '--shard', shard));
  }
  const folders = shards.map(shard => path.join(folder, `out-shard-${shard[0]}`));
  const out = ['--out', path.join(folder, 'out-merged')];
  const args = ['--import', 'tsx', 'grader/grade.ts', 'merge', ...folders, ...out];
  await ended(spawn(process.execPath, args, { cwd: projectRoot, stdio: 'ignore' }));
  verdict('three shards, merged, equal one run', (await resultsIn('out-merged')) === whole);
}

function verdict(title: string, holds: boolean): void {
  console.log(`${title}: ${holds ? 'yes' : 'NO'}`);
  if (!holds) process.exitCode = 1;
}

async function resultsIn(out: string): Promise<string> {
  return timeless(await readFile(path.join(folder, out, 'results.json'), 'utf8'));
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
