/** `npm run audit`: the curriculum checked as code. Every message says the fix. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Course, loadCourse, loadReferences, projectRoot } from './course.ts';
import { coverageProblems, erratumProblems, loadCoverage, missingIdeas } from './coverage.ts';
import { checkExample } from './example-check.ts';
import { glossaryProblems, loadGlossary, namesInCode } from './glossary.ts';
import { CourseError, type Lesson, type Task } from './lesson.ts';
import { placeFinder } from './places.ts';
import { loadReference } from './reference.ts';
import { importProblems } from './rooms.ts';
import { deriveStub, readDeclared, StubError } from './stub.ts';
import { loadSymbols, symbolProblems } from './symbols.ts';

/** Where a lesson has its files. The key is what a message calls the file. */
export const rooms = {
  solution: { folder: 'solutions', ending: '.ts' },
  stub: { folder: 'exercises', ending: '.ts' },
  suite: { folder: 'grader/suites', ending: '.test.ts' },
  misconceptions: { folder: 'grader/misconceptions', ending: '.ts' },
  variants: { folder: 'grader/variants', ending: '.ts' },
  figures: { folder: 'site/figures', ending: '.ts' },
} as const;

const fewestQuestions = 3;
const fewestFigures = 2;

/** @returns every problem of the course at `root`, each with its place and its fix. */
export async function audit(root = projectRoot): Promise<string[]> {
  let course: Course;
  try {
    course = await loadCourse(root);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return error.problems;
  }
  const problems = [...(await orphans(root, course)), ...(await importProblems(root))];
  for (const lesson of course.lessons) {
    problems.push(...(await missingFiles(root, lesson)));
    problems.push(...needsProblems(lesson, course.lessons));
    problems.push(...lesson.tasks.flatMap(task => taskProblems(lesson, task)));
    problems.push(...lengthProblems(lesson));
    problems.push(...(await sourceProblems(root, lesson)));
    problems.push(...(await exampleProblems(root, lesson)));
  }
  problems.push(...(await citationProblems(root, course.lessons)));
  problems.push(...(await furtherProblems(root, course)));
  return problems;
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  return readdir(path.join(root, folder)).catch(() => []);
}

async function missingFiles(root: string, { name }: Lesson): Promise<string[]> {
  const problems: string[] = [];
  for (const [what, { folder, ending }] of Object.entries(rooms)) {
    if (!(await filesIn(root, folder)).includes(name + ending)) {
      const fix =
        what === 'stub' ? 'Run npm run stubs.' : `Add it; CONTRIBUTING.md says what it holds.`;
      problems.push(
        `${folder}/${name}${ending} is missing: the ${what} of lessons/${name}.md. ${fix}`,
      );
    }
  }
  return problems;
}

/** A lesson that was renamed or removed leaves files behind in the other rooms. */
async function orphans(root: string, { lessons }: Course): Promise<string[]> {
  const problems: string[] = [];
  for (const { folder, ending } of Object.values(rooms)) {
    for (const file of await filesIn(root, folder)) {
      const name = /^(\d\d-[a-z0-9-]+)(\..+)$/.exec(file);
      if (name && name[2] === ending && !lessons.some(lesson => lesson.name === name[1])) {
        problems.push(
          `${folder}/${file} belongs to no lesson. Remove it, or write lessons/${name[1]}.md.`,
        );
      }
    }
  }
  const numbers = lessons.map(({ number }) => number);
  for (const { number, file } of lessons) {
    if (numbers.indexOf(number) !== numbers.lastIndexOf(number)) {
      problems.push(
        `${file}: another lesson has the number ${number} too. Give it the next free one.`,
      );
    }
  }
  return problems;
}

function needsProblems({ file, number, needs }: Lesson, lessons: readonly Lesson[]): string[] {
  return needs.flatMap(id => {
    const needed = lessons.find(lesson => lesson.id === id);
    if (!needed)
      return [`${file}: "needs" names "${id}", which is no lesson. Use the id, as in nll.`];
    return needed.number < number ? [] : [`${file}: it needs "${id}", which comes later.`];
  });
}

function taskProblems({ file }: Lesson, task: Task): string[] {
  const at = `${file}:${task.line}: ${task.name}`;
  const problems: string[] = [];
  if (!task.examples.length) problems.push(`${at} has no example. Add a fence "ts example".`);
  if (!task.hints.length) problems.push(`${at} has no hint. Add "::: hint".`);
  if (!task.mistakes.length) problems.push(`${at} has no mistake. Add "::: mistake id Title".`);
  if (!task.docstring) {
    problems.push(`${at} has no docstring. Write one above the function in solutions/.`);
  }
  const ids = task.mistakes.map(({ id }) => id);
  for (const { id, line } of task.mistakes) {
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) {
      problems.push(`${file}:${line}: ${task.name} has two mistakes "${id}". Rename one.`);
    }
  }
  for (const text of [...task.hints, ...task.mistakes.map(mistake => mistake.text)]) {
    if (!text) problems.push(`${at} has an empty hint or mistake. Write it or remove it.`);
    if (text.includes('{{')) {
      problems.push(
        `${at} computes a number in a hint or mistake; the terminal cannot. Use words.`,
      );
    }
  }
  for (const { call, line } of task.examples) {
    if (call !== task.name) {
      problems.push(
        `${file}:${line}: an example of ${task.name} calls ${call}. Move it to its task.`,
      );
    }
  }
  return problems;
}

function lengthProblems({ file, questions, figures }: Lesson): string[] {
  const problems: string[] = [];
  if (questions < fewestQuestions) {
    problems.push(`${file} has ${questions} questions; close with ${fewestQuestions} or more.`);
  }
  if (figures.length < fewestFigures) {
    problems.push(`${file} shows ${figures.length} figures; show ${fewestFigures} or more.`);
  }
  return problems;
}

async function sourceProblems(root: string, { name, tasks, file }: Lesson): Promise<string[]> {
  const solutionFile = `solutions/${name}.ts`;
  const read = (at: string) => readFile(path.join(root, at), 'utf8').catch(() => undefined);
  const [solution, stub] = [await read(solutionFile), await read(`exercises/${name}.ts`)];
  if (solution === undefined) return [];
  const problems: string[] = [];
  try {
    if (stub !== undefined && stub !== deriveStub(solution, solutionFile)) {
      problems.push(
        `exercises/${name}.ts is not the stub that follows from ${solutionFile}. Run npm run stubs.`,
      );
    }
  } catch (error) {
    if (!(error instanceof StubError)) throw error;
    problems.push(error.message);
  }
  const exported = Object.keys(readDeclared(solution));
  const told = tasks.map(task => task.name);
  for (const task of exported.filter(one => !told.includes(one))) {
    problems.push(`${solutionFile} exports ${task}, but ${file} has no task block for it.`);
  }
  for (const task of told.filter(one => !exported.includes(one))) {
    problems.push(`${file} has a task ${task}, but ${solutionFile} does not export it.`);
  }
  return problems;
}

async function exampleProblems(root: string, { name, file, tasks }: Lesson): Promise<string[]> {
  let reference: Record<string, unknown>;
  try {
    reference = await loadReference(name, root);
  } catch (error) {
    return [`solutions/${name}.ts does not load: ${(error as Error).message}`];
  }
  return tasks
    .flatMap(task => task.examples)
    .flatMap(example => {
      const problem = checkExample(example, reference);
      return problem ? [`${file}:${example.line}: ${problem}`] : [];
    });
}

/** The build of the site says which citations dangle; this says which works nobody cites. */
async function citationProblems(root: string, lessons: readonly Lesson[]): Promise<string[]> {
  const references = await loadReferences(root);
  const text = lessons.map(({ body }) => body).join('\n');
  return Object.keys(references)
    .filter(key => !new RegExp(`@${key}\\b`).test(text))
    .map(key => `lessons/references.yaml: nobody cites "${key}". Cite it or remove it.`);
}

/** What the pages after the lessons say of them: which idea is treated where, and what words mean. */
async function furtherProblems(root: string, { lessons, references }: Course): Promise<string[]> {
  const find = placeFinder(lessons);
  try {
    const [coverage, terms, symbols] = await Promise.all([
      loadCoverage(root),
      loadGlossary(root),
      loadSymbols(root),
    ]);
    const names = await namesInCode(
      root,
      lessons.map(({ name }) => name),
    );
    return [
      ...missingIdeas(coverage),
      ...coverageProblems(coverage, find),
      ...coverage.sources
        .filter(({ work }) => !references[work])
        .map(({ at, work }) => `${at}: "${work}" is no work in lessons/references.yaml.`),
      ...erratumProblems(coverage, lessons),
      ...glossaryProblems(terms, find, names),
      ...symbolProblems(symbols, lessons, find),
    ];
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return error.problems;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await audit();
  for (const problem of problems) console.log(`✗ ${problem}`);
  console.log(problems.length ? `0 passed, ${problems.length} failed` : '1 passed, 0 failed');
  process.exitCode = problems.length ? 1 : 0;
}
