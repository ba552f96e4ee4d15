import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';

/** Within the project, because Vitest looks for its packages from there. */
const folder = path.join(projectRoot, 'node_modules/.cache/objective-lessons/bench');
const exercises = path.join(folder, 'exercises');
const solved = path.join(exercises, '01-nll.ts');

/** How fast feedback is, as ratios against a bare Vitest run in the same session. */
export async function benchFeedback(rounds: number): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(exercises, { recursive: true });
  await copyFile(path.join(projectRoot, 'solutions/01-nll.ts'), solved);
  const tests = Array.from(
    { length: 10 },
    (_, n) => `test('${n}', () => expect(${n} + 1).toBe(${n + 1}));`,
  );
  const bareFile = path.join(folder, 'bare.test.ts');
  await writeFile(bareFile, `import { expect, test } from 'vitest';\n${tests.join('\n')}\n`);

  const bare: number[] = [];
  const once: number[] = [];
  const saved: number[] = [];
  const watching = await startWatching();
  for (let round = 0; round <= rounds; round++) {
    const times = [
      await timed('npx', ['vitest', 'run', '--root', folder]),
      await timed('npm', ['test', 'nll', '--', '--folder', exercises]),
      await timeSave(watching),
    ];
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round} of ${rounds}`);
    if (round === 0) continue; // The first one warms the caches.
    bare.push(times[0]);
    once.push(times[1]);
    saved.push(times[2]);
  }
  watching.kill('SIGINT');
  await rm(folder, { recursive: true, force: true });

  const base = median(bare);
  console.log(`\rmedian of ${rounds} rounds, in turn                 time     ratio   at most`);
  report('bare npx vitest run, one file of ten tests', base, base);
  report('npm test nll, a solved lesson', median(once), base, 1.5);
  report('--watch, from saving to the verdict', median(saved), base, 0.75);
}

function report(title: string, ms: number, against: number, limit?: number): void {
  const ratio = (ms / against).toFixed(2);
  console.log(
    `${title.padEnd(46)} ${(ms / 1000).toFixed(2)} s   ${ratio}    ${limit ?? ''}`.trimEnd(),
  );
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function timed(program: string, args: string[]): Promise<number> {
  const started = performance.now();
  const shell = process.platform === 'win32';
  const child = spawn(program, args, {
    cwd: projectRoot,
    shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', chunk => {
    output += chunk;
  });
  child.stderr.resume();
  return new Promise((resolve, reject) =>
    child.on('close', code => {
      if (code) reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`));
      else resolve(performance.now() - started);
    }),
  );
}

async function startWatching(): Promise<ChildProcess> {
  const args = ['--import', 'tsx', 'grader/test.ts', 'nll', '--watch', '--folder', exercises];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await printed(child, 'Watching');
  await new Promise(resolve => setTimeout(resolve, 500));
  return child;
}

async function timeSave(child: ChildProcess): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 300));
  const source = await readFile(solved, 'utf8');
  const verdict = printed(child, 'Judged in');
  const started = performance.now();
  await writeFile(solved, `${source}\n`);
  await verdict;
  return performance.now() - started;
}

function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise(resolve => {
    const read = (chunk: Buffer) => {
      if (!chunk.toString().includes(text)) return;
      child.stdout?.off('data', read);
      resolve();
    };
    child.stdout?.on('data', read);
  });
}
