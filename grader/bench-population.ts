import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { lessonNames, projectRoot } from '../course/course.ts';
import { deriveStub } from '../course/stub.ts';
import { writeWhole } from '../course/write.ts';
import { loadAnswers } from './assignment.ts';
import { attackedLesson, handIn, loadAttacks } from './attack-file.ts';
import { seededRandom } from './random.ts';

/** Files of one lesson as students hand them in; each call is another student's. */
interface Files {
  honest(student: number): string;
  partial(student: number): string;
  wrong(student: number): string;
}

/** In a hundred: honest, partial and wrong; what is left is hostile. */
const shares = [55, 20, 23];

/** Of a hundred, spread as in a list of names: a class would otherwise end with its attacks in a row. */
const kindOf = (student: number) => (37 * student) % 100;

export function isHonest(student: number): boolean {
  return kindOf(student) < shares[0];
}

/**
 * Writes a class of `size` that hands in one lesson, the same one for the same size.
 * @returns how many of it are there: without the hostile ones it is smaller.
 */
export async function writeClass(folder: string, size: number, hostile = true): Promise<number> {
  let written = 0;
  const files = await filesOf(attackedLesson);
  const attacks = await loadAttacks([]);
  const random = seededRandom(size);
  for (let student = 0; student < size; student++) {
    const kind = kindOf(student);
    const home = path.join(folder, `student-${String(student).padStart(5, '0')}`);
    const isAttack = kind >= shares[0] + shares[1] + shares[2];
    if (isAttack && !hostile) continue;
    written++;
    if (isAttack) {
      await handIn(random.pick(attacks), home, 1);
      continue;
    }
    const text =
      kind < shares[0] ? files.honest : kind < shares[0] + shares[1] ? files.partial : files.wrong;
    await writeWhole(path.join(home, `${attackedLesson}.ts`), text(student));
  }
  return written;
}

/** Writes submissions of every lesson there is. */
export async function writeWholeCourse(folder: string, size: number): Promise<void> {
  for (const lesson of await lessonNames()) {
    const files = await filesOf(lesson);
    const kinds = [files.honest, files.partial, files.wrong];
    for (let student = 0; student < size; student++) {
      const home = path.join(folder, `student-${String(student).padStart(5, '0')}`);
      await writeWhole(path.join(home, `${lesson}.ts`), kinds[student % 3](student));
    }
  }
}

async function filesOf(lesson: string): Promise<Files> {
  const file = `${lesson}.ts`;
  const reference = await readFile(path.join(projectRoot, 'solutions', file), 'utf8');
  const wrong = await wrongAnswers(lesson);
  // Every text is different, so that no run is spared by what another one found.
  const signed = (text: string, student: number) => `${text}\n// handed in by ${student}\n`;
  return {
    honest: student => signed(reference, student),
    partial: student => signed(partly(reference, file, student), student),
    wrong: student => signed(wrong[student % wrong.length] ?? reference, student),
  };
}

/** The reference, of which every third task is still to do. */
function partly(reference: string, file: string, student: number): string {
  const stub = deriveStub(reference, file);
  let task = 0;
  return reference.replace(
    /^export function (\w+)\([\s\S]*?^ *\/\/ #region solution\n([\s\S]*?)^ *\/\/ #endregion\n/gm,
    (whole, name: string, body: string) => {
      const left = (task++ + student) % 3 === 0 && stub.includes(`to do: ${name}'`);
      return left ? whole.replace(body, `  throw new Error('to do: ${name}');\n`) : whole;
    },
  );
}

/** The reference with one known mistake in it, as one file. */
async function wrongAnswers(lesson: string): Promise<string[]> {
  const known = Object.entries(await loadAnswers('misconceptions', lesson));
  const pairs = known.flatMap(([task, wrong]) => Object.keys(wrong).map(id => [task, id]));
  return Promise.all(
    pairs.map(async ([task, id]) => {
      const contents = `
        import { misconceptions } from './grader/misconceptions/${lesson}.ts';
        export * from './solutions/${lesson}.ts';
        export const ${task} = misconceptions.${task}[${JSON.stringify(id)}];`;
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: projectRoot, loader: 'ts' },
        bundle: true,
        write: false,
        format: 'esm',
        external: ['#tensor'],
        tsconfigRaw: {},
      });
      return outputFiles[0].text;
    }),
  );
}
