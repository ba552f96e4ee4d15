import { describe, expect, it } from 'vitest';
import { readLesson } from './lesson.ts';
import { placeFinder, placesIn } from './places.ts';

const text = `---
title: Topic
summary: What it is.
needs: []
---

## What $\\beta$ does

$$
a
$$ {#eq:one}

$$
b
$$ {#eq:two}

:::: task twice ★ 5

\`\`\`ts example
twice(0.5); // 1
\`\`\`

::: hint
First.
:::

::: mistake thrice Three times
Text.
:::

::::

::: aside It's the *same*
Text.
:::

::: aside It's the *same*
Again.
:::

::: figure curve
Caption.
:::

::: question
Why?
:::

## What $\\beta$ does
`;
const lesson = readLesson('02-topic', text);
const find = placeFinder([lesson]);

describe('placesIn', () => {
  it('knows sections, tasks, equations, figures, questions and folds by their anchors', () => {
    expect(Object.fromEntries(placesIn(lesson))).toEqual({
      'what-beta-does': 'What $\\beta$ does',
      'what-beta-does-2': 'What $\\beta$ does',
      'aside-its-the-same': "It's the *same*",
      'aside-its-the-same-2': "It's the *same*",
      'task-twice': '`twice`',
      'eq-one': 'equation\u00a01',
      'eq-two': 'equation\u00a02',
      'fig-curve': 'figure\u00a01',
      'question-1': 'question\u00a01',
    });
  });
});

describe('placeFinder', () => {
  it.each([
    ['[@task:topic/twice]', 'task-twice'],
    ['[@eq:topic/two]', 'eq-two'],
    ['[@fig:topic/curve]', 'fig-curve'],
    ['topic#aside-its-the-same-2', 'aside-its-the-same-2'],
    ['[@lesson:topic]', ''],
  ])('finds %s', (written, anchor) => {
    expect(find(written)).toMatchObject({ lesson, anchor });
  });

  it.each([
    ['[@task:topic/thrice]', /has no such place. It has: task-twice\.$/],
    ['topic#nothing', /lessons\/02-topic\.md has no such place\. It has: what-beta-does, /],
    ['[@task:other/twice]', /there is no lesson "other"\. There are: topic\.$/],
    ['other#part', /there is no lesson "other"/],
    ['[@task:twice]', /is no place\. Write /],
    ['[@lesson:topic/twice]', /is no place\. Write /],
    ['twice', /is no place\. Write /],
  ])('says what is wrong with %s', (written, message) => {
    expect(find(written)).toMatch(message);
  });
});
