import { describe, expect, test } from 'vitest';
import {
  area,
  barChart,
  bars,
  dots,
  line,
  type Mark,
  once,
  panels,
  plot,
  rule,
  text,
} from '../figures/plot.ts';

const unit = { label: 'x', domain: [0, 1] } as const;
const golden = (name: string) => `golden/${name}.golden.svg`;

describe('golden drawings', () => {
  test('lines with names at their ends, on the line, and a note', async () => {
    const drawing = plot({
      x: { label: 'probability', domain: [0, 1] },
      y: { label: 'nats', domain: [0, 3] },
      marks: [
        line(
          [
            [0.05, 3],
            [0.5, 0.69],
            [1, 0],
          ],
          { label: 'nats of a token' },
        ),
        line(
          [
            [0.1, 3.3],
            [0.5, 1],
            [1, 0],
          ],
          { label: 'bits', labelAt: 0.5 },
        ),
        rule({ y: 0.69 }, { label: 'log 2' }),
        text(0.8, 2, 'two\nlines', { anchor: 'middle' }),
      ],
    });
    await expect(drawing).toMatchFileSnapshot(golden('lines'));
  });

  test('logarithmic axes, a band and dots named in the key', async () => {
    const drawing = plot({
      x: { label: 'n', domain: [1, 1e6], scale: 'log' },
      y: { label: 'KL', domain: [-1, 1], ticks: [-1, 0, 1] },
      marks: [
        area([
          [1, 0, 0.5],
          [1e6, 0.2, 0.9],
        ]),
        dots(
          [
            [10, 0.1],
            [100, -0.5],
          ],
          { label: 'sampled' },
        ),
      ],
    });
    await expect(drawing).toMatchFileSnapshot(golden('logarithmic'));
  });

  test('bars in groups, with a value below zero', async () => {
    const drawing = barChart({
      categories: ['first', 'a longer name', 'c'],
      series: [
        { label: 'policy', values: [0.2, 0.5, -0.1] },
        { label: 'reference', values: [0.4, 0.3, Number.NaN] },
      ],
      y: { label: 'share', domain: [-0.2, 0.6] },
      value: value => value.toFixed(1),
    });
    await expect(drawing).toMatchFileSnapshot(golden('bar-chart'));
  });
});

test('a point that is not finite breaks the line', () => {
  const drawing = plot({
    x: unit,
    y: unit,
    marks: [
      line([
        [0, 0],
        [0.2, 0.2],
        [0.4, Number.POSITIVE_INFINITY],
        [0.6, 0.6],
        [0.8, 0.8],
      ]),
    ],
  });
  const path = /<path class="fig-line[^>]* d="([^"]*)"/.exec(drawing)?.[1] ?? '';
  expect(path.match(/M/g)).toHaveLength(2);
  expect(drawing).not.toMatch(/NaN|Infinity/);
});

test('series differ in colour and, as lines, in dash', () => {
  const diagonal = [
    [0, 0],
    [1, 1],
  ] as const;
  const drawing = plot({
    x: unit,
    y: unit,
    marks: [line(diagonal), line(diagonal), line(diagonal)],
  });
  expect(drawing.match(/fig-line fig-c[123]"/g)).toEqual([
    'fig-line fig-c1"',
    'fig-line fig-c2"',
    'fig-line fig-c3"',
  ]);
  expect(new Set(drawing.match(/stroke-dasharray="[^"]*"/g)).size).toBe(2);
});

test('names at the ends of lines that meet are kept apart', () => {
  const marks = ['one', 'two', 'three'].map(label =>
    line(
      [
        [0, 0],
        [1, 0.5],
      ],
      { label },
    ),
  );
  const drawing = plot({ x: unit, y: unit, marks });
  const heights = [...drawing.matchAll(/y="([\d.]+)" class="fig-label/g)].map(match =>
    Number(match[1]),
  );
  expect(heights).toHaveLength(3);
  expect(heights[1] - heights[0]).toBeGreaterThan(14);
  expect(heights[2] - heights[1]).toBeGreaterThan(14);
});

test('drawings hold no ids, which could collide on a page, and no long decimals', () => {
  const drawing = plot({
    x: unit,
    y: unit,
    marks: [
      bars([{ x: 1 / 3, y: 2 / 3 }]),
      line(
        [
          [0, 1 / 7],
          [1, 2 / 7],
        ],
        { curve: 'smooth' },
      ),
    ],
  });
  expect(panels([drawing, drawing], 2, ['a < b'])).not.toMatch(/ id="|\d\.\d{3}/);
});

test('text is escaped', () => {
  expect(plot({ x: { ...unit, label: 'a < b & "c"' }, y: unit, marks: [] })).toContain(
    'a &lt; b &amp; &quot;c&quot;',
  );
});

test('a logarithmic axis from 0 is refused by name', () => {
  const y = { label: 'loss', domain: [0, 1], scale: 'log' } as const;
  expect(() => plot({ x: unit, y, marks: [] })).toThrow('The axis "loss" is logarithmic');
});

describe('a grip', () => {
  const drawn = (y: number) => plot({ x: unit, y: unit, marks: [dots([[1, y]], { grip: true })] });

  test('keeps its ring whole at the edge of the axes', () => {
    const inner = [...drawn(1).matchAll(/<svg x="([-\d.]+)"[^>]*width="([\d.]+)"/g)].at(-1);
    const right = Number(inner?.[1]) + Number(inner?.[2]);
    const place = Number(/fig-grip[^>]*translate\(([\d.]+)/.exec(drawn(1))?.[1]);
    expect(right - place).toBeGreaterThanOrEqual(9); // a ring of 8, and its stroke
  });

  test('that is not to be seen stands at a place that a browser can read', () => {
    expect(drawn(1e300)).toMatch(/translate\([\d.]+ -?\d+\)/);
  });
});

test('a key goes to the next row before it leaves the chart', () => {
  const wide = (label: string) => ({ label, values: [1] });
  const drawing = barChart({
    categories: ['a'],
    series: [wide('A = β log π*'), wide('β log(π* / reference)')],
    y: unit,
    width: 330,
  });
  const keys = [...drawing.matchAll(/fig-key" transform="translate\(([\d.]+) ([\d.]+)/g)];
  expect(keys.map(([, x]) => x)).toEqual([keys[0][1], keys[0][1]]);
  expect(Number(keys[1][2])).toBeGreaterThan(Number(keys[0][2]));
});

test('a mark that stands in several charts is drawn by the scales and in the colour of each', () => {
  const shared = () =>
    line([
      [0, 0],
      [1, 1],
    ]);
  const one = shared();
  const drawn = (mark: Mark, top: number, before: Mark[] = []) =>
    plot({ x: unit, y: { label: 'y', domain: [0, top] }, marks: [...before, mark] });
  const first = drawn(one, 1);
  expect(drawn(one, 4)).toBe(drawn(shared(), 4));
  expect(drawn(one, 4, [shared()])).toBe(drawn(shared(), 4, [shared()]));
  expect(drawn(one, 1)).toBe(first);
});

test('axes that differ in their numbers alone have scales of their own', () => {
  const labels = (format?: (value: number) => string, ticks?: number | number[]) =>
    [
      ...plot({ x: { ...unit, format, ticks }, y: unit, marks: [] }).matchAll(/middle">([^<]*)/g),
    ].map(([, label]) => label);
  expect(labels(undefined, [0.5])).not.toEqual(labels());
  expect(labels(String, [0.5])).toContain('0.5');
  expect(labels(value => `${value} m`, [0.5])).toContain('0.5 m');
});

test('what is made once for the same numbers is made anew for others', () => {
  let made = 0;
  const sum = once((a: number, b: number) => {
    made++;
    return a + b;
  });
  expect([sum(1, 2), sum(1, 2), sum(12, 0), sum(1, 20)]).toEqual([3, 3, 12, 21]);
  expect(made).toBe(3);
});
