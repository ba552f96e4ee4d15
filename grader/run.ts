import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { suiteDigest, suiteSource } from './assignment.ts';
import { UsageError } from './intake/usage-error.ts';

/** What decides the results of a run, besides the submissions. The first line of `results.jsonl`. */
export interface Run {
  version: 1;
  course: string;
  /** Digest of the code that judges, and of the versions of its packages. */
  grader: string;
  suites: Record<string, string>;
  seed: string;
  limits: { seconds: number };
  /** `2/3`: the second of three parts of a class. */
  shard?: string;
}

export async function describeRun(
  names: readonly string[],
  { seed, timeout, shard }: { seed: string; timeout: number; shard?: string },
): Promise<Run> {
  if ((await suiteSource()) === 'public') {
    throw new UsageError(
      'The suites are not here, so nothing can be graded. In a sealed handout, set GRADER_KEY to its key.',
    );
  }
  const packageFile = await readFile(path.join(projectRoot, 'package.json'), 'utf8');
  const { name, version, dependencies } = JSON.parse(packageFile);
  return {
    version: 1,
    course: `${name} ${version}`,
    grader: await digestOf(await code(), JSON.stringify(dependencies)),
    suites: Object.fromEntries(
      await Promise.all(names.map(async name => [name.slice(3), await suiteDigest(name)])),
    ),
    seed,
    limits: { seconds: timeout },
    ...(shard && { shard }),
  };
}

/** Names of what differs between two runs whose results must not be mixed. */
export function differences(one: Run, other: Run): string[] {
  const same = (key: keyof Run) => JSON.stringify(one[key]) === JSON.stringify(other[key]);
  const named: [keyof Run, string][] = [
    ['version', 'the format'],
    ['course', 'the version of the course'],
    ['grader', "the grader's code"],
    ['suites', 'the lessons or their suites'],
    ['seed', '--seed'],
    ['limits', '--timeout'],
  ];
  return named.filter(([key]) => !same(key)).map(([, words]) => words);
}

/** Everything that a worker runs: what it imports, and the sandbox, whose parts are not all imported. */
async function code(): Promise<string[]> {
  const sandbox = (await readdir(path.join(projectRoot, 'grader/sandbox')))
    .filter(name => name.endsWith('.ts') && !name.includes('.test.'))
    .map(name => `grader/sandbox/${name}`);
  const files = new Set(['grader/worker.ts', ...sandbox]);
  for (const file of files) {
    const text = await readFile(path.join(projectRoot, file), 'utf8').catch(() => '');
    for (const [, imported] of text.matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+\.ts)'/g)) {
      files.add(path.posix.join(path.posix.dirname(file), imported));
    }
  }
  return [...files].sort();
}

async function digestOf(files: readonly string[], more = ''): Promise<string> {
  const hash = createHash('sha256').update(more);
  for (const file of files) {
    hash.update(await readFile(path.join(projectRoot, file)).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}
