import { expect, it } from 'vitest';
import { sample } from './sample.ts';
import { gradeTable } from './table.ts';
import { textWidth } from './text-width.ts';

const ada = sample.submissions[0];

function rowsOf(ids: string[]): string[] {
  const submissions = ids.map(id => ({ ...ada, id }));
  return gradeTable({ ...sample, submissions })
    .split('\n')
    .slice(1);
}

it('has a row a submission, with the reason where a file has no verdict', () => {
  const rows = gradeTable(sample).split('\n');
  expect(rows).toHaveLength(1 + sample.submissions.length);
  expect(rows[1]).toMatch(/^ada +4\/10 +4\/10 {2}surprisal: base-two$/);
  expect(rows[3]).toMatch(/^cleo +invalid +0\/12 {2}01-nll\.ts:3:1: Unexpected "}"$/);
});

it('stays in columns, whatever signs a name has', () => {
  const rows = rowsOf(['ada', '山田太郎', 'Çağla', 'e\u0301va', '😀', 'ｗｉｄｅ']);
  const places = rows.map(row => textWidth(row.slice(0, row.indexOf('4/10'))));
  expect(new Set(places)).toEqual(new Set(['submission'.length + '  '.length]));
});

it('cuts a very long name in its middle, and no other', () => {
  const [long, short] = rowsOf([`${'long'.repeat(50)}_12345`, 'a'.repeat(40)]);
  expect(long).toMatch(/^longlong\w*…\w+_12345 /);
  expect(textWidth(long.split(' ')[0])).toBe(40);
  expect(short).toMatch(/^a{40} /);
});

it('lets no name move the cursor', () => {
  const [row] = rowsOf(['a\u001b[2J\u0007']);
  expect(row).toMatch(/^a\\x1b\[2J\\x07 /);
});
