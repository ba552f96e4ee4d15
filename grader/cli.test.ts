import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../course/course.ts';
import { writeWhole } from '../course/write.ts';
import type { Results, Submission } from './results.ts';

const run = promisify(execFile);

interface Ended {
  code: number;
  output: string;
}

/** Runs one of our commands as a person would; colours are taken out of what it prints. */
async function command(script: string, ...args: string[]): Promise<Ended> {
  const argv = ['--import', 'tsx', `grader/${script}.ts`, ...args];
  const options = { cwd: projectRoot, env: { ...process.env, VITEST: '' }, timeout: 60_000 };
  try {
    const { stdout, stderr } = await run(process.execPath, argv, options);
    return { code: 0, output: stripVTControlCharacters(stdout + stderr) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stripVTControlCharacters(stdout + stderr) };
  }
}

let folder: string;
let stub: string;
let reference: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grader-'));
  reference = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
  const { deriveStub } = await import('../course/stub.ts');
  stub = deriveStub(reference, '01-nll.ts');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The stub with some tasks written. */
function solving(bodies: Record<string, string>): string {
  return Object.entries(bodies).reduce(
    (text, [task, body]) => text.replace(`throw new Error('to do: ${task}');`, body),
    stub,
  );
}

const right = {
  surprisal: 'return probability === 1 ? 0 : -Math.log(probability);',
  negativeLogLikelihood:
    'return probabilities.reduce((sum, p) => sum + (p === 1 ? 0 : -Math.log(p)), 0);',
};

async function judged(source: string, ...args: string[]): Promise<Ended> {
  const exercises = await mkdtemp(path.join(folder, 'exercises-'));
  await writeFile(path.join(exercises, '01-nll.ts'), source);
  return command('test', 'nll', ...args, '--folder', exercises);
}

describe('npm test', { concurrent: true }, () => {
  it('takes untouched stubs for work to do, not for a failure', async () => {
    const { code, output } = await judged(stub);
    expect(code).toBe(0);
    expect(output).toMatch(/○ surprisal +to do/);
    expect(output).toMatch(/Next: write surprisal in .*01-nll\.ts:\d+/);
  });

  it('passes right tasks and leaves the others to do', async () => {
    const { code, output } = await judged(solving(right));
    expect(code).toBe(0);
    expect(output).toMatch(/✓ surprisal/);
    expect(output).toMatch(/✓ negativeLogLikelihood/);
    expect(output).toMatch(/○ crossEntropy/);
  });

  it('shows the failing call, both values, and the mistake by name', async () => {
    const { code, output } = await judged(
      solving({ ...right, surprisal: 'return -Math.log2(probability);' }),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/✗ surprisal/);
    expect(output).toMatch(
      /surprisal\(0\.5\)\n +expected +0\.693147\n +received +1 +off by 0\.3069/,
    );
    expect(output).toMatch(/→ .*base 2/i);
    expect(output).toMatch(/✓ negativeLogLikelihood/);
  });

  it.each([
    ['a loop', 'while (true) {}', /did not return within 1 second\./],
    [
      'an exit',
      "(globalThis as any).Deno?.exit(0); throw new Error('still here');",
      /still here|ended its own process/,
    ],
    [
      'memory without end',
      'const all = []; for (;;) all.push(new Array(1e6).fill(probability));',
      /memory/,
    ],
  ])('lets %s cost its own task alone', async (_, body, message) => {
    const { code, output } = await judged(solving({ ...right, surprisal: body }));
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output).toMatch(/✓ negativeLogLikelihood/);
  });

  it('says file, line and column of a syntax error', async () => {
    const { code, output } = await judged(
      stub.replace('export function surprisal(', 'export function (('),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/01-nll\.ts:\d+:\d+: /);
    expect(output).toContain('^');
  });

  it('names a missing export and shows its signature', async () => {
    const { code, output } = await judged(
      stub.replace('export function surprisal', 'function surprisal'),
    );
    expect(code).toBe(1);
    expect(output).toContain('does not export "surprisal"');
    expect(output).toContain('export function surprisal(probability: number): number');
  });

  it('shows what the code printed', async () => {
    const { output } = await judged(
      solving({ surprisal: "console.log('p is', probability); return -Math.log(probability);" }),
    );
    expect(output).toMatch(/Your code printed:\n +p is 0\.5/);
  });

  it('judges chosen tasks, gives hints, and refuses unknown names with exit code 2', async () => {
    const one = await judged(solving(right), 'surprisal');
    expect(one.output).not.toContain('crossEntropy');
    const hint = await judged(stub, 'surprisal', '--hint');
    expect(hint.output).toMatch(/Hint 1 of \d for surprisal/);
    const lesson = await command('test', 'nil');
    expect(lesson).toMatchObject({ code: 2, output: expect.stringContaining('no lesson "nil"') });
    const task = await command('test', 'nll', 'surprise');
    expect(task).toMatchObject({ code: 2, output: expect.stringContaining('no task "surprise"') });
  });
});

describe('npm run grade', { concurrent: true }, () => {
  const fakePass = `${'console.log(JSON.stringify({ points: 1e9 }));'} console.log('Tests 99 passed');`;

  async function hand(name: string, source: string | undefined, place = '01-nll.ts') {
    const student = path.join(folder, 'class', name);
    await mkdir(student, { recursive: true });
    if (source !== undefined) await writeWhole(path.join(student, place), source);
  }

  async function grade(...args: string[]): Promise<{ ended: Ended; results: Results }> {
    const out = await mkdtemp(path.join(folder, 'out-'));
    const ended = await command(
      'grade',
      path.join(folder, 'class'),
      '--out',
      out,
      '--lesson',
      'nll',
      ...args,
    );
    const results = JSON.parse(await readFile(path.join(out, 'results.json'), 'utf8'));
    return { ended, results };
  }

  it('grades ten kinds of submission exactly, the same with one process or two', async () => {
    await hand('a-right', reference, 'exercises/01-nll.ts');
    await hand('b-partly', solving(right));
    await hand('c-untouched', stub);
    await hand('d-syntax', 'export function surprisal( {');
    await hand('e-missing', '// another file', '99-notes.ts');
    await hand('f-loop', solving({ ...right, surprisal: 'while (true) {}' }));
    await hand('g-process-exit', `process.exit(0);\n${reference}`);
    await hand('h-deno-exit', `declare const Deno: any;\nDeno.exit(0);\n${reference}`);
    await hand('i-fake-pass', `${fakePass}\n${stub}`);
    await hand('j-empty', undefined);
    await hand('k-linked', undefined);
    await symlink(
      path.join(projectRoot, 'solutions/01-nll.ts'),
      path.join(folder, 'class/k-linked/01-nll.ts'),
    );

    const { ended, results } = await grade('--jobs', '2');
    expect(ended.code, ended.output).toBe(0);
    const of = (id: string) => results.submissions.find(one => one.id.startsWith(id)) as Submission;
    const status = (id: string) => of(id).lessons[0].status;
    const points = (id: string, task: string) =>
      of(id).lessons[0].tasks.find(one => one.task === task)?.points ?? 0;
    const full = of('a').maxPoints;
    expect(of('a').points).toBe(full);
    expect(results.submissions.every(one => one.maxPoints === full)).toBe(true);

    const surprisal = points('a', 'surprisal');
    const likelihood = points('a', 'negativeLogLikelihood');
    expect(of('b').points).toBe(surprisal + likelihood);
    expect(of('f').points).toBe(likelihood);
    for (const id of 'cdeghijk') expect(of(id).points, id).toBe(0);
    expect(['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map(status)).toEqual([
      'graded',
      'invalid',
      'missing',
      'graded',
      'invalid',
      'invalid',
      'graded',
      'missing',
      'invalid',
    ]);
    expect(of('d').lessons[0].message).toMatch(/01-nll\.ts:1:\d+/);
    expect(of('k').lessons[0].message).toContain('not a plain file');

    const again = await grade('--jobs', '1');
    const timeless = ({ submissions }: Results) =>
      JSON.stringify(submissions, (key, value) => (key === 'durationMs' ? 0 : value));
    expect(timeless(again.results)).toBe(timeless(results));
  }, 120_000);

  it('exits with 2 and a sentence for a wrong call', async () => {
    const none = await command('grade', path.join(folder, 'nowhere'), '--out', folder);
    expect(none).toMatchObject({ code: 2, output: expect.stringContaining('is no folder') });
    const jobs = await command('grade', folder, '--out', folder, '--jobs', '0');
    expect(jobs).toMatchObject({ code: 2, output: expect.stringContaining('above 0') });
    const out = await command('grade', folder);
    expect(out).toMatchObject({ code: 2, output: expect.stringContaining('--out') });
  });
});
