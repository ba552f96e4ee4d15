import { beforeAll, describe, expect, test } from 'vitest';
import type { Packed, SearchIndex } from './search-entry.ts';
import { excerpt, marked } from './search-excerpt.ts';
import { Search } from './search-query.ts';
import { wordsOf } from './search-words.ts';

const entries: Packed[] = [
  ['page', '', 'Rewards', [], 'What a policy becomes.'],
  ['section', 'distance', 'A distance', ['KL divergence', 'KL(p ∥ q)'], 'How far β lets π go.'],
  ['task', 'task-klDivergence', 'klDivergence', [], 'Write it.'],
  ['section', 'price', 'The price', [], 'The KL is paid with beta. Normalise the rewards.'],
];
const index: SearchIndex = {
  pages: [
    { path: 'rlhf/', title: 'Rewards', number: 4, entries },
    {
      path: 'glossary/',
      title: 'Glossary',
      entries: [['term', 'term-kl', 'KL divergence', ['KL(p ∥ q)'], 'How much more surprised.']],
    },
  ],
};
let search: Search;
beforeAll(async () => {
  search = await Search.load(index);
});
const found = (query: string) => search.find(query).map(({ id }) => id);

describe('a search', () => {
  test('prefers the section that introduces a term to the term, and to where it only occurs', () => {
    expect(found('KL')).toEqual(['distance', 'term-kl', 'task-klDivergence', 'price']);
  });

  test.each([
    ['divergnce', 'distance'],
    ['kl divergnce', 'task-klDivergence'],
    ['diverg', 'distance'],
    ['normalize', 'price'],
    ['KLDIVERGENCE', 'task-klDivergence'],
    ['pi', 'distance'],
    ['beta', 'distance'],
    ['β', 'price'],
  ])('%s finds #%s', (query, id) => {
    expect(found(query)).toContain(id);
  });

  test('asks for all words, and for some of them where nothing has all', () => {
    expect(found('price KL')).toEqual(['price']);
    expect(found('price elephants')).toEqual(['price']);
    expect(found('elephants')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  test('says where a find stands, and what was found', () => {
    const [hit] = search.find('klDiv');
    expect(hit).toMatchObject({
      id: 'task-klDivergence',
      section: 'A distance',
      page: { number: 4 },
    });
    expect(hit.words).toContain('kldivergence');
  });
});

test.each([
  ['klDivergence', ['kldivergence', 'kl', 'divergence']],
  ['the π_ref of 𝔼', ['pi', 'ref', 'e']],
  ['Best-of-n, naïve', ['best', 'n', 'naive']],
  ['Σ over 2 tokens', ['sigma', 'over', '2', 'tokens']],
])('the words of %s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

describe('an excerpt', () => {
  const text = `${'Nothing here. '.repeat(20)}The KL of π is small.${' More words.'.repeat(20)}`;
  const shown = (words: string[], length?: number) =>
    excerpt(text, new Set(words), length)
      .map(([piece, isMatch]) => (isMatch ? `[${piece}]` : piece))
      .join('');

  test('shows where the most words were found, and marks them', () => {
    expect(shown(['kl', 'pi'], 60)).toMatch(/^… .*The \[KL\] of \[π\] is small\..* …$/);
    expect(shown(['kl', 'pi'], 60).length).toBeLessThan(80);
  });

  test('without a match is the beginning', () => {
    expect(shown(['absent'], 30)).toBe('Nothing here. Nothing here. …');
  });

  test('loses no letter', () => {
    const pieces = marked(text, new Set(['kl', 'more']));
    expect(pieces.map(([piece]) => piece).join('')).toBe(text);
    expect(pieces.filter(([, isMatch]) => isMatch)).toHaveLength(21);
  });
});
