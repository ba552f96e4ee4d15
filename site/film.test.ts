import { expect, test } from 'vitest';
import { frame, lineAt } from './client/film.ts';
import { choice, interactive, slider } from './figures/plot.ts';
import { film } from './film.ts';
import type { Interaction } from './plot/interactive.ts';

const { interaction } = interactive({
  alt: 'A dot',
  controls: {
    x: slider('x', [0, 0.1 + 0.2, -2], 0.3),
    name: choice('name', ['first', '<second>']),
    idle: slider('idle', [1, 2, 3, 4], 2),
  },
  draw: state =>
    `<svg>\n<g x="${state?.x}" y="0"/>\n<text>${state?.name} ${state?.x}</text>\n</svg>`,
  read: ({ x, name }) => [
    ['x squared', String(x * x)],
    ['name', name],
  ],
});
if (!interaction) throw new Error('an interactive figure has an interaction');
const reel = film('sample', interaction);

test('every frame of the film is what the figure draws in that state', () => {
  let seen = 0;
  for (const [i, x] of interaction.controls.x.values.entries()) {
    for (const [j, name] of interaction.controls.name.values.entries()) {
      for (const [k, idle] of interaction.controls.idle.values.entries()) {
        expect(frame(reel, 'picture', [i, j, k])).toBe(interaction.draw({ x, name, idle }));
        seen++;
      }
    }
  }
  expect(seen).toBe(24);
});

test('a line is kept once for each setting that it depends on, and no more', () => {
  expect(reel.picture[0]).toBe('<svg>');
  expect(reel.picture[1]).toEqual({
    by: [0],
    head: '<g x="',
    tail: '" y="0"/>',
    of: expect.any(Array),
  });
  expect(reel.picture[2]).toMatchObject({ by: [0, 1] });
  const second = reel.picture[2];
  if (typeof second === 'string') throw new Error('it changes');
  expect(second.of).toHaveLength(6);
  expect(lineAt(reel, second, [2, 1, 3])).toBe('<text><second> -2</text>');
});

test('what is read is text, not HTML', () => {
  expect(frame(reel, 'readout', [0, 1, 0])).toBe(
    '<div><dt>x squared</dt><dd>0</dd></div>\n<div><dt>name</dt><dd>&lt;second&gt;</dd></div>',
  );
});

test('addresses hold plain numbers, readers see a minus', () => {
  expect(reel.controls[0]).toEqual({
    name: 'sample.x',
    cited: ['0', '0.3', '-2'],
    shown: ['0', '0.3', '−2'],
  });
  expect(reel.start).toEqual([1, 0, 1]);
});

test('too many states are refused', () => {
  const many = Array.from({ length: 100 }, (_, i) => i);
  const { interaction } = interactive({
    alt: '',
    controls: { a: slider('a', many, 0), b: slider('b', many, 0) },
    draw: () => '',
    read: () => [],
  });
  expect(() => film('many', interaction as Interaction)).toThrow('it has 10000 states');
});

test('a mark that comes and goes is refused, because all lines after it would move', () => {
  const { interaction } = interactive({
    alt: '',
    controls: { a: slider('a', [0, 1], 0) },
    draw: state => (state?.a ? '<svg>\n<g/>\n</svg>' : '<svg>\n</svg>'),
    read: () => [],
  });
  expect(() => film('fickle', interaction as Interaction)).toThrow('its frames have 2 or 3 lines');
});
