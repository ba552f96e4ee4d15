import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { courseTitle, loadCourse, projectRoot } from '../course/course.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { plainText } from '../course/plain-text.ts';
import { deriveStub } from '../course/stub.ts';
import { writeWhole } from '../course/write.ts';
import { loadAssignment, practiceFile } from './assignment.ts';
import { partsOf } from './handout-files.ts';
import { reducedPackage } from './handout-package.ts';
import { writePractice } from './practice/practice.ts';
import { recordPractice } from './practice/record.ts';
import { sealCourse } from './seal-course.ts';
import { sealedFile } from './sealed.ts';

type Files = Record<string, string | Uint8Array>;

/** Named nowhere in the code: the programs behind the sandbox and the scripts, and an editor's types. */
const programs = ['deno', 'tsx', 'typescript', '@types/node'];

const copied = ['LICENSE', 'LICENSE-CC-BY-4.0'];

/**
 * Writes a repository for students: whole or not at all.
 * @param key seals the suites and puts them in
 * @returns the files, sorted.
 * @throws {CourseError} when there is something in the folder already.
 */
export async function writeHandout(folder: string, key?: Buffer): Promise<string[]> {
  const target = path.resolve(folder);
  const before = await readdir(target).catch(() => undefined);
  if (before?.length) {
    throw new CourseError([`${folder} is not empty. Give a new folder, or empty this one first.`]);
  }
  const files = await handoutFiles(key);
  const parent = path.dirname(target);
  await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(path.join(parent, `.${path.basename(target)}-`));
  try {
    // Made for this user only; what is handed out is for everyone.
    await chmod(temporary, 0o755);
    for (const [file, content] of Object.entries(files)) {
      await writeWhole(path.join(temporary, file), content);
    }
    if (before) await rmdir(target);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  return Object.keys(files).sort();
}

/** Everything that a handout holds. Solutions are read to derive stubs, and never copied. */
export async function handoutFiles(key?: Buffer): Promise<Files> {
  const { lessons } = await loadCourse();
  const files: Files = {};
  const entries = ['grader/test.ts', 'course/tensor.ts'];
  if (key) {
    const { bytes, needs } = await sealCourse(key);
    files[sealedFile] = bytes;
    entries.push('grader/grade.ts', ...needs);
  }
  const parts = await partsOf(entries);
  for (const file of [...parts.files, ...copied]) files[file] = await read(file);
  for (const { name } of lessons) {
    files[`lessons/${name}.md`] = await read(`lessons/${name}.md`);
    files[practiceFile(name)] = writePractice(recordPractice(await loadAssignment(name)));
    const solution = await read(`solutions/${name}.ts`);
    files[`exercises/${name}.ts`] = deriveStub(solution, `solutions/${name}.ts`);
  }
  for (const file of await readdir(path.join(projectRoot, 'lessons'))) {
    if (file.endsWith('.yaml')) files[`lessons/${file}`] = await read(`lessons/${file}`);
  }
  const scripts: Record<string, string> = { test: 'node --import tsx grader/test.ts' };
  if (key) scripts.grade = 'node --import tsx grader/grade.ts';
  return {
    ...files,
    ...(await reducedPackage([...parts.packages, ...programs], scripts)),
    'tsconfig.json': await tsconfig(),
    'README.md': await readme(lessons),
    '.gitignore': 'node_modules/\n*.tmp\n',
  };
}

async function tsconfig(): Promise<string> {
  const config = JSON.parse(await read('tsconfig.json'));
  return `${JSON.stringify({ ...config, include: ['exercises'] }, null, 2)}\n`;
}

async function readme(lessons: readonly Lesson[]): Promise<string> {
  const [first] = lessons;
  const rows = lessons.map(
    ({ number, name, title }) =>
      `| ${number} | [${plainText(title)}](lessons/${name}.md) | \`exercises/${name}.ts\` |`,
  );
  const values: Record<string, string> = {
    title: courseTitle,
    first: first.id,
    task: first.tasks[0].name,
    lessons: rows.join('\n'),
  };
  const template = await read('grader/templates/handout-readme.md');
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name]);
}

function read(file: string): Promise<string> {
  return readFile(path.join(projectRoot, file), 'utf8');
}
