/**
 * `npm run check`: everything that must hold, one step after the other. Last it says once more what did
 * not, because a log of CI is often kept by its end alone, and then the counts.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import colors from 'picocolors';
import { projectRoot } from './course.ts';

interface Step {
  title: string;
  /** A program of node_modules/.bin, or a script of ours to run with tsx. */
  command: string[];
}

const steps: Step[] = [
  { title: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { title: 'types', command: ['tsc', '--noEmit', '--project', '.'] },
  { title: 'audit of the course', command: ['tsx', 'course/audit.ts'] },
  {
    title: 'suites against the reference, tests, browser',
    command: ['vitest', 'run', '--maxWorkers=2', '--maxConcurrency=2', '--testTimeout=60000'],
  },
  { title: 'wrong answers caught, right ones accepted', command: ['tsx', 'grader/strength.ts'] },
  { title: 'hostile files score nothing', command: ['tsx', 'grader/attack.ts'] },
];

/** Lines of one step's failure that are said again. */
const saidAgain = 60;

const failures: string[] = [];
let passed = 0;
let failed = 0;
const started = performance.now();
for (const step of steps) {
  const begun = performance.now();
  process.stdout.write(`${colors.bold(step.title)} …\n`);
  const { code, output } = await run(step.command);
  const count = counted(output) ?? { passed: code ? 0 : 1, failed: code ? 1 : 0 };
  if (code && !count.failed) count.failed = 1;
  passed += count.passed;
  failed += count.failed;
  if (code) failures.push(`${colors.red('✗')} ${colors.bold(step.title)}\n${told(output)}`);
  const mark = code ? colors.red('✗') : colors.green('✓');
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${mark} ${step.title}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`,
  );
}
for (const failure of failures) console.log(`\n${failure}\n`);
console.log(colors.dim(`in ${((performance.now() - started) / 1000).toFixed(0)} s`));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

function run([program, ...args]: string[]): Promise<{ code: number; output: string }> {
  const bin = path.join(projectRoot, 'node_modules/.bin', program);
  const shell = process.platform === 'win32';
  return new Promise(resolve => {
    const child = spawn(bin, args, { cwd: projectRoot, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on('error', error => resolve({ code: 1, output: error.message }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/** Vitest and our own scripts say how much they checked; other programs count as one. */
function counted(output: string): { passed: number; failed: number } | undefined {
  const text = stripVTControlCharacters(output);
  const vitest = /^\s*Tests\s+(?:(\d+) failed \| )?(?:(\d+) passed)?/m.exec(text);
  if (vitest) return { failed: Number(vitest[1] ?? 0), passed: Number(vitest[2] ?? 0) };
  const own = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return own ? { passed: Number(own[1]), failed: Number(own[2]) } : undefined;
}

/** What a step's output tells of its failure: Vitest sums up last, our scripts mark a line; of others, the end. */
function told(output: string): string {
  const lines = output.trimEnd().split('\n');
  const summary = lines.findIndex(line =>
    /⎯ Failed (Tests|Suites) \d/.test(stripVTControlCharacters(line)),
  );
  if (summary >= 0) return lines.slice(summary, summary + saidAgain).join('\n');
  const marked = lines.filter(line => stripVTControlCharacters(line).startsWith('✗'));
  return (marked.length ? marked : lines).slice(-saidAgain).join('\n');
}
