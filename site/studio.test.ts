import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { loadFigures } from './drawing.ts';
import { Fingerprint } from './fingerprint.ts';
import { Kept } from './kept.ts';
import { Studio } from './studio.ts';

const kit = pathToFileURL(path.join(import.meta.dirname, 'figures/plot.ts')).href;
/** As a figure file of the sample calls them. */
const solutions = '../../solutions';
const names = Array.from({ length: 40 }, (_, i) => `figure-${i}`);

/** Each figure says which thread has drawn it. */
const figures = `import { writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { interactive, slider } from '${kit}';
import { a } from '${solutions}/01-sample.ts';
const figure = number => interactive({
  alt: 'A picture',
  controls: { x: slider('x', [0, 1], 0) },
  draw: state => {
    if (number === 39) throw new Error('no such picture');
    if (threadId) writeFileSync(new URL('by-thread', import.meta.url), '');
    for (const end = Date.now() + 5; Date.now() < end;);
    return \`<svg>\${number} \${a} \${state?.x} \${threadId}</svg>\`;
  },
  read: ({ x }) => [['x', String(x)]],
});
export const figures = Object.fromEntries(${JSON.stringify(names)}.map((name, i) => [name, figure(i)]));
`;

test('two threads draw each figure once, and again when a solution has changed', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'studio-'));
  await mkdir(path.join(root, 'solutions'));
  await mkdir(path.join(root, 'site/figures'), { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  await writeFile(path.join(root, 'solutions/01-sample.ts'), 'export const a = "first";\n');
  await writeFile(path.join(root, 'site/figures/01-sample.ts'), figures);
  const { figures: own = {} } = await loadFigures(root, '01-sample');
  const open = (kept: Kept) =>
    Studio.open(root, [{ name: '01-sample', figures: names }], kept, new Fingerprint());
  const all = (studio: Studio) => {
    const drawn = studio.figures('01-sample', own);
    return names.slice(0, 39).map(name => drawn[name].draw());
  };

  const kept = await Kept.open(root);
  const studio = await open(kept);
  const byThread = path.join(root, 'site/figures/by-thread');
  await expect.poll(() => existsSync(byThread), { timeout: 60_000 }).toBe(true);
  const stills = all(studio);
  expect(stills.map(still => still.split(' ')[0])).toEqual(
    names.slice(0, 39).map((_, i) => `<svg>${i}`),
  );
  const threads = new Set(stills.map(still => still.split(' ')[3]));
  expect([...threads].some(thread => !thread.startsWith('0'))).toBe(true);
  expect(studio.film('01-sample', 'figure-3', own['figure-3']).readout).toHaveLength(1);
  expect(() => studio.figures('01-sample', own)['figure-39'].draw()).toThrow('no such picture');

  expect(all(await open(kept))).toEqual(stills);
  await kept.save();
  expect(all(await open(await Kept.open(root)))).toEqual(stills);

  await writeFile(path.join(root, 'solutions/01-sample.ts'), 'export const a = "second";\n');
  const changed = { 'figure-0': { alt: 'A picture', draw: () => 'drawn again' } };
  const again = (await open(kept)).figures('01-sample', changed);
  expect(again['figure-0'].draw()).toBe('drawn again');
  await rm(root, { recursive: true });
});
