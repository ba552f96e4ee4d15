import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../course/course.ts';

/** A file that the page and the terminal are to judge alike. */
export interface ParityFile {
  kind: string;
  source: string;
  only?: string[];
}

export const solution = (name: string) =>
  readFile(path.join(projectRoot, `solutions/${name}.ts`), 'utf8');

/** One file for the first mistake of every task, one for the second, and so on. */
export async function mistaken(
  name: string,
  mistakes: Record<string, string[]>,
): Promise<ParityFile[]> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import * as reference from './solutions/${name}.ts';
import { misconceptions } from './grader/misconceptions/${name}.ts';
export const answers = { reference, misconceptions };`,
      resolveDir: projectRoot,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    external: ['#tensor'],
    minifyWhitespace: true,
    lineLimit: 200,
  });
  const code = outputFiles[0].text.replace(/export\s*\{[^}]*\};?\s*$/, '');
  const rounds = Math.max(...Object.values(mistakes).map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => {
    const exported = Object.entries(mistakes).map(([task, ids]) => {
      const answer = ids[round]
        ? `answers.misconceptions.${task}[${JSON.stringify(ids[round])}]`
        : `answers.reference.${task}`;
      return `const the_${task}=${answer};export{the_${task} as ${task}};`;
    });
    return { kind: `mistakes number ${round + 1}`, source: `${code}\n${exported.join('\n')}` };
  });
}

export const errors: Record<string, string> = {
  'an untouched stub': "export function surprisal() { throw new Error('to do: surprisal'); }",
  'nothing at all': '',
  'a bracket that is never closed':
    'export function surprisal(p: number) {\n  return Math.log(p;\n}',
  'an end that comes too soon': 'export function surprisal(p: number) {\n  return 1;\n',
  'a mistake within an arrow function':
    'export function surprisal(p: number): number {\n  const double = (x: number) => {\n    const y = x;\n    return y * * 2;\n  };\n  return double(p);\n}',
  'two operators': 'const a = 1;\nexport const surprisal = (p: number) => 2 * * p;',
  'a name declared twice':
    'export function surprisal(p: number) {\n  const x = 1;\n  const x = p;\n  return x;\n}',
  'a missing export': 'function surprisal(p: number): number {\n  return -Math.log(p);\n}',
  'an export that is no function': 'export const surprisal = 3;',
  'an error while loading':
    'const rows: number[] = [];\nconst first = rows[0].toFixed(2);\nexport const surprisal = () => first;',
  'an error in a call':
    'export function surprisal(p: number): number {\n  const rows: number[][] = [];\n  return rows[1][0] * p;\n}',
  'an error of its own':
    "export function surprisal(p: number): number {\n  if (p > 0) throw new RangeError('é: no');\n  return p;\n}",
  'an error deep below':
    'type Row = { a: { b: number } };\nconst deep = (row?: Row): number => row!.a.b;\nexport const surprisal = (_: number): number => [1].map(() => deep())[0];',
  NaN: 'export const surprisal = (): number => Number.NaN;',
  'nothing returned': 'export function surprisal(p: number): void {\n  Math.log(p);\n}',
  'a promise':
    'export async function surprisal(p: number): Promise<number> {\n  return -Math.log(p);\n}',
  'a function': 'export const surprisal = (p: number) => () => -Math.log(p);',
  'a text': 'export const surprisal = (p: number): string => String(-Math.log(p));',
  'an array': 'export const surprisal = (p: number): number[] => [-Math.log(p)];',
  'a loop that never ends': 'export function surprisal(p: number): number {\n  for (;;);\n}',
  'a loop while loading': 'for (;;);\nexport const surprisal = (p: number): number => p;',
  'too much output':
    'export function surprisal(p: number): number {\n  for (let i = 0; i < 1000; i++) console.log(i);\n  return p;\n}',
  'a flood of data': 'export const surprisal = (): number[] => new Array(1_500_000).fill(0.5);',
  // In one line: at which of two an engine runs out is chance.
  'endless recursion': 'export function surprisal(p: number): number { return surprisal(p) + 1; }',
  'an import of files': "import fs from 'node:fs';\nexport const surprisal = () => fs.x;",
  'an import of another lesson': "export { surprisal } from './02-four-senses.ts';",
  'an import in a call': "export const surprisal = () => import('node:fs');",
  require: "const fs = require('node:fs');\nexport const surprisal = () => fs.x;",
  'await at the top': 'export const surprisal = (p: number) => p;\nawait new Promise(() => {});',
  'a name of Node': 'const x = process.argv;\nexport const surprisal = () => x;',
  'a name of the browser': 'export const surprisal = () => document.title;',
  'a long line': `export const surprisal = () => '${'x'.repeat(6000)}';`,
  'types of every kind':
    'enum Kind { A, B = 5 }\nclass Point<T> { constructor(private readonly x: T, public y?: number) {} get(): T { return this.x; } }\nexport function surprisal<const T extends number>(this: void, p: T): number {\n  return (new Point(p).get() as unknown as number)! + Kind.B satisfies number;\n}',
};

/** Esbuild and sucrase, or two engines, say the same in other words. */
export const ownWords = new Set([
  'a bracket that is never closed',
  'an end that comes too soon',
  'two operators',
  'a mistake within an arrow function',
  'a name declared twice',
]);

/** Sucrase keeps the place of every token, esbuild that of every expression. */
export const ownColumns = new Set(['an error in a call', 'endless recursion']);
