/** `npm run grade -- SUBMISSIONS --out DIR`: the instructor's way through the course. */
import { copyFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { findLesson, lessonNames } from '../course/course.ts';
import { CourseError } from '../course/lesson.ts';
import { printStudentText, writeGradebook } from './gradebook.ts';
import { Grading } from './grading.ts';
import { type Found, findSubmissions } from './intake/find.ts';
import type { Refusal } from './intake/submission.ts';
import { UsageError } from './intake/usage-error.ts';
import { Journal } from './journal.ts';
import { mergeRuns } from './merge.ts';
import type { Record } from './record.ts';
import { formats } from './reports/format.ts';
import { Progress } from './reports/progress.ts';
import { visible } from './reports/visible.ts';
import { readFormats } from './reports/write-formats.ts';
import type { LessonResult } from './results.ts';
import { describeRun, differences, type Run } from './run.ts';
import { defaultLimits } from './sandbox/limits.ts';
import { inShard, readShard } from './shard.ts';
import { VerdictCache } from './verdict-cache.ts';

interface ReportOptions {
  out: string;
  format?: string;
  site: string;
}

interface Options extends ReportOptions {
  lesson?: string[];
  jobs: number;
  timeout: number;
  seed: string;
  shard?: string;
  resume?: boolean;
  cache?: string | false;
}

const interrupted = 130;

const gradeCommand = new Command('npm run grade --')
  .description('Grades the submissions of a class.')
  .argument(
    '<submissions>',
    'a folder or an archive that holds alice/01-nll.ts, bob.zip, and so on',
  )
  .option('--lesson <id...>', 'only these lessons')
  .option('--jobs <n>', 'files judged at once', whole, availableParallelism())
  .option('--timeout <seconds>', 'time that one call may take', positive, defaultLimits.seconds)
  .option('--seed <seed>', 'from which every random input follows', '1')
  .option('--shard <i/n>', 'only the i-th of n parts of the class')
  .option('--resume', 'go on with the run in --out, and refuse to start another')
  .option('--cache <dir>', 'keep verdicts there, for runs into other folders')
  .option('--no-cache', 'judge again what is judged already')
  .addHelpText('after', '\nnpm run grade -- merge DIR… --out DIR puts several runs together.')
  .action(async (root: string, options: Options) => finish(() => grade(root, options)));
const mergeCommand = new Command('npm run grade -- merge')
  .description('Puts the results of several runs together, such as the shards of a class.')
  .argument('<dirs...>', 'folders that were given as --out')
  .action(async (folders: string[], options: ReportOptions) =>
    finish(() => merge(folders, options)),
  );
const [first, ...rest] = process.argv.slice(2);
const command = first === 'merge' ? mergeCommand : gradeCommand;
await command
  .requiredOption('--out <dir>', 'where results.json goes')
  .option('--format <names>', `more forms beside it: ${Object.keys(formats).join(',')}`)
  .option('--site <url>', 'where the course is published, for links', '')
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0))
  .parseAsync(command === mergeCommand ? rest : process.argv.slice(2), { from: 'user' });

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError(`${text} is not a number above 0.`);
  return value;
}

function whole(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError(`${text} is not a whole number.`);
  return value;
}

async function finish(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** @returns the exit code: 1 when something broke on our side. */
async function grade(root: string, options: Options): Promise<number> {
  const all = await lessonNames();
  const wanted = options.lesson?.map(one => findLesson(all, one)) ?? all;
  const names = all.filter(name => wanted.includes(name));
  const wantedFormats = readFormats(options.format);
  const shard = readShard(options.shard);
  const run = await describeRun(names, {
    ...options,
    shard: shard && `${shard.index}/${shard.of}`,
  });
  const found = await findSubmissions(root, all);
  let journal: Journal | undefined;
  try {
    tellRefused(path.basename(root), found.refused);
    journal = await openJournal(options, run);
    const submissions = inShard(found.submissions, shard);
    journal.retain(new Set(submissions.map(({ id }) => id)));
    const total = submissions.length * names.length;
    const stopped = await judgeAll({ ...found, submissions }, journal, names, all, options);
    if (stopped !== undefined) {
      console.error(
        `Stopped: ${stopped} of ${total} files are judged and kept in ${journal.file}. Go on with the same command and --resume.`,
      );
      return interrupted;
    }
    const ids = submissions.map(({ id }) => id);
    const reports = { ...options, lessons: names, formats: wantedFormats };
    return await writeGradebook(recordOf(journal, ids), reports);
  } finally {
    journal?.close();
    await found.close();
  }
}

/** @returns how far it came, when it was interrupted. */
async function judgeAll(
  { submissions }: Found,
  journal: Journal,
  names: readonly string[],
  lessons: readonly string[],
  { jobs, cache }: Options,
): Promise<number | undefined> {
  const progress = new Progress(submissions.length * names.length, 'files');
  const watcher = {
    step: (id: string, known: boolean) => progress.step(visible(id), known),
    refused: tellRefused,
  };
  const stored = cache ? new VerdictCache(cache, journal.run as Run) : undefined;
  const grading = new Grading(journal, names, watcher, stored);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    // A second one ends it at once; what was judged is on the disk.
    if (stopping) process.exit(interrupted);
    stopping = grading.stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  await grading.judge(submissions, lessons, jobs);
  await stopping;
  for (const signal of signals) process.off(signal, stop);
  progress.end();
  return stopping && progress.done;
}

/** Results of another run are never mixed with new ones; those of this one are never judged twice. */
async function openJournal({ out, resume, cache }: Options, run: Run): Promise<Journal> {
  const journal = new Journal(out);
  const other = journal.run;
  const different = other ? differences(other, run) : [];
  if (other && other.shard !== run.shard) different.push('--shard');
  if (resume && different.length) {
    journal.close();
    throw new UsageError(
      `${out} holds results of another run: ${different.join(', ')} differ. Give what was given then, or leave --resume out to grade everything again.`,
    );
  }
  if (other && different.length && journal.size) {
    const kept = path.join(out, 'results.previous.jsonl');
    await copyFile(journal.file, kept);
    console.error(
      `${out} held another run (${different.join(', ')} differ); it is kept in ${kept}.`,
    );
  }
  if (!other || different.length || (cache === false && !resume)) journal.start(run);
  // What stands there is complete, or it does not stand there.
  await rm(path.join(out, 'results.json'), { force: true });
  return journal;
}

function recordOf(journal: Journal, ids: readonly string[]): Record {
  const { version, course, suites } = journal.run as Run;
  return {
    head: { version, course, suites },
    ids,
    read: (id, lesson) => journal.read(id, lesson)?.result as LessonResult,
  };
}

function tellRefused(id: string, refusals: readonly Refusal[]): void {
  const lines = refusals.slice(0, 3).map(({ name, why }) => `${id}: ${name} ${why}.`);
  if (refusals.length > 3) lines.push(`${id}: and ${refusals.length - 3} more.`);
  for (const line of lines) printStudentText(visible(line), console.error);
}

async function merge(folders: string[], options: ReportOptions): Promise<number> {
  const wantedFormats = readFormats(options.format);
  const record = await mergeRuns(folders);
  const all = await lessonNames();
  const lessons = Object.keys(record.head.suites).map(id => findLesson(all, id));
  return writeGradebook(record, { ...options, lessons, formats: wantedFormats });
}
