import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './course.ts';
import {
  coverageProblems,
  erratumProblems,
  ideaCount,
  loadCoverage,
  missingIdeas,
} from './coverage.ts';
import { CourseError, readLesson } from './lesson.ts';
import { placeFinder } from './places.ts';

const head = `sources:
  post:
    title: A post
    work: author2020
    about: Short.
`;
const idea = (number: number, place: string, source = 'post') => `  - number: ${number}
    source: ${source}
    idea: One.
    places:
      - '${place}'
`;
const lesson = readLesson(
  '01-topic',
  `---
title: Topic
summary: What it is.
needs: []
---

## Part

::: erratum Right
As [@author2020] says.
:::

::: erratum Nobody's
Nothing.
:::
`,
);
const find = placeFinder([lesson]);

async function load(text: string) {
  const root = await mkdtemp(path.join(tmpdir(), 'coverage-'));
  await mkdir(path.join(root, 'lessons'));
  await writeFile(path.join(root, 'lessons/coverage.yaml'), text);
  return loadCoverage(root);
}

describe('coverageProblems', () => {
  it('is content with places that exist', async () => {
    const coverage = await load(`${head}ideas:\n${idea(1, 'topic#part')}`);
    expect(coverageProblems(coverage, find)).toEqual([]);
  });

  it('names the line of each link that leads nowhere, and what there is', async () => {
    const coverage = await load(`${head}ideas:\n${idea(1, 'topic#part')}${idea(2, 'topic#gone')}`);
    expect(coverageProblems(coverage, find)).toEqual([
      'lessons/coverage.yaml:16: "topic#gone" leads nowhere: lessons/01-topic.md has no such place. It has: part, erratum-right, erratum-nobodys.',
    ]);
  });

  it('refuses an idea without a place, a number twice, an unknown source, a place twice', async () => {
    const twice = `${idea(2, 'topic#part')}      - 'topic#part'\n`;
    const bare = '  - { number: 3, source: post, idea: Bare., places: [] }\n';
    const coverage = await load(
      `${head}ideas:\n${idea(2, 'topic#part', 'none')}${twice}${bare}slips:\n  - { source: post, place: 'x', title: T, text: T }\n`,
    );
    expect(coverageProblems(coverage, find).map(problem => problem.slice(22, 60))).toEqual([
      '7: there is no source "none". There ar',
      '7: two ideas have the number 2. Each r',
      '12: two ideas have the number 2. Each ',
      '17: topic#part stands twice.',
      '18: idea 3 has no place. Treat it in a',
      '20: "x" is no place. Write [@task:nll/',
    ]);
  });

  it('finds rows that were lost', async () => {
    const rows = Array.from({ length: ideaCount }, (_, i) => idea(i + 1, 'topic#part'));
    rows.splice(40, 1);
    expect(missingIdeas(await load(`${head}ideas:\n${rows.join('')}`))).toEqual([
      `lessons/coverage.yaml: idea 41 of ${ideaCount} is missing. Add its row.`,
    ]);
  });

  it('says what an entry lacks, and where the YAML breaks', async () => {
    await expect(load('ideas:\n  - number: one\n    idea: Two.\n')).rejects.toThrow(
      'lessons/coverage.yaml:2: an entry of "ideas" needs "number", a number.\nlessons/coverage.yaml:2: an entry of "ideas" needs "source", a string.',
    );
    await expect(load('ideas:\n  - {\n')).rejects.toThrow(CourseError);
  });
});

it('refuses an erratum that does not say whom it corrects', async () => {
  expect(erratumProblems(await load(head), [lesson])).toEqual([
    'lessons/01-topic.md:13: this erratum cites none of the sources. Cite the one that it corrects, as in [@author2020].',
  ]);
});

it('lists all ideas of the sources in this project', async () => {
  expect(missingIdeas(await loadCoverage(projectRoot))).toEqual([]);
});
