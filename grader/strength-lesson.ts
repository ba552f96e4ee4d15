/** Measures the suites of single lessons, a process each; see `strength.ts`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { loadAnswers, loadAssignment } from './assignment.ts';
import { type Assignment, judge } from './judge.ts';
import type { Answers } from './misconception.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { LessonResult } from './results.ts';
import { Subject } from './subject.ts';

/** The parent names one lesson, and gets its `Row`. */
process.on('message', async (name: string) => {
  process.send?.(await measure(name));
  process.disconnect();
});

export interface Row {
  lesson: string;
  caught: number;
  misconceptions: number;
  accepted: number;
  variants: number;
  killed: number;
  mutants: number;
  equivalent: number;
  problems: string[];
  /** Mutants that live, where few enough do. */
  survivors: string[];
}

/** The least share of mutants that a suite has to kill, once the equivalent ones are set aside. */
const leastScore = 0.95;

/** A mutant that loops is a mutant killed; waiting longer would only say so later. */
const mutantSeconds = 0.75;

async function measure(name: string): Promise<Row> {
  const assignment = await loadAssignment(name);
  const variants = await loadAnswers('variants', name);
  const problems = [...disagreements(assignment), ...(await stubProblems(assignment))];
  const wrong = entries(assignment.misconceptions);
  const right = entries(variants);
  const mutants = await mutantsOf(name);
  let caught = 0;
  let accepted = 0;
  for (const [task, id] of wrong) {
    const problem = await missed(assignment, task, id);
    if (problem) problems.push(`${name}: ${problem}`);
    else caught++;
  }
  for (const [task, id] of right) {
    const result = await judgeAnswer(assignment, 'variants', task, id);
    if (result.points === result.maxPoints) accepted++;
    else
      problems.push(`${name}: the suite rejects the right variant ${task}/${id}: ${first(result)}`);
  }
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    const equivalent = mutant.equivalent !== undefined;
    if ((await survives(assignment, mutant)) !== equivalent) {
      if (equivalent)
        problems.push(`${name}: a check kills ${told(mutant)}, so it is not equivalent.`);
      else survivors.push(mutant);
    }
  }
  const equivalent = mutants.filter(mutant => mutant.equivalent !== undefined).length;
  const judged = mutants.length - equivalent;
  const survivorsTold: string[] = [];
  if (survivors.length > (1 - leastScore) * judged) {
    problems.push(
      ...survivors.map(mutant => `${name}: no check of ${mutant.task} kills ${told(mutant)}`),
    );
  } else {
    survivorsTold.push(...survivors.map(mutant => `${name}: survives: ${told(mutant)}`));
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
    survivors: survivorsTold,
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
