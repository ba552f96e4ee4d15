/** `npm test [lesson] [tasks…]`: the student's loop. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { watch } from 'chokidar';
import { Command } from 'commander';
import colors from 'picocolors';
import { findLesson, lessonNames, projectRoot } from '../course/course.ts';
import { CourseError } from '../course/lesson.ts';
import { plainText, wrap } from '../course/plain-text.ts';
import { loadAssignment, suiteSource } from './assignment.ts';
import { type Assignment, judge } from './judge.ts';
import { seedOf } from './random.ts';
import { indent, type Judged, nextStep, studentReport, type Unit } from './reports/student.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { InvalidSubject, Subject } from './subject.ts';
import { typeErrors } from './type-errors.ts';

interface Options {
  watch?: boolean;
  hint?: true | string;
  seed: string;
  folder: string;
}

const program = new Command('npm test')
  .description('Judges your exercises. Options stand after "--": npm test nll -- --watch')
  .argument('[lesson]', 'id or number of a lesson; all when left out')
  .argument('[tasks...]', 'names of tasks; all of the lesson when left out')
  .option('--watch', 'judge again whenever a file is saved')
  .option('--hint [number]', 'show a hint for the task instead of judging it')
  .option('--seed <seed>', 'draw other random inputs', '1')
  .option('--folder <folder>', 'judge the files of another folder', 'exercises')
  .showHelpAfterError();

/** `npm test | head` ends us early; that is no error. */
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  throw error;
});

/** The first sandbox starts while the lesson is still being read. */
let warm: Sandbox | undefined = Sandbox.start();

try {
  program.parse();
  const [wanted, ...tasks] = program.args;
  const options = program.opts<Options>();
  const { names, only } = await choose(wanted, tasks);
  if (options.hint) process.exitCode = await showHint(names[0], only, options.hint);
  else if (options.watch) await keepJudging(names, only, options);
  else process.exitCode = await judgeAll(names, only, options);
} catch (error) {
  if (!(error instanceof CourseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  warm?.close();
}

/** `npm test surprisal` works too: the name of a task stands for its lesson. */
async function choose(wanted: string | undefined, tasks: string[]) {
  const names = await lessonNames();
  if (!wanted) return { names, only: undefined };
  try {
    const name = findLesson(names, wanted);
    const only = tasks.length ? tasks : undefined;
    if (only) await checkTasks(name, only);
    return { names: [name], only };
  } catch (error) {
    for (const name of names) {
      const { lesson } = await loadAssignment(name);
      if (lesson.tasks.some(task => task.name === wanted)) {
        return { names: [name], only: [wanted, ...tasks] };
      }
    }
    throw error;
  }
}

async function checkTasks(name: string, only: readonly string[]): Promise<void> {
  const { lesson } = await loadAssignment(name);
  const known = lesson.tasks.map(task => task.name);
  const unknown = only.filter(task => !known.includes(task));
  if (unknown.length) {
    throw new CourseError([
      `Lesson ${lesson.id} has no task "${unknown[0]}". It has: ${known.join(', ')}.`,
    ]);
  }
}

/** @returns the exit code: 1 when something that was started is wrong. */
async function judgeAll(
  names: readonly string[],
  only: readonly string[] | undefined,
  options: Options,
): Promise<number> {
  const judged: Judged[] = [];
  for (const name of names) {
    const file = `${options.folder}/${name}.ts`;
    const assignment = await loadAssignment(name);
    judged.push(await judgeFile(assignment, file, only, options));
  }
  console.log(nextStep(judged, await unit()));
  const wrong = judged.some(
    ({ result }) =>
      result.status !== 'graded' || result.tasks.some(task => task.status === 'failed'),
  );
  if (wrong) console.log(colors.dim(`      Random inputs follow from --seed ${options.seed}.`));
  return wrong ? 1 : 0;
}

async function judgeFile(
  assignment: Assignment,
  file: string,
  only: readonly string[] | undefined,
  options: Options,
): Promise<Judged> {
  let output = '';
  let source = '';
  let subject: Subject | undefined;
  const open = async () => {
    const ready = warm;
    warm = undefined;
    source = await readExercise(file);
    subject = await Subject.open(source, file, { sandbox: ready });
    return subject;
  };
  const seed = seedOf(options.seed, 'you', assignment.lesson.id);
  const result = await judge(assignment, open, { seed, file, only });
  output = subject?.output ?? '';
  console.log(studentReport(assignment.lesson, result, output, await unit()));
  if (result.tasks.some(task => task.status === 'failed')) {
    for (const error of await typeErrors(file)) console.log(colors.dim(`  types: ${error}`));
  }
  return {
    lesson: assignment.lesson,
    result,
    file,
    lineOf: task => {
      const at = source.search(new RegExp(`export (?:async )?(?:function|const|let) ${task}\\b`));
      return at < 0 ? undefined : source.slice(0, at).split('\n').length;
    },
  };
}

async function unit(): Promise<Unit> {
  return (await suiteSource()) === 'public' ? 'public checks' : 'points';
}

async function readExercise(file: string): Promise<string> {
  return readFile(path.resolve(projectRoot, file), 'utf8').catch(() => {
    throw new InvalidSubject(`${file} is missing. Bring the stub back: git checkout ${file}.`);
  });
}

async function keepJudging(
  names: readonly string[],
  only: readonly string[] | undefined,
  options: Options,
): Promise<void> {
  const folder = path.resolve(projectRoot, options.folder);
  await judgeAll(names, only, options);
  const waiting = () => console.log(colors.dim('Watching. Save a file to judge it; Ctrl-C ends.'));
  waiting();
  let queue = Promise.resolve();
  watch(folder, { ignoreInitial: true, depth: 0 }).on('all', (_, changed) => {
    const name = path.basename(changed, '.ts');
    if (!names.includes(name)) return;
    queue = queue.then(async () => {
      const started = performance.now();
      if (process.stdout.isTTY) console.log('\u001bc');
      await judgeAll([name], only, options);
      console.log(colors.dim(`Judged in ${Math.round(performance.now() - started)} ms.`));
      waiting();
      warm ??= Sandbox.start();
    });
  });
  warm ??= Sandbox.start();
  await new Promise<void>(resolve => process.once('SIGINT', () => resolve()));
  process.exit(0);
}

async function showHint(
  name: string,
  only: readonly string[] | undefined,
  wanted: true | string,
): Promise<number> {
  const { lesson } = await loadAssignment(name);
  if (only?.length !== 1) {
    console.error(`Name one task: npm test ${lesson.id} ${lesson.tasks[0].name} -- --hint`);
    return 2;
  }
  const task = lesson.tasks.find(({ name: known }) => known === only[0]);
  const hints = task?.hints ?? [];
  const number = wanted === true ? 1 : Number(wanted);
  const hint = hints[number - 1];
  if (!hint) {
    console.error(`${only[0]} has ${hints.length} hints: --hint 1 to --hint ${hints.length}.`);
    return 2;
  }
  console.log(`Hint ${number} of ${hints.length} for ${only[0]}:`);
  console.log(indent(wrap(plainText(hint), 84).join('\n'), 2).join('\n'));
  if (number < hints.length) {
    const more = `npm test ${lesson.id} ${only[0]} -- --hint ${number + 1}`;
    console.log(colors.dim(`The next one says more: ${more}`));
  }
  return 0;
}
