/**
 * `npm run strength [lesson…]`: how good the suites are. Each known wrong answer has to fail its task
 * and be named, each right variant has to pass, an untouched stub has to be "to do", and nearly every
 * small change to the reference has to be noticed.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import colors from 'picocolors';
import { findLesson, lessonNames, projectRoot } from '../course/course.ts';
import { loadAnswers, loadAssignment } from './assignment.ts';
import { type Assignment, judge } from './judge.ts';
import type { Answers } from './misconception.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { Progress } from './reports/progress.ts';
import type { LessonResult } from './results.ts';
import { Subject } from './subject.ts';

interface Row {
  lesson: string;
  caught: number;
  misconceptions: number;
  accepted: number;
  variants: number;
  killed: number;
  mutants: number;
  equivalent: number;
  problems: string[];
}

/** The least share of mutants that a suite has to kill, once the equivalent ones are set aside. */
const leastScore = 0.95;

/** A mutant that loops is a mutant killed; waiting longer would only say so later. */
const mutantSeconds = 0.75;

const all = await lessonNames();
const wanted = process.argv.slice(2);
const names = wanted.length ? wanted.map(name => findLesson(all, name)) : all;
const rows: Row[] = [];
for (const name of names) rows.push(await measure(name));

const columns = ['misconceptions caught', 'right variants accepted', 'mutants killed', 'score'];
console.log(colors.bold(['lesson'.padEnd(25), ...columns].join('  ')));
for (const row of rows) {
  const aside = row.equivalent ? ` (${row.equivalent} equivalent)` : '';
  const cells = [
    `${row.caught} of ${row.misconceptions}`,
    `${row.accepted} of ${row.variants}`,
    `${row.killed} of ${row.mutants}${aside}`,
    `${(100 * score(row)).toFixed(1)} %`,
  ];
  const padded = cells.map((cell, index) => cell.padEnd(columns[index].length));
  console.log([row.lesson.padEnd(25), ...padded].join('  ').trimEnd());
}
for (const problem of rows.flatMap(row => row.problems)) console.log(colors.red(`✗ ${problem}`));
const failed = rows.reduce((sum, row) => sum + row.problems.length, 0);
const passed = rows.reduce((sum, row) => sum + row.caught + row.accepted + row.killed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

async function measure(name: string): Promise<Row> {
  const assignment = await loadAssignment(name);
  const variants = await loadAnswers('variants', name);
  const problems = [...disagreements(assignment), ...(await stubProblems(assignment))];
  const wrong = entries(assignment.misconceptions);
  const right = entries(variants);
  const mutants = await mutantsOf(name);
  const progress = new Progress(wrong.length + right.length + mutants.length, name);
  let caught = 0;
  let accepted = 0;
  for (const [task, id] of wrong) {
    const problem = await missed(assignment, task, id);
    if (problem) problems.push(`${name}: ${problem}`);
    else caught++;
    progress.step(id);
  }
  for (const [task, id] of right) {
    const result = await judgeAnswer(assignment, 'variants', task, id);
    if (result.points === result.maxPoints) accepted++;
    else
      problems.push(`${name}: the suite rejects the right variant ${task}/${id}: ${first(result)}`);
    progress.step(id);
  }
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    const equivalent = mutant.equivalent !== undefined;
    if ((await survives(assignment, mutant)) !== equivalent) {
      if (equivalent)
        problems.push(`${name}: a check kills ${told(mutant)}, so it is not equivalent.`);
      else survivors.push(mutant);
    }
    progress.step(mutant.task);
  }
  progress.end();
  const equivalent = mutants.filter(mutant => mutant.equivalent !== undefined).length;
  const judged = mutants.length - equivalent;
  if (survivors.length > (1 - leastScore) * judged) {
    problems.push(
      ...survivors.map(mutant => `${name}: no check of ${mutant.task} kills ${told(mutant)}`),
    );
  } else {
    for (const mutant of survivors) console.log(colors.dim(`${name}: survives: ${told(mutant)}`));
  }
  return {
    lesson: name,
    killed: judged - survivors.length,
    mutants: judged,
    equivalent,
    caught,
    misconceptions: wrong.length,
    accepted,
    variants: right.length,
    problems,
  };
}

function entries(answers: Answers): [task: string, id: string][] {
  return Object.entries(answers).flatMap(([task, known]) =>
    Object.keys(known).map(id => [task, id] as [string, string]),
  );
}

/** @returns why a misconception is not caught as it should be; undefined when it is. */
async function missed(
  assignment: Assignment,
  task: string,
  id: string,
): Promise<string | undefined> {
  const result = await judgeAnswer(assignment, 'misconceptions', task, id);
  if (result.status !== 'graded') return `misconception ${task}/${id}: ${result.message}`;
  if (result.points === result.maxPoints) {
    return `the suite does not catch ${task}/${id}. Add a check that fails for it.`;
  }
  const named = result.tasks.flatMap(({ tests }) =>
    tests.flatMap(({ misconception }) => (misconception ? [misconception] : [])),
  );
  if (named[0] === id) return undefined;
  return `${task}/${id} fails, but is named ${named[0] ?? 'nothing'}. Add a case that tells them apart.`;
}

/** A submission that is the reference but for one task, judged by the checks of that task alone. */
async function judgeAnswer(
  assignment: Assignment,
  room: 'misconceptions' | 'variants',
  task: string,
  id: string,
): Promise<LessonResult> {
  const { name, id: lesson } = assignment.lesson;
  const source = [
    `export * from './solutions/${name}.ts';`,
    `import { ${room} as answers } from './grader/${room}/${name}.ts';`,
    `export const ${task} = answers[${JSON.stringify(task)}][${JSON.stringify(id)}];`,
  ].join('\n');
  const trusted = { resolveDir: projectRoot, allowRelative: true };
  const open = () => Subject.open(source, `${lesson}-${id}.ts`, { trusted });
  return judge(assignment, open, { seed: 1, file: `${room}/${name}.ts`, only: [task] });
}

function told({ line, before, after }: Mutant): string {
  return `line ${line}\n    before: ${before}\n    after:  ${after}`;
}

function score({ killed, mutants }: Row): number {
  return mutants ? killed / mutants : 1;
}

async function survives(assignment: Assignment, mutant: Mutant): Promise<boolean> {
  const { lesson, suite } = assignment;
  const tasks = suite.tasks.map(({ name }) => name);
  for (const only of [[mutant.task], tasks.filter(name => name !== mutant.task)]) {
    const limits = { seconds: mutantSeconds };
    const open = () => Subject.open(mutant.source, `${lesson.name}.ts`, { limits });
    const result = await judge(assignment, open, { seed: 1, file: lesson.name, only, bail: true });
    if (result.status !== 'graded' || result.points < result.maxPoints) return false;
  }
  return true;
}

function first({ message, tasks }: LessonResult): string {
  const failed = tasks.flatMap(({ tests }) => tests).find(test => test.status === 'failed');
  return message ?? `"${failed?.name}"\n${failed?.message}`;
}

/** Lesson, suite and misconceptions have to speak of the same tasks and mistakes. */
function disagreements({ lesson, suite, misconceptions }: Assignment): string[] {
  const told = lesson.tasks.map(({ name }) => name);
  const judged = suite.tasks.map(({ name }) => name);
  const problems = [
    ...missing(
      told,
      judged,
      task => `grader/suites/${lesson.name}.test.ts does not judge ${task}.`,
    ),
    ...missing(judged, told, task => `${lesson.file} has no task block for ${task}.`),
  ];
  for (const { name, mistakes } of lesson.tasks) {
    const explained = mistakes.map(({ id }) => id);
    const coded = Object.keys(misconceptions[name] ?? {});
    problems.push(
      ...missing(explained, coded, id => {
        return `grader/misconceptions/${lesson.name}.ts has no code for the mistake ${name}/${id}.`;
      }),
      ...missing(coded, explained, id => {
        return `${lesson.file} does not explain the misconception ${name}/${id}. Add "::: mistake ${id} Title".`;
      }),
    );
  }
  return problems;
}

function missing(
  these: readonly string[],
  those: readonly string[],
  message: (name: string) => string,
): string[] {
  return these.filter(name => !those.includes(name)).map(message);
}

async function stubProblems(assignment: Assignment): Promise<string[]> {
  const file = `exercises/${assignment.lesson.name}.ts`;
  const source = await readFile(path.join(projectRoot, file), 'utf8');
  const result = await judge(assignment, () => Subject.open(source, file), { seed: 1, file });
  if (result.status !== 'graded') return [`the stub is ${result.status}: ${result.message}`];
  return result.tasks
    .filter(({ status }) => status !== 'todo')
    .map(({ task, status }) => `the stub of ${task} is ${status}, not to do. Run npm run stubs.`);
}
