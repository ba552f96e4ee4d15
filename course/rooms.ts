import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Who may import whom. A folder named first decides. `''` in `may` stands for the folder itself. */
const rules: { folder: string; may: string[]; why: string }[] = [
  {
    folder: 'grader/suites',
    may: ['grader', 'solutions'],
    why: 'a suite knows the grader and its reference',
  },
  {
    folder: 'grader/misconceptions',
    may: ['grader', 'solutions', 'course/tensor'],
    why: 'a misconception knows the types of its reference',
  },
  {
    folder: 'grader/variants',
    may: ['grader', 'solutions', 'course/tensor'],
    why: 'a variant knows the types of its reference',
  },
  {
    folder: 'grader',
    may: ['grader', 'course'],
    why: 'the grader imports the course, never the site or a solution',
  },
  {
    folder: 'site/figures',
    may: ['site/figures', 'site/plot', 'site/live', 'solutions', 'course', 'lab'],
    why: 'a figure is drawn from the reference, or from what the lab computed with it',
  },
  {
    folder: 'site/live',
    may: ['site/live', 'site/client', 'site/plot', 'site/figures/plot', 'lab'],
    why: 'what readers run holds the world of the lab, and no answer',
  },
  {
    folder: 'site/client',
    may: ['site/client'],
    why: 'what readers load holds no answer',
  },
  {
    folder: 'site/pane',
    may: ['site', 'course', 'grader/practice'],
    why: 'an exercise pane brings the judge to the page by one door, grader/practice, which holds no answer as code',
  },
  {
    folder: 'site',
    may: ['site', 'course'],
    why: 'the site imports the course, never the grader or a solution',
  },
  {
    folder: 'course',
    may: ['course'],
    why: 'the course reads the other rooms as text and imports none',
  },
  {
    folder: 'lab',
    may: ['lab', 'course', 'solutions', 'site/figures/plot', 'site/live'],
    why: 'the lab runs the reference, draws with the kit of the figures, and tests the live world',
  },
  { folder: 'solutions', may: [], why: 'each solution stands alone' },
  { folder: 'exercises', may: [], why: 'each exercise stands alone' },
];

const importLine =
  /(?:^|\n)(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Reads the import lines of every TypeScript file below `root`. */
export async function importProblems(root: string): Promise<string[]> {
  const problems: string[] = [];
  for (const { folder, may, why } of rules) {
    for (const file of await sources(root, folder)) {
      if (rules.find(rule => file.startsWith(`${rule.folder}/`))?.folder !== folder) continue;
      const text = await readFile(path.join(root, file), 'utf8');
      for (const [, from, dynamic] of text.matchAll(importLine)) {
        const wanted = from ?? dynamic;
        if (!wanted.startsWith('.')) continue;
        const target = path.posix.join(path.posix.dirname(file), wanted);
        if (!may.some(place => target === `${place}.ts` || target.startsWith(`${place}/`))) {
          problems.push(
            `${file} imports ${target}, but ${why}. Move what it needs to a place it may use.`,
          );
        }
      }
    }
  }
  return problems;
}

/** An attack imports what it must not; that is what it is for. */
function attack(folder: string): boolean {
  return path.basename(folder) === 'hostile';
}

async function sources(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !attack(entry.parentPath))
    .map(entry =>
      path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}
