import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { attackedLesson } from './attack-file.ts';
import { MemoryWatch } from './bench-memory.ts';
import { isHonest, writeClass, writeWholeCourse } from './bench-population.ts';
import type { Results } from './results.ts';
import { timeless } from './timeless.ts';

/** Within the project, so that Vitest finds what it needs. */
const folder = path.join(projectRoot, 'node_modules/.cache/objective-lessons/bench-class');
const sampleSize = 5;
const courseSize = 6;
const kills = 5;

/** How fast a synthetic class is graded, against Vitest as it is, a process a submission. */
export async function benchClass(size: number, kill: boolean): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const small = Math.min(100, size);
  const cores = availableParallelism();
  console.log(
    `A class that hands in ${attackedLesson}, on ${cores} cores: 55 % honest, 20 % partial, 23 % wrong, 2 % hostile`,
  );
  console.log(cells('graded', 'files', 'seconds', 'a second', 'memory at most'));
  // An attack that loops has its time at every task, by right; Vitest gets none of them.
  await gradeClassOf(small, 'peaceful', 'without the hostile');
  if (size > small) await gradeClassOf(size, 'peaceful', 'without the hostile');
  const mixed = await gradeClassOf(small, 'whole', 'the whole class');
  const all = size > small ? await gradeClassOf(size, 'whole', 'the whole class') : mixed;
  await writeWholeCourse(path.join(folder, 'class-course'), courseSize);
  const course = await gradeTimed('course');
  row('whole courses (every lesson)', courseSize, course);
  const naive = await timeVitest(`whole-${small}`);
  row('npx vitest run, one at a time', sampleSize, { seconds: sampleSize / naive });
  console.log('');
  const ratio = all.rate / naive;
  console.log(`${all.rate.toFixed(1)} a second, the hostile among them; asked: 30 on two cores`);
  console.log(`${ratio.toFixed(0)} times as fast as npx vitest run; asked: 20`);
  if (size > small && all.peakBytes && mixed.peakBytes) {
    const grown = 100 * (all.peakBytes / mixed.peakBytes - 1);
    console.log(
      `memory from ${small} to ${size}: ${grown >= 0 ? '+' : ''}${grown.toFixed(0)} %, the sandboxes left out`,
    );
  }
  if (kill) await killAndResume(size);
  await rm(folder, { recursive: true, force: true });
}

async function gradeClassOf(size: number, kind: 'peaceful' | 'whole', title: string) {
  const name = `${kind}-${size}`;
  const files = await writeClass(path.join(folder, `class-${name}`), size, kind === 'whole');
  const timed = await gradeTimed(name);
  row(title, files, timed);
  return { ...timed, rate: files / timed.seconds };
}

interface Timed {
  seconds: number;
  /** 0 where the system does not tell. */
  peakBytes?: number;
}

function row(title: string, files: number, { seconds, peakBytes }: Timed): void {
  const memory = peakBytes ? `${(peakBytes / 2 ** 20).toFixed(0)} MB` : '';
  const rate = (files / seconds).toFixed(2);
  console.log(cells(title, String(files), seconds.toFixed(1), rate, memory).trimEnd());
}

function cells(title: string, ...values: string[]): string {
  return (
    title.padEnd(32) + values.map((value, index) => value.padStart([7, 9, 10, 16][index])).join('')
  );
}

/** @param name of the class's folder */
async function gradeTimed(name: string): Promise<Timed> {
  const started = performance.now();
  const child = gradeClass(name, `out-${name}`);
  const memory = new MemoryWatch(child.pid as number);
  await ended(child);
  memory.stop();
  return { seconds: (performance.now() - started) / 1000, peakBytes: memory.peakBytes };
}

function gradeClass(name: string, out: string, ...args: string[]): ChildProcess {
  const which = name === 'course' ? [] : ['--lesson', attackedLesson];
  const command = [path.join(folder, `class-${name}`), ...which, '--out', path.join(folder, out)];
  return spawn(process.execPath, ['--import', 'tsx', 'grader/grade.ts', ...command, ...args], {
    cwd: projectRoot,
    // A progress bar passes by on a terminal; lines of progress would be mixed into the table.
    stdio: ['ignore', 'ignore', process.stderr.isTTY ? 'inherit' : 'ignore'],
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
async function timeVitest(name: string): Promise<number> {
  const at = path.join(folder, `class-${name}`);
  const students = (await readdir(at))
    .sort()
    .filter((_, student) => isHonest(student))
    .slice(0, sampleSize);
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
  const name = `whole-${size}`;
  const whole = await resultsIn(`out-${name}`);
  const lines = async () =>
    (await readFile(path.join(folder, 'out-killed/results.jsonl'), 'utf8').catch(() => '')).split(
      '\n',
    ).length;
  for (let time = 0; time < kills; time++) {
    const child = gradeClass(name, 'out-killed', '--resume');
    const gone = new Promise(resolve => child.on('close', resolve));
    const target = ((time + Math.random()) * size) / kills;
    while (child.exitCode === null && (await lines()) < target) await wait(20);
    child.kill('SIGKILL');
    await gone;
    console.log(`killed with SIGKILL after ${(await lines()) - 2} of ${size}`);
  }
  await ended(gradeClass(name, 'out-killed', '--resume'));
  verdict('killed five times and resumed, it equals one run', await resultsIn('out-killed'), whole);
  const shards = ['1/3', '2/3', '3/3'];
  for (const shard of shards) {
    await ended(gradeClass(name, `out-shard-${shard[0]}`, '--shard', shard));
  }
  const folders = shards.map(shard => path.join(folder, `out-shard-${shard[0]}`));
  const out = ['--out', path.join(folder, 'out-merged')];
  const args = ['--import', 'tsx', 'grader/grade.ts', 'merge', ...folders, ...out];
  await ended(spawn(process.execPath, args, { cwd: projectRoot, stdio: 'ignore' }));
  verdict('three shards, merged, equal one run', await resultsIn('out-merged'), whole);
}

function verdict(title: string, results: string, whole: string): void {
  const holds = results === whole;
  console.log(`${title}: ${holds ? 'yes' : `NO, ${different(results, whole).join(', ')}`}`);
  if (!holds) process.exitCode = 1;
}

/** Who is judged otherwise, and the first thing that tells. */
function different(one: string, other: string): string[] {
  const of = (results: string) => (JSON.parse(results) as Results).submissions;
  const known = new Map(of(other).map(submission => [submission.id, said(submission)]));
  return of(one).flatMap(submission => {
    const [now, then] = [said(submission), known.get(submission.id) ?? []];
    const at = now.findIndex((words, index) => words !== then[index]);
    return at < 0 ? [] : [`${submission.id}\n  ${now[at]}\n  ${then[at]}`];
  });
}

function said({ lessons }: Results['submissions'][number]): string[] {
  return lessons.flatMap(({ tasks, ...lesson }) =>
    [lesson, ...tasks.flatMap(({ tests }) => tests)].map(part => JSON.stringify(part)),
  );
}

async function resultsIn(out: string): Promise<string> {
  return timeless(await readFile(path.join(folder, out, 'results.json'), 'utf8'));
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
