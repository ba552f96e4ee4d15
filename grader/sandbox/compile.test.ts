import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CompileFailure, compile } from './compile.ts';

async function errors(source: string): Promise<CompileFailure['errors']> {
  const result = await compile(source, '01-nll.ts');
  return result.kind === 'failed' ? result.errors : [];
}

test('types are stripped and the exports kept', async () => {
  const result = await compile('export const f = (x: number): number => x as number;', '01-nll.ts');
  expect(result).toMatchObject({ kind: 'compiled', fileName: '01-nll.ts', tensor: false });
});

test('a mistake in the syntax has its line and column, counted in characters', async () => {
  expect(await errors('const é = 1;\nconst ü = = 2;')).toEqual([
    { message: 'Unexpected "="', line: 2, column: 11, lineText: 'const ü = = 2;' },
  ]);
});

test.each([
  ["import fs from 'node:fs'; fs.rmSync('x');", 1],
  ["import './02-other.ts';", 1],
  ["import '/etc/passwd';", 1],
  ["export { x } from 'data:text/javascript,export const x = 1';", 1],
  ["export const f = () => import('node:fs');", 31],
  ["const fs = require('node:fs');", 20],
  ["import fs = require('node:fs');\nfs.readFileSync('x');", 21],
])('no import: %s', async (source, column) => {
  const [error] = await errors(source);
  expect(error.message).toMatch(/^exercises may import nothing but '#tensor', and this imports/);
  expect(error.line).toBe(1);
  expect(Math.abs(error.column - column)).toBeLessThan(26);
});

test('a name that #tensor does not have is an error', async () => {
  const [error] = await errors(
    "import { matmul } from '#tensor';\nexport const f = () => matmul();",
  );
  expect(error).toMatchObject({ line: 1, column: 10 });
  expect(error.message).toContain('matmul');
});

test('await at the top level is refused', async () => {
  expect(await errors('export const x = 1;\nawait new Promise(() => {});')).toEqual([
    {
      message: 'exercises may not use await at the top level; call the function without it',
      line: 2,
      column: 1,
      lineText: 'await new Promise(() => {});',
    },
  ]);
});

test('our own code may import files, and then be a module of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'compile-'));
  try {
    const path = join(folder, 'reference.ts');
    writeFileSync(path, 'export const a = (): number => 1;\nexport const b = () => 2;\n');
    const source = `export * from ${JSON.stringify(path)};\nexport const b = () => 3;`;
    expect(await compile(source, 'wrong.ts', { allowRelative: true })).toMatchObject({
      kind: 'compiled',
    });
    const relative = await compile("export * from './reference.ts';", 'wrong.ts', {
      allowRelative: true,
      resolveDir: folder,
    });
    expect(relative).toMatchObject({ kind: 'compiled' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that is made to break the compiler is refused, and the next one compiles', async () => {
  expect((await errors('x'.repeat(70_000)))[0].message).toContain('64,000 characters');
  expect((await errors(`\n${'a:'.repeat(3000)};`))[0]).toMatchObject({ line: 2 });
  expect(await errors('export const a = 1;')).toEqual([]);
});

test('compiling has a deadline', { timeout: 15_000 }, async () => {
  const nested = `export const f = ${'a =>\n'.repeat(3000)} 1;`;
  const [[error], next] = await Promise.all([errors(nested), errors('export const a = 1;')]);
  expect(error.message).toContain('takes too long to compile');
  expect(next).toEqual([]);
});

test('a comment cannot make the compiler open a file', async () => {
  const result = await compile('export {};\n//# sourceMappingURL=/dev/zero', '01-nll.ts', {
    resolveDir: '/',
  });
  expect(result.kind).toBe('compiled');
});
