/** `npm run grade -- SUBMISSIONS --out DIR`: the instructor's way through the course. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { findLesson, lessonNames, projectRoot } from '../course/course.ts';
import { CourseError } from '../course/lesson.ts';
import { writeWhole } from '../course/write.ts';
import { loadAssignment } from './assignment.ts';
import { blank } from './judge.ts';
import { type Job, runJobs } from './pool.ts';
import { seedOf } from './random.ts';
import { Progress } from './reports/progress.ts';
import { gradeTable } from './reports/table.ts';
import type { LessonResult, Results } from './results.ts';
import { defaultLimits } from './sandbox/limits.ts';
import { findSubmissions, UsageError } from './submissions.ts';

interface Options {
  out: string;
  lesson?: string[];
  jobs: number;
  timeout: number;
  seed: string;
}

const program = new Command('npm run grade --')
  .description('Grades a folder of submissions, one folder a student.')
  .argument('<submissions>', 'holds alice/01-nll.ts or alice/exercises/01-nll.ts, and so on')
  .requiredOption('--out <dir>', 'where results.json goes')
  .option('--lesson <id...>', 'only these lessons')
  .option('--jobs <n>', 'files judged at once', positive, availableParallelism())
  .option('--timeout <seconds>', 'time that one call may take', positive, defaultLimits.seconds)
  .option('--seed <seed>', 'from which every random input follows', '1')
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0));

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError(`${text} is not a number above 0.`);
  return value;
}

try {
  program.parse();
  process.exitCode = await grade(program.args[0], program.opts<Options>());
} catch (error) {
  if (!(error instanceof UsageError || error instanceof CourseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** @returns the exit code: 1 when something broke on our side. */
async function grade(root: string, options: Options): Promise<number> {
  const all = await lessonNames();
  const names = options.lesson?.map(wanted => findLesson(all, wanted)) ?? all;
  const folders = await findSubmissions(root);
  const jobs: (Omit<Job, 'number'> & { id: string })[] = folders.flatMap(({ id, folder }) =>
    names.map(lesson => ({
      id,
      folder,
      lesson,
      seed: seedOf(options.seed, id, lesson.slice(3)),
      limits: { seconds: options.timeout },
    })),
  );
  const judged: LessonResult[] = new Array(jobs.length);
  const progress = new Progress(jobs.length, 'files');
  const broken: LessonResult[] = [];
  for (const [index, { lesson, seed }] of jobs.entries()) {
    // Until a worker answers, a file counts as broken: what is lost is never a zero.
    const lost = { ...blank(await loadAssignment(lesson), { seed }), status: 'broken' as const };
    broken[index] = lost;
  }
  await runJobs(jobs, options.jobs, (index, result, error) => {
    judged[index] = result ?? { ...broken[index], message: error };
    progress.step(jobs[index].id);
  });
  progress.end();
  const results: Results = {
    version: 1,
    course: await courseVersion(),
    suites: await digests(names),
    submissions: folders.map(({ id }) => {
      const lessons = judged.filter((_, index) => jobs[index].id === id);
      const sum = (key: 'points' | 'maxPoints') =>
        lessons.reduce((total, lesson) => total + lesson[key], 0);
      return { id, points: sum('points'), maxPoints: sum('maxPoints'), lessons };
    }),
  };
  const file = path.join(options.out, 'results.json');
  await writeWhole(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(gradeTable(results));
  console.log(`Written to ${file}`);
  return judged.some(({ status }) => status === 'broken') ? 1 : 0;
}

async function courseVersion(): Promise<string> {
  const text = await readFile(path.join(projectRoot, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `${name} ${version}`;
}

/** Whatever decides a grade: the suite, the examples in the lesson, and the reference. */
async function digests(names: readonly string[]): Promise<Record<string, string>> {
  const digest = async (name: string) => {
    const files = [`grader/suites/${name}.test.ts`, `lessons/${name}.md`, `solutions/${name}.ts`];
    const hash = createHash('sha256');
    for (const file of files) hash.update(await readFile(path.join(projectRoot, file)));
    return [name.slice(3), hash.digest('hex').slice(0, 16)] as const;
  };
  return Object.fromEntries(await Promise.all(names.map(digest)));
}
