import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Assistant } from './assistant.ts';
import { Fingerprint } from './fingerprint.ts';
import { Kept } from './kept.ts';
import { Studio } from './studio.ts';

const kit = pathToFileURL(path.join(import.meta.dirname, 'figures/plot.ts')).href;
/** As a figure file of the sample calls them. */
const solutions = '../../solutions';
const lessons = ['first', 'second', 'third'].map((id, i) => ({
  id,
  name: `0${i + 1}-${id}`,
  figures: ['dial'],
  body: 'In thread {{ thread }}, twice {{ a }}, and {{ nothing() }}.\n\n| {{ a \\| 2 }} |\n|-|',
}));

/** Each figure and value says which thread has made it. */
const code = (name: string) => `import { threadId } from 'node:worker_threads';
import { interactive, slider } from '${kit}';
import { a } from '${solutions}/${name}.ts';
export const values = { thread: threadId > 0 ? 'second' : 'first' };
export const figures = {
  dial: interactive({
    alt: 'A picture',
    controls: { x: slider('x', [0, 1], 0) },
    draw: state => \`<svg>\${a} \${state?.x} \${values.thread}</svg>\`,
    read: ({ x }) => [['x', String(x)]],
  }),
  broken: { alt: '', draw() { throw new Error('no such picture'); } },
};
`;

let root: string;
let assistant: Assistant;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'studio-'));
  assistant = new Assistant();
  for (const folder of ['solutions', 'site/figures']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  for (const { name } of lessons) {
    await writeFile(path.join(root, `solutions/${name}.ts`), 'export const a = "first";\n');
    await writeFile(path.join(root, `site/figures/${name}.ts`), code(name));
  }
});
afterEach(async () => {
  await assistant.close();
  await rm(root, { recursive: true });
});

const open = (kept: Kept, shown = lessons) =>
  Studio.open(root, shown, kept, new Fingerprint(), assistant);

test('a second thread computes what the lessons show, once, and again when a solution has changed', {
  timeout: 60_000,
}, async () => {
  const kept = await Kept.open(root);
  const studio = await open(kept);
  const [{ figures, film, value }] = await Promise.all(lessons.map(({ name }) => studio.of(name)));
  const where = assistant.isUseful ? 'second' : 'first';
  expect(figures.dial.draw()).toBe(`<svg>first undefined ${where}</svg>`);
  expect(figures.dial.alt).toBe('A picture');
  expect(figures.dial.interaction?.controls.x.values).toEqual([0, 1]);
  expect(film('dial').readout).toHaveLength(1);
  expect(value(' thread ')).toBe(where);
  expect(value(' a | 2 ')).toBe('first');
  expect(() => value(' nothing() ')).toThrow(/nothing is not defined. In scope are: a, thread/);
  expect(await studio.catchUp()).toBe(false);

  await kept.save();
  await assistant.close();
  const again = await (await open(await Kept.open(root))).of('01-first');
  expect(again.figures.dial.draw()).toBe(figures.dial.draw());

  await writeFile(path.join(root, 'solutions/01-first.ts'), 'export const a = "second";\n');
  assistant = new Assistant();
  const changed = await (await open(kept)).of('01-first');
  expect(changed.value(' thread ')).toBe('first');
  expect(changed.figures.dial.draw()).toBe('<svg>second undefined first</svg>');
});

test('this thread takes a lesson when it has nothing else to do', { timeout: 60_000 }, async () => {
  const names = lessons.map(({ name }) => name);
  const studio = await open(await Kept.open(root));
  const threadOf = async (lesson: string) => (await studio.of(lesson)).value(' thread ');
  const own = await studio.next(names, () => false);
  expect(await threadOf(own)).toBe('first');
  let done = 0;
  const others = names.filter(name => name !== own);
  const other = await studio.next(others, () => ++done > 0);
  expect(await threadOf(other)).toBe(assistant.isUseful ? 'second' : 'first');
  expect(done > 0).toBe(assistant.isUseful);
});

test('what a text asks for unforeseen is there after catching up', {
  timeout: 60_000,
}, async () => {
  const shown = lessons.map(lesson => ({ ...lesson, figures: ['dial', 'broken'] }));
  const studio = await open(await Kept.open(root), shown);
  const { value, figures } = await studio.of('01-first');
  value(' a + 1 ');
  figures.broken.draw();
  expect(await studio.catchUp()).toBe(true);
  expect(value(' a + 1 ')).toBe('first1');
  expect(() => figures.broken.draw()).toThrow('no such picture');
  expect(await studio.catchUp()).toBe(false);
});

test('a file that does not load is named', { timeout: 60_000 }, async () => {
  await writeFile(path.join(root, 'site/figures/02-second.ts'), 'throw new Error("not yet");\n');
  const studio = await open(await Kept.open(root));
  await expect(studio.of('02-second')).rejects.toThrow(
    'site/figures/02-second.ts: it does not load: not yet',
  );
  expect((await studio.of('03-third')).value(' a ')).toBe('first');
});
