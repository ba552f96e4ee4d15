import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Builder } from './builder.ts';
import { Kept } from './kept.ts';
import { buildSite } from './site.ts';

const kit = pathToFileURL(path.join(import.meta.dirname, 'figures/plot.ts')).href;

/** As a figure file of the sample calls them. */
const solutions = '../../solutions';
const lesson = (title: string, more: string) => `---
title: ${title}
summary: One sentence.
needs: []
---

It costs {{ twice(2) }} and {{ three }}, see [@eq:b]. ${more}[^note]

[^note]: A note.

$$
b = \\mathbb{E}[{{ twice(4) }}]
$$ {#eq:b}

## Part

::: figure line
Falls.
:::
`;
const figures = (height: number) => `import { interactive, line, plot, slider } from '${kit}';
import { twice } from '${solutions}/01-first.ts';
const axis = { label: 'x', domain: [0, 1] };
export const values = { three: ${height} + 2 };
export const figures = { line: interactive({
  alt: 'Falls',
  controls: { x: slider('x', [0, 1], 0) },
  draw: state => plot({ x: axis, y: axis, marks: [line([[0, ${height}], [twice(0.25), state?.x ?? 0]])] }),
  read: ({ x }) => [['x', String(x)]],
}) };
`;
const solution = (factor: number) => `/** Twice.
 * @param x a number */
export function twice(x: number): number {
  return ${factor} * x;
}
`;

let folder: string;
let root: string;
let builder: Builder;
const write = async (file: string, text: string) => {
  const where = path.join(root, file);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, text);
  return where;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'builder-'));
  root = path.join(folder, 'project');
  await write('package.json', '{ "type": "module" }');
  await write('lessons/references.yaml', '{}\n');
  for (const name of ['01-first', '02-second']) {
    await write(`lessons/${name}.md`, lesson(name, ''));
    await write(`solutions/${name}.ts`, solution(2));
    await write(`site/figures/${name}.ts`, figures(1));
  }
  builder = new Builder(path.join(folder, 'dist'), root);
});

afterAll(async () => {
  builder.close();
  await rm(folder, { recursive: true, force: true });
});

async function files(out: string): Promise<Record<string, string>> {
  const names = await readdir(out, { recursive: true, withFileTypes: true });
  const all = names.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name));
  const texts = await Promise.all(all.sort().map(file => readFile(file, 'latin1')));
  return Object.fromEntries(all.map((file, i) => [path.relative(out, file), texts[i]]));
}

/** Built by this process in a copy of the project, of which it has read no module, with nothing kept. */
async function fresh(name: string): Promise<Record<string, string>> {
  const copy = path.join(folder, name);
  await cp(root, copy, { recursive: true });
  const out = path.join(copy, 'dist');
  const kept = await Kept.open(copy);
  await buildSite({ root: copy, out, kept, force: true, offline: false });
  return files(out);
}

test('after each change the pages are, byte for byte, those of a build from nothing', {
  timeout: 120_000,
}, async () => {
  const built = async (changed: string[] = []) => {
    expect((await builder.build(changed)).problems).toEqual([]);
    return files(path.join(folder, 'dist'));
  };
  const first = await built();
  expect(first['first/index.html']).toContain('It costs <span class="value">4</span>');
  expect(first).toEqual(await fresh('first'));

  const text = await write(
    'lessons/01-first.md',
    `${lesson('Renamed', 'More, $x^2$.')}\n$$\nc\n$$ {#eq:c}\n`,
  );
  const second = await write('lessons/02-second.md', lesson('Second', 'As in [@eq:first/c].'));
  const changed = await built([text, second]);
  expect(changed['second/index.html']).toContain('equation\u00c2\u00a02 of lesson\u00c2\u00a01');
  expect(changed).toEqual(await fresh('second'));

  const code = [
    await write('solutions/01-first.ts', solution(3)),
    await write('site/figures/02-second.ts', figures(0.5)),
  ];
  const computed = await built(code);
  expect(computed['first/index.html']).toContain('It costs <span class="value">6</span>');
  expect(computed['first/index.html']).not.toBe(changed['first/index.html']);
  expect(computed['second/index.html']).toContain('and <span class="value">2.5</span>');
  expect(computed).toEqual(await fresh('third'));
});

test('a build that fails says why, and the next one goes well', { timeout: 120_000 }, async () => {
  const before = await readFile(path.join(root, 'solutions/01-first.ts'), 'utf8');
  const file = await write('solutions/01-first.ts', 'throw new Error("not yet");\n');
  const { problems } = await builder.build([file]);
  expect(problems).toEqual([expect.stringContaining('01-first.ts: it does not load')]);
  await write('solutions/01-first.ts', before);
  expect((await builder.build([file])).problems).toEqual([]);
});
