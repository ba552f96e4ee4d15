import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../course/course.ts';
import { writeWhole } from '../course/write.ts';
import { zipped } from './intake/pack.ts';
import type { Results } from './results.ts';
import { timeless } from './timeless.ts';

let folder: string;
let whole: string;
const students = ['ann', 'bea', 'cem', 'dov', 'eli', 'fay', 'gus'];
/** Whose file takes its time: a run is under way until then, however late a test is to stop it. */
const slow = { student: 'fay', code: 'for (const end = Date.now() + 800; Date.now() < end; );' };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grade-test-'));
  const reference = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
  for (const [index, student] of students.entries()) {
    const text = index % 2 ? reference : reference.replace('Math.log', 'Math.log2');
    const last = student === slow.student ? slow.code : `// ${student}`;
    await writeWhole(at('class', student, '01-nll.ts'), `${text}\n${last}\n`);
  }
  await writeWhole(
    at('class/hal.zip'),
    await zipped({ '../01-nll.ts': 'out', 'hal/01-nll.ts': reference }),
  );
  const { code, output } = await grade('whole', ['--jobs', '2']);
  expect(code, output).toBe(0);
  expect(output).toContain('hal: ../01-nll.ts leads out of the archive');
  whole = await resultsOf('whole');
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function at(...names: string[]): string {
  return path.join(folder, ...names);
}

function start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const argv = ['--import', 'tsx', 'grader/grade.ts', ...args];
  const clean = { VITEST: '', GITHUB_STEP_SUMMARY: '', GITHUB_ACTIONS: '', CI_NODE_INDEX: '' };
  return spawn(process.execPath, argv, {
    cwd: projectRoot,
    env: { ...process.env, ...clean, ...env },
  });
}

function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      output += chunk;
    });
  }
  return new Promise(resolve =>
    child.on('close', code => resolve({ code, output: stripVTControlCharacters(output) })),
  );
}

/** By one worker: a second one takes longer to start than to judge half of this class. */
function grade(out: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const all = [at('class'), '--lesson', 'nll', '--out', at(out), '--jobs', '1', ...args];
  return ended(start(all, env));
}

async function resultsOf(out: string): Promise<string> {
  return timeless(await readFile(at(out, 'results.json'), 'utf8'));
}

async function linesOf(out: string): Promise<string[]> {
  const text = await readFile(at(out, 'results.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

/** Starts a run and waits until it has judged so many files. */
async function underWay(out: string, files: number, ...args: string[]): Promise<ChildProcess> {
  const child = start([at('class'), '--lesson', 'nll', '--out', at(out), '--jobs', '1', ...args]);
  while ((await linesOf(out)).length <= files && child.exitCode === null) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return child;
}

describe('a run', { concurrent: true }, () => {
  it('that is killed goes on where it was, also after a torn line', async () => {
    for (const files of [1, 4]) {
      const child = await underWay('killed', files, '--resume');
      const gone = ended(child);
      child.kill('SIGKILL');
      await gone;
      await appendFile(at('killed/results.jsonl'), '{"id":"zzz","less');
    }
    const before = (await linesOf('killed')).length;
    expect(before).toBeGreaterThan(4);
    expect(before).toBeLessThan(9);
    const { code, output } = await grade('killed', ['--resume']);
    expect(code, output).toBe(0);
    expect(await resultsOf('killed')).toBe(whole);
  }, 240_000);

  it('that is interrupted keeps what was judged, says how to go on, and leaves no process', async ({
    expect, // its own, because others run beside it
  }) => {
    const child = await underWay('stopped', 2);
    const workers = await childrenOf(child.pid as number);
    const gone = ended(child);
    child.kill('SIGINT');
    const { code, output } = await gone;
    expect(code, output).toBe(130);
    expect(output).toMatch(/Stopped: \d of 8 files are judged and kept in .*--resume/);
    expect((await linesOf('stopped')).length).toBeGreaterThan(2);
    expect(await readdir(at('stopped'))).toEqual(['results.jsonl']);
    if (process.platform === 'linux') expect(workers.length).toBeGreaterThan(0);
    await expect.poll(() => workers.filter(lives), { timeout: 5000 }).toEqual([]);
    const other = await grade('stopped', ['--resume', '--seed', '2']);
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining('--seed differ') });
    expect((await grade('stopped', ['--resume'])).code).toBe(0);
    expect(await resultsOf('stopped')).toBe(whole);
  }, 240_000);

  it('judges again only what has changed', async () => {
    const cache = ['--cache', at('cache')];
    expect((await grade('first', cache)).code).toBe(0);
    const judged = async () => {
      const results = JSON.parse(await readFile(at('second/results.json'), 'utf8')) as Results;
      return results.submissions.map(({ lessons }) =>
        lessons[0].tasks.map(task => task.durationMs),
      );
    };
    const first = JSON.parse(await readFile(at('first/results.json'), 'utf8')) as Results;
    // A verdict that no judging gives shows where it came from.
    for (const name of await readdir(at('cache'))) {
      for (const file of await readdir(at('cache', name))) {
        const text = await readFile(at('cache', name, file), 'utf8');
        await writeWhole(
          at('cache', name, file),
          text.replace(/"durationMs":\d+/g, '"durationMs":7777'),
        );
      }
    }
    expect((await grade('second', cache)).code).toBe(0);
    expect(new Set((await judged()).flat())).toEqual(new Set([7777]));
    expect(await resultsOf('second')).toBe(timeless(`${JSON.stringify(first, null, 2)}\n`));
  }, 240_000);
});

describe('merge', { concurrent: true }, () => {
  it('makes one of three shards, and refuses what does not belong together', async () => {
    const env = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' };
    expect((await grade('s1', ['--shard', '1/3'])).code).toBe(0);
    expect((await grade('s2', [], env)).code).toBe(0);
    const out = ['--out', at('merged')];
    const early = await ended(start(['merge', at('s1'), at('s2'), ...out]));
    expect(early).toMatchObject({
      code: 2,
      output: expect.stringContaining('Shard 3/3 is missing'),
    });
    const job = { JOB_COMPLETION_INDEX: '2', JOB_COMPLETIONS: '3' };
    expect((await grade('s3', [], job)).code).toBe(0);
    const formats = ['--format', 'csv,junit,gradescope,html,github'];
    const merged = await ended(start(['merge', at('s1'), at('s2'), at('s3'), ...out, ...formats]));
    expect(merged.code, merged.output).toBe(0);
    expect(await resultsOf('merged')).toBe(whole);
    expect(await readdir(at('merged'))).toEqual(
      expect.arrayContaining([
        'gradebook.csv',
        'junit.xml',
        'gradescope',
        'students',
        'summary.md',
      ]),
    );
    expect(await readdir(at('merged/students'))).toHaveLength(8);
    const twice = await ended(start(['merge', at('s1'), at('whole'), ...out]));
    expect(twice).toMatchObject({
      code: 2,
      output: expect.stringMatching(/"\w+" is in .*s1 and in/),
    });
    expect((await grade('s4', ['--shard', '1/3', '--seed', '5'])).code).toBe(0);
    const mixed = await ended(start(['merge', at('s2'), at('s4'), ...out]));
    expect(mixed).toMatchObject({ code: 2, output: expect.stringContaining('--seed differ') });
  }, 240_000);

  it('says what is wrong with a shard or a format', async () => {
    const shard = await grade('x', ['--shard', '4/3']);
    expect(shard).toMatchObject({ code: 2, output: expect.stringContaining('no shard') });
    const format = await grade('x', ['--format', 'pdf']);
    expect(format).toMatchObject({ code: 2, output: expect.stringContaining('no format "pdf"') });
  }, 60_000);
});

describe('on GitHub Actions', () => {
  it('appends the summary and prints no student text as a command', async () => {
    await writeWhole(at('named/::error::x/01-nll.ts'), 'export const (');
    const summary = at('summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const args = [at('named'), '--lesson', 'nll', '--out', at('actions')];
    const { code, output } = await ended(start(args, env));
    expect(code, output).toBe(0);
    expect(await readFile(summary, 'utf8')).toMatch(/<code>[^<]*error[^<]*x<\/code> \| invalid/);
    const commands = output.split('\n').filter(line => line.startsWith('::'));
    expect(commands[0]).toMatch(/^::stop-commands::/);
    expect(commands.filter(line => line.startsWith('::error::x'))).toEqual([]);
    expect(commands.some(line => line.startsWith('::warning title='))).toBe(true);
  }, 120_000);
});

/** A process that has ended but was not waited for yet still has a number. */
function lives(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

async function childrenOf(root: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of process.platform === 'linux' ? await readdir('/proc') : []) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent === root) found.push(Number(name), ...(await childrenOf(Number(name))));
  }
  return found;
}
