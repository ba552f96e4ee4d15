import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { glossaryProblems, loadGlossary, namesInCode } from './glossary.ts';
import { readLesson } from './lesson.ts';
import { placeFinder } from './places.ts';

const front = '---\ntitle: Topic\nsummary: What it is.\nneeds: []\n---\n';
const find = placeFinder([readLesson('01-topic', `${front}\n## Part\n`)]);
const names = new Set(['surprisal', 'probability']);

async function root(glossary: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'glossary-'));
  await mkdir(path.join(folder, 'lessons'));
  await mkdir(path.join(folder, 'solutions'));
  await writeFile(path.join(folder, 'lessons/glossary.yaml'), glossary);
  return folder;
}

const good = `- term: surprisal
  symbol: S
  unit: nats
  definition: What it is.
  introduced: topic#part
  code: [surprisal, probability]
- term: Bit
  definition: A unit.
  introduced: topic#part
  see: [surprisal]
`;

describe('the glossary', () => {
  it('is sorted, whatever the order and the capitals of its file', async () => {
    const terms = await loadGlossary(await root(good));
    expect(terms.map(({ term }) => term)).toEqual(['Bit', 'surprisal']);
    expect(glossaryProblems(terms, find, names)).toEqual([]);
  });

  it('has each term once, with a place and code names that exist', async () => {
    const bad = good
      .replace('Bit', 'Surprisal')
      .replace('topic#part', 'topic#gone')
      .replace('probability', 'chance')
      .replace('see: [surprisal]', 'see: [nat]');
    const problems = glossaryProblems(await loadGlossary(await root(bad)), find, names);
    expect(problems.sort()).toEqual([
      'lessons/glossary.yaml:1: "topic#gone" leads nowhere: lessons/01-topic.md has no such place. It has: part.',
      'lessons/glossary.yaml:1: no solution exports "chance" or has it as a parameter or field. Correct the name of "surprisal".',
      'lessons/glossary.yaml:1: the term "surprisal" stands twice. Join the two entries.',
      'lessons/glossary.yaml:7: "Surprisal" sends its reader to "nat", which is no term.',
      'lessons/glossary.yaml:7: the term "Surprisal" stands twice. Join the two entries.',
    ]);
  });

  it('says what an entry lacks and which key nothing reads', async () => {
    const folder = await root('- term: a\n  definition: B.\n  symbols: c\n');
    await expect(loadGlossary(folder)).rejects.toThrow(
      'lessons/glossary.yaml:1: this term needs "introduced".\nlessons/glossary.yaml:1: nothing reads "symbols".',
    );
  });
});

it('knows functions, parameters, types and fields of a solution, and nothing private', async () => {
  const folder = await root('');
  await writeFile(
    path.join(folder, 'solutions/01-topic.ts'),
    `export type Pair = {
  /** which: one */
  chosen: number;
};

export const table = { a: 'could: be' };

export function best(pairs: [winner: number, loser: number][], beta?: number): { text: string } {
  const hidden: number = 1;
  return { text: String(hidden) };
}

function helper(inner: number): void {}
`,
  );
  expect(await namesInCode(folder, ['01-topic'])).toEqual(
    new Set(['Pair', 'chosen', 'best', 'pairs', 'winner', 'loser', 'beta', 'text']),
  );
});
