import { expect, test } from 'vitest';
import { equationsIn } from './equation.ts';
import { readLesson } from './lesson.ts';
import { placeFinder } from './places.ts';
import { type Meaning, readEquation, symbolProblems } from './symbols.ts';
import { findIn } from './tex.ts';

const lesson = readLesson(
  '01-one',
  `---
title: One
summary: One.
needs: []
---

$$
p = q
$$ {#eq:first}

## A section

\`\`\`text
$$
no equation
$$
\`\`\`

::: derivation Why [@eq:first]
$$ p^* = \\pi_{\\text{ref}} $$
:::

$$ p + \\text{words} $$
`,
);

const meaning = (tex: string | string[], words: string, ...scope: string[]): Meaning => ({
  tex: [tex].flat(),
  words,
  introduced: '[@lesson:one]',
  in: scope.length ? scope : ['one'],
  at: `lessons/symbols.yaml:${words.length}`,
});
const find = placeFinder([lesson]);
const words = (symbols: Meaning[], at: number) =>
  readEquation(equationsIn(lesson)[at], 'one', { common: [], symbols }).meant.map(
    ({ symbol }) => symbol.words,
  );

test('equations know what they stand in', () => {
  expect(equationsIn(lesson).map(({ tex, within }) => [tex, ...within])).toEqual([
    ['p = q', 'eq-first'],
    ['p^* = \\pi_{\\text{ref}}', 'a-section', 'derivation-why-eq-first'],
    ['p + \\text{words}', 'a-section'],
  ]);
});

test('the longest way to write a symbol wins, and spaces do not count', () => {
  const { uses, left } = findIn('\\pi + \\pi_{ \\text{ref} } - \\pi_k', [
    '\\pi',
    '\\pi_{\\text{ref}}',
  ]);
  expect(uses.map(({ of }) => of)).toEqual([0, 1, 0]);
  expect(left.map(({ text }) => text)).toEqual(['k']);
});

test('a command is not found in a longer one, nor a letter in a name', () => {
  const { uses, left } = findIn('\\pinky \\operatorname{p} p', ['\\pi', 'p']);
  expect(uses).toHaveLength(1);
  expect(left.map(({ text }) => text)).toEqual(['\\operatorname{p}']);
});

test('the narrowest place decides what a letter means', () => {
  const wide = meaning('p', 'wide');
  const section = meaning('p', 'in the section', 'one#a-section');
  const equation = meaning('p', 'in the equation', '[@eq:one/first]');
  expect(words([equation, wide, section], 0)).toEqual(['in the equation']);
  expect(words([equation, wide, section], 2)).toEqual(['in the section']);
  expect(words([wide], 2)).toEqual(['wide']);
});

test('letters without a meaning are named with their lines, unless they are common', () => {
  const symbols = [meaning('p', 'a letter'), meaning(['\\pi', '\\pi_{\\text{ref}}'], 'a policy')];
  const at = (common: string[]) => symbolProblems({ common, symbols }, [lesson], find);
  expect(at([])).toEqual([
    'lessons/01-one.md:7: nothing says what q means in this equation. Add it to lessons/symbols.yaml.',
  ]);
  expect(at(['q'])).toEqual([]);
});

test('a meaning without use, and places that lead nowhere, are named', () => {
  const symbols = [
    meaning(['p', 'q', '\\pi'], 'all'),
    meaning('r', 'unused'),
    meaning('p', 'nowhere', 'two'),
    { ...meaning('p', 'p', '[@eq:one/first]'), introduced: 'one#none' },
  ];
  expect(symbolProblems({ common: [], symbols }, [lesson], find)).toEqual([
    expect.stringContaining('no equation in one has r in this meaning'),
    expect.stringContaining('there is no lesson "two"'),
    expect.stringContaining('no equation in two has p in this meaning'),
    expect.stringContaining('"one#none" leads nowhere'),
  ]);
});
