import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';

/** A file of `hostile/`: a submission for `attackedLesson` that wants points or harm. */
export interface Attack {
  name: string;
  /** What it tries, in a sentence. */
  tries: string;
  family: string;
  /** Tasks that it solves honestly, and keeps the points of. */
  honest: string[];
  /** How often it is handed in, one after the other in the same process of the grader. */
  times: number;
  submit: 'file' | 'link' | 'linked-folder' | 'folder';
  /** What is handed in; see `expand`. */
  source: string;
}

export const attackedLesson = '01-nll';

/** What an attack throws, returns or prints where it got through. */
export const breach = 'BREACH';

/** The name of a file that an attack leaves where it can. */
export const leftFile = 'attack-was-here';

/** The port that attacks call; the run puts in the one that it listens on. */
export const calledPort = '47613';

const folder = path.join(projectRoot, 'grader/hostile');

/** @returns the attacks with these names, all when none is given. @throws for a name that is not there */
export async function loadAttacks(names: readonly string[]): Promise<Attack[]> {
  const all = (await readdir(folder)).filter(file => file.endsWith('.ts')).sort();
  const unknown = names.find(name => !all.includes(`${name}.ts`));
  if (unknown !== undefined) throw new Error(`There is no grader/hostile/${unknown}.ts.`);
  const chosen = names.length ? all.filter(file => names.includes(file.slice(0, -3))) : all;
  return Promise.all(
    chosen.map(async file => parse(file, await readFile(path.join(folder, file), 'utf8'))),
  );
}

function parse(file: string, source: string): Attack {
  const comment = /^\/\*\*\n([\s\S]*?)\*\//.exec(source)?.[1].replace(/^ \* ?/gm, '') ?? '';
  const tag = (name: string) => new RegExp(`^@${name} (.+)$`, 'm').exec(comment)?.[1].trim();
  const [family, tries] = [tag('family'), comment.split(/^@/m)[0].trim().replace(/\s+/g, ' ')];
  if (!family || !tries) {
    throw new Error(`grader/hostile/${file} needs a comment: what it tries, then @family.`);
  }
  return {
    name: file.slice(0, -3),
    tries,
    family,
    honest: tag('task')?.split(/\s+/) ?? [],
    times: Number(tag('times') ?? 1),
    submit: (tag('submit') ?? 'file') as Attack['submit'],
    source: expand(source),
  };
}

/** `// @repeat 3000` has the line after it stand so often; `… in one line` without line breaks. */
function expand(source: string): string {
  return source.replace(
    /^ *\/\/ @repeat (\d+)( in one line)?\n(.*)\n/gm,
    (_, times: string, oneLine: string | undefined, line: string) =>
      oneLine ? `${line.trim().repeat(Number(times))}\n` : `${line}\n`.repeat(Number(times)),
  );
}

/** Lays the attack into a student's folder, in the way in which it wants to be handed in. */
export async function handIn(attack: Attack, student: string, port: number): Promise<void> {
  const file = path.join(student, `${attackedLesson}.ts`);
  const solutions = path.join(projectRoot, 'solutions');
  await mkdir(student, { recursive: true });
  if (attack.submit === 'link') await symlink(path.join(solutions, `${attackedLesson}.ts`), file);
  else if (attack.submit === 'linked-folder') {
    await symlink(solutions, path.join(student, 'exercises'), 'junction');
  } else if (attack.submit === 'folder') await mkdir(file);
  else await writeFile(file, attack.source.replaceAll(calledPort, String(port)));
}
