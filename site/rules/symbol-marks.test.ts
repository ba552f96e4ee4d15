import katex from 'katex';
import { expect, test } from 'vitest';
import { loadCourse } from '../../course/course.ts';
import { equationsIn } from '../../course/equation.ts';
import { loadSymbols, readEquation } from '../../course/symbols.ts';
import { symbolMarks } from './symbol-marks.ts';

function lettersOf(tex: string): string {
  return katex
    .renderToString(tex, { displayMode: true, output: 'html' })
    .replace(/<[^>]*>/g, '')
    .replace(/&[#\w]+;/g, '<');
}

function read(tex: string, marks: number[]): [number, string][] {
  const letters = lettersOf(tex);
  let at = 0;
  return marks.flatMap((symbol, i) => {
    if (i % 2) return [];
    const start = at;
    at += marks[i + 1];
    return [[symbol, letters.slice(start, at).replaceAll('\u200b', '')] as [number, string]];
  });
}

test('a fraction, indices and an accent are marked in the order of their boxes', () => {
  const tex = '\\frac{a_b}{\\hat r} < ab';
  const at = (text: string, from = 0) => tex.indexOf(text, from);
  const uses = [
    { of: 0, start: at('a_'), end: at('a_') + 1 },
    { of: 1, start: at('b'), end: at('b') + 1 },
    { of: 2, start: at('\\hat r'), end: at('\\hat r') + 6 },
    { of: 0, start: at('a', at('<')), end: at('a', at('<')) + 1 },
    { of: 1, start: at('b', at('<')), end: at('b', at('<')) + 1 },
  ];
  const found = read(tex, symbolMarks(tex, uses)).filter(([symbol]) => symbol >= 0);
  expect(found).toEqual([
    [2, 'r^'],
    [0, 'a'],
    [1, 'b'],
    [0, 'a'],
    [1, 'b'],
  ]);
});

test('in every equation of the course, the marks cover as many letters as the page has', {
  timeout: 60_000,
}, async () => {
  const [{ lessons }, symbols] = await Promise.all([loadCourse(), loadSymbols()]);
  const wrong = lessons.flatMap(lesson =>
    equationsIn(lesson).filter(equation => {
      const { meant } = readEquation(equation, lesson.id, symbols);
      const marks = symbolMarks(
        equation.tex,
        meant.map((use, of) => ({ ...use, of })),
      );
      const count = marks.reduce((sum, mark, i) => sum + (i % 2 ? mark : 0), 0);
      return count !== lettersOf(equation.tex).length || !meant.length;
    }),
  );
  expect(wrong).toEqual([]);
});
