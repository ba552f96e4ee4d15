import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lessonNames, projectRoot } from '../course/course.ts';
import { deriveStub } from '../course/stub.ts';
import { writeWhole } from '../course/write.ts';
import { writeHandout } from './handout-folder.ts';

const run = promisify(execFile);
const key = randomBytes(32);
let folder: string;
let plain: string;
let sealed: string;
let listed: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'handout-'));
  plain = path.join(folder, 'plain');
  sealed = path.join(folder, 'sealed');
  listed = await writeHandout(plain);
  await writeHandout(sealed, key);
  for (const handout of [plain, sealed]) {
    await symlink(path.join(projectRoot, 'node_modules'), path.join(handout, 'node_modules'));
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function command(cwd: string, script: string, args: string[], env: object = {}) {
  const argv = ['--import', 'tsx', `grader/${script}.ts`, ...args];
  const options = {
    cwd,
    env: { ...process.env, VITEST: '', GRADER_KEY: '', ...env },
    timeout: 100_000,
  };
  const ended = await run(process.execPath, argv, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    error => error as { code: number; stdout: string; stderr: string },
  );
  return { code: ended.code, output: stripVTControlCharacters(ended.stdout + ended.stderr) };
}

/** Without comments, blanks and punctuation at its ends: what is left is the idea. */
const bare = (line: string) =>
  line
    .replace(/\/\/.*$/, '')
    .trim()
    .replace(/\s+/g, ' ');

/** Lines long enough to be somebody's thought: of solution regions, suites and misconceptions. */
async function secrets(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // What a stub shows is open, and so is that shares are weights over their total.
  const open = [await readFile(path.join(projectRoot, 'grader/random.ts'), 'utf8')];
  const note = (text: string, file: string) => {
    for (const line of text.split('\n').map(bare)) {
      if (line.length >= 32 && !/^(import|export|\*|\/\*)/.test(line)) found.set(line, file);
    }
  };
  for (const name of await lessonNames()) {
    const read = (file: string) => readFile(path.join(projectRoot, file), 'utf8');
    const solution = await read(`solutions/${name}.ts`);
    open.push(deriveStub(solution, name));
    for (const [, region] of solution.matchAll(/#region solution([\s\S]*?)#endregion/g)) {
      note(region, `solutions/${name}.ts`);
    }
    for (const file of [
      `grader/suites/${name}.test.ts`,
      `grader/misconceptions/${name}.ts`,
      `grader/variants/${name}.ts`,
    ]) {
      note(await read(file).catch(() => ''), file);
    }
  }
  for (const line of open.join('\n').split('\n').map(bare)) found.delete(line);
  return found;
}

describe('a handout', () => {
  it('holds no room of ours that is hidden, and no file beside those listed', async () => {
    const entries = await readdir(plain, { recursive: true, withFileTypes: true });
    const files = entries
      .filter(entry => entry.isFile())
      .map(entry => path.relative(plain, path.join(entry.parentPath, entry.name)));
    expect(files.sort()).toEqual(listed);
    const forbidden =
      /suites|misconceptions|variants|hostile|equivalents|^solutions|^site|\.test\.|\.map$|\.(zip|t?gz)$/;
    expect(listed.filter(file => forbidden.test(file))).toEqual([]);
  });

  it('holds no line of a solution, a suite or a misconception', async () => {
    const hidden = await secrets();
    expect(hidden.size).toBeGreaterThan(1000);
    const leaks: string[] = [];
    for (const handout of [plain, sealed]) {
      for (const file of listed) {
        const lines = (await readFile(path.join(handout, file), 'utf8')).split('\n').map(bare);
        for (const line of lines) {
          if (hidden.has(line)) leaks.push(`${file}: ${line} (${hidden.get(line)})`);
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  it('runs the public checks, and says that hidden ones count too', async () => {
    const fresh = await command(plain, 'test', ['nll']);
    expect(fresh).toMatchObject({ code: 0 });
    expect(fresh.output).toMatch(/0 \/ \d+ public checks/);
    const solution = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
    await writeWhole(path.join(folder, 'right/01-nll.ts'), solution);
    const right = await command(plain, 'test', ['nll', '--folder', path.join(folder, 'right')]);
    expect(right).toMatchObject({ code: 0 });
    expect(right.output).toContain('The public checks of these tasks passed.');
    expect(right.output).toContain('Hidden checks count in your grade as well');
    expect(right.output).not.toMatch(/all checks/i);
    await writeWhole(
      path.join(folder, 'wrong/01-nll.ts'),
      solution.replace(/Math\.log\(/g, 'Math.log2('),
    );
    const wrong = await command(plain, 'test', ['nll', '--folder', path.join(folder, 'wrong')]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.output).toMatch(/surprisal\(0\.5\)\n +expected +0\.693147\n +received +1/);
  }, 60_000);

  it('has a lock that npm accepts, with the versions and checksums of ours', async () => {
    const read = async (root: string) =>
      JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')).packages;
    const [ours, theirs] = [await read(projectRoot), await read(plain)];
    for (const [place, { version, integrity }] of Object.entries<Record<string, string>>(theirs)) {
      if (place)
        expect(ours[place]).toMatchObject(integrity ? { version, integrity } : { version });
    }
    expect(theirs).not.toHaveProperty('node_modules/@tensorflow/tfjs-node');
    expect(theirs).not.toHaveProperty('node_modules/katex');
    const copy = path.join(folder, 'lock');
    for (const file of ['package.json', 'package-lock.json']) {
      await writeWhole(path.join(copy, file), await readFile(path.join(plain, file)));
    }
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = [
      'ci',
      '--dry-run',
      '--offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=notice',
    ];
    const { stdout } = await run(npm, args, { cwd: copy, shell: process.platform === 'win32' });
    expect(stdout).toMatch(/added \d+ packages/);
  }, 60_000);

  it('is not written over another folder', async () => {
    await expect(writeHandout(plain)).rejects.toThrow(/is not empty/);
  });
});

describe('a sealed handout', () => {
  const environment = { GRADER_KEY: key.toString('hex') };

  /** Tries every way to the key that a process may have. */
  const spy = `declare const Deno: any, process: any;
const attempts: (() => unknown)[] = [
  () => Deno.env.toObject(), () => Deno.env.get('GRADER_KEY'), () => process.env.GRADER_KEY,
  () => Deno.readTextFileSync('/proc/self/environ'), () => Deno.readTextFileSync(\`/proc/\${Deno.ppid}/environ\`),
];
const seen = attempts.map(attempt => { try { return String(JSON.stringify(attempt())); } catch (error) { return String(error); } });
export function surprisal() { throw new Error(seen.join('; ')); }`;

  beforeAll(async () => {
    const students = path.join(folder, 'class');
    const solutions = { ada: '01-nll', ben: '03-reward-model' };
    for (const [student, name] of Object.entries(solutions)) {
      const text = await readFile(path.join(projectRoot, `solutions/${name}.ts`), 'utf8');
      await writeWhole(path.join(students, student, `${name}.ts`), text);
      const wrong = text.replace(/Math\.log\(/g, 'Math.log2(');
      if (student === 'ada') await writeWhole(path.join(students, 'cyd', `${name}.ts`), wrong);
    }
    await mkdir(path.join(students, 'none'), { recursive: true });
    await writeWhole(path.join(students, 'spy', '01-nll.ts'), spy);
  });

  async function grade(root: string): Promise<{ output: string; results: string }> {
    const out = await mkdtemp(path.join(folder, 'out-'));
    const students = path.join(folder, 'class');
    const args = [students, '--out', out, '--lesson', 'nll', 'reward-model', '--jobs', '1'];
    const { code, output } = await command(root, 'grade', args, environment);
    expect(code, output).toBe(0);
    const results = await readFile(path.join(out, 'results.json'), 'utf8');
    return { output, results: results.replace(/"durationMs": \d+/g, '"durationMs": 0') };
  }

  it('gives the same grades as the project, whatever a student did to the lessons', async () => {
    const lesson = path.join(sealed, 'lessons/01-nll.md');
    const text = await readFile(lesson, 'utf8');
    await writeWhole(lesson, text.replace(/\/\/ [\d.]+$/gm, '// 42'));
    const ours = await grade(projectRoot);
    const theirs = await grade(sealed);
    await writeWhole(lesson, text);
    expect(theirs.results).toBe(ours.results);
    expect(ours.results).toContain('"misconception": "base-two"');
    // The one who looked for the key found none.
    expect(ours.results).toContain('surprisal(0.5)');
    expect(theirs.results + theirs.output).not.toContain(environment.GRADER_KEY);
  }, 180_000);

  it('writes no plain text of a suite while it grades', async () => {
    const entries = await readdir(sealed, { recursive: true });
    expect(entries.filter(file => /suites|misconceptions|solutions/.test(file))).toEqual([]);
  });

  it('grades nothing without its key or with another, and still runs the public checks', async () => {
    const args = [path.join(folder, 'class'), '--out', path.join(folder, 'nothing')];
    const none = await command(sealed, 'grade', args);
    expect(none).toMatchObject({ code: 2, output: expect.stringContaining('set GRADER_KEY') });
    const other = await command(sealed, 'grade', args, {
      GRADER_KEY: randomBytes(32).toString('hex'),
    });
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining('does not open') });
    const tests = await command(sealed, 'test', ['nll']);
    expect(tests).toMatchObject({ code: 0, output: expect.stringContaining('public checks') });
  }, 60_000);
});
