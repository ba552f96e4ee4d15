import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lessonNames, projectRoot } from '../../../course/course.ts';
import { deriveStub, readDeclared } from '../../../course/stub.ts';
import { assemble, partsOf, placesOf, takeApart } from './lesson-file.ts';

const stub = `import * as tf from '#tensor';

/** Rows. */
export interface Row {
  a: number;
}

/**
 * One.
 */
export function one(row: Row): number {
  throw new Error('to do: one');
}

/** Two. */
export function two(x: { a: number }): {
  b: number;
} {
  throw new Error('to do: two');
}
`;
const written = {
  one: 'const k = 2;\n\nexport function one(row: Row): number {\n  return k * row.a;\n}',
  two: 'export const two = (x: { a: number }) => ({ b: x.a });',
};

describe('a lesson as a file', () => {
  it('is put together from what stands between the tasks and what was written', () => {
    const file = assemble(stub, written);
    expect(file).toContain("'#tensor';\n\n/** Rows. */");
    expect(file).toContain(' */\nconst k = 2;\n\nexport function one(');
    expect(file).not.toContain('to do');
    expect(assemble(stub, {})).toBe(stub);
    expect(assemble(stub, { one: ' ' })).toBe(stub);
  });

  it('has the lines of each part', () => {
    const lines = assemble(stub, written).split('\n');
    for (const [task, { from, to }] of Object.entries(placesOf(stub, written))) {
      expect(lines.slice(from - 1, to - 1).join('\n')).toBe(written[task as 'one']);
    }
  });

  it('is taken apart again', () => {
    expect(takeApart(stub, assemble(stub, written))).toEqual(written);
    expect(takeApart(stub, stub)).toEqual(partsOf(stub));
    expect(takeApart(stub, assemble(stub, written).replaceAll('\n', '\r\n'))).toEqual(written);
  });

  it('keeps what was written around it', () => {
    const file = `import x from 'y';\n${assemble(stub, written)}\nconst last = 1;\n`;
    const taken = takeApart(stub, file);
    expect(taken.one).toBe(`import x from 'y';\n\n${written.one}`);
    expect(taken.two).toBe(`${written.two}\n\nconst last = 1;`);
  });

  it('is taken apart where comments were changed, tasks moved or left out', () => {
    const file = `const k = 2;\n/** Second first. */\n${written.two}\n\n/** Mine. */\nexport function one() {\n  return k;\n}\n`;
    expect(takeApart(stub, file)).toEqual({
      two: `const k = 2;\n/** Second first. */\n${written.two}`,
      one: '/** Mine. */\nexport function one() {\n  return k;\n}',
    });
    expect(takeApart(stub, 'nothing')).toEqual({});
  });
});

it.each(await lessonNames())(
  '%s has a part for each task, and its solution is taken apart',
  async name => {
    const solution = await readFile(path.join(projectRoot, `solutions/${name}.ts`), 'utf8');
    const real = deriveStub(solution, name);
    expect(Object.keys(partsOf(real))).toEqual(Object.keys(readDeclared(real)));
    const taken = takeApart(real, solution);
    expect(Object.keys(taken).sort()).toEqual(Object.keys(partsOf(real)).sort());
    const again = takeApart(real, assemble(real, taken));
    expect(again).toEqual(taken);
  },
);
