import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { table } from './number.ts';

test('a table has a column for each number of any page, and marks what is not kept', () => {
  const weight = { name: 'kB', value: 12.34, limit: 10, digits: 1 };
  const score = { name: 'seo', value: 98, limit: 98, isLeast: true };
  const rows = [
    { title: '/404.html', held: [weight] },
    { title: '/', held: [{ ...weight, value: 9 }, score] },
  ];
  expect(stripVTControlCharacters(table(rows)).split('\n')).toEqual([
    'page           kB   seo',
    '             ≤ 10  ≥ 98',
    '/404.html  ✗ 12.3',
    '/             9.0    98',
  ]);
});
