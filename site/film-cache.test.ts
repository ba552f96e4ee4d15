import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { interactive, slider } from './figures/plot.ts';
import { FilmCache } from './film-cache.ts';
import type { Interaction } from './plot/interactive.ts';

test('a film is drawn once, and again when a solution has changed', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'films-'));
  const solution = path.join(root, 'solutions/01-sample.ts');
  await mkdir(path.dirname(solution));
  await writeFile(solution, 'export const a = 1;\n');
  let drawn = 0;
  const { interaction } = interactive({
    alt: '',
    controls: { a: slider('a', [0, 1], 0) },
    draw: state => {
      drawn++;
      return `<svg>${state?.a}</svg>`;
    },
    read: () => [],
  });
  const build = async () => {
    const cache = await FilmCache.open(root, root);
    const reel = cache.film('01-sample', 'figure', interaction as Interaction);
    await cache.save();
    return reel;
  };
  const first = await build();
  expect(await build()).toEqual(first);
  expect(drawn).toBe(2);
  await writeFile(solution, 'export const a = 2;\n');
  expect(await build()).toEqual(first);
  expect(drawn).toBe(4);
  await rm(root, { recursive: true });
});
