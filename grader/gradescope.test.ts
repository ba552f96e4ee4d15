import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../course/course.ts';
import { writeWhole } from '../course/write.ts';
import { type ArchiveEntry, archiveEntries } from './gradescope-archive.ts';

const run = promisify(execFile);
let root: string;
let entries: Record<string, ArchiveEntry>;
const results = () => path.join(root, 'results/results.json');

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gradescope-'));
  entries = await archiveEntries(['nll']);
  for (const [file, { content }] of Object.entries(entries)) {
    await writeWhole(path.join(root, 'source', file), content);
  }
  const modules = path.join(projectRoot, 'node_modules');
  await symlink(modules, path.join(root, 'source/node_modules'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function autograde() {
  const options = { env: { ...process.env, VITEST: '', AUTOGRADER_ROOT: root }, timeout: 60_000 };
  return run('bash', [path.join(root, 'source/run_autograder')], options);
}

it('holds both scripts at its top, executable, and the suites of the lessons asked for', () => {
  for (const script of ['setup.sh', 'run_autograder']) {
    expect(entries[script].executable).toBe(true);
    expect(entries[script].content.toString()).toMatch(/^#!\/usr\/bin\/env bash\n/);
  }
  const files = Object.keys(entries);
  expect(files.filter(file => file.startsWith('grader/suites/'))).toEqual([
    'grader/suites/01-nll.test.ts',
  ]);
  expect(files.filter(file => /^(lessons|solutions)\//.test(file))).toEqual([
    'solutions/01-nll.ts',
    'lessons/01-nll.md',
  ]);
});

it('reads submission/ and writes results.json, from the first upload on', async () => {
  const solution = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
  await writeWhole(path.join(root, 'submission/exercises/01-nll.ts'), solution);
  await autograde();
  const right = JSON.parse(await readFile(results(), 'utf8'));
  const most = right.tests.reduce(
    (sum: number, test: { max_score: number }) => sum + test.max_score,
    0,
  );
  expect(right.score).toBe(most);
  expect(right.score).toBeGreaterThan(50);
  await writeWhole(path.join(root, 'submission/exercises/01-nll.ts'), 'export function (');
  await autograde();
  const invalid = JSON.parse(await readFile(results(), 'utf8'));
  expect(invalid.score).toBe(0);
  expect(invalid.output).toContain('01-nll.ts:1:');
}, 60_000);

it('leaves no grade behind when something breaks on our side', async () => {
  const suite = path.join(root, 'source/grader/suites/01-nll.test.ts');
  const text = await readFile(suite, 'utf8');
  const solution = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
  await writeWhole(path.join(root, 'submission/exercises/01-nll.ts'), solution);
  await writeWhole(suite, text.replace('near(await call(0.2)', 'nowhere(await call(0.2)'));
  const broken = await autograde().then(
    () => undefined,
    error => error as { code: number; stdout: string },
  );
  expect(broken?.code).toBe(1);
  expect(broken?.stdout).toContain('nll broke on our side');
  await expect(access(results())).rejects.toThrow();
}, 60_000);
