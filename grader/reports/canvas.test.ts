import { expect, it } from 'vitest';
import { canvasCsv } from './canvas.ts';
import { context, sample } from './sample.ts';

/** RFC 4180, read by the letter. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  while (rest) {
    const row: string[] = [];
    for (;;) {
      const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (!match) throw new Error(`Not CSV: ${rest.slice(0, 40)}`);
      row.push(match[1]?.replace(/""/g, '"') ?? match[2]);
      rest = rest.slice(match[0].length);
      if (match[3] !== ',') break;
    }
    rows.push(row);
  }
  return rows;
}

const rows = parseCsv(canvasCsv(sample, context));

it('has the columns that Canvas wants, and the points possible in their own row', () => {
  const head = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];
  expect(rows[0]).toEqual([...head, '01 Surprise, in "nats"']);
  expect(rows[1]).toEqual(['    Points Possible', '', '', '', '', '10']);
  expect(new Set(rows.map(row => row.length))).toEqual(new Set([6]));
});

it('gives points, a zero for what is missing or does not load, and no cell for what broke', () => {
  const points = Object.fromEntries(rows.slice(2).map(row => [row[3], row[5]]));
  expect(points).toMatchObject({ ada: '4', bob: '0', cleo: '0', dan: '' });
});

it('leaves no cell that a spreadsheet would run', () => {
  expect(rows.flat().filter(cell => /^\s*[=+\-@＝＋－＠\t\r]/.test(cell))).toEqual([]);
  expect(rows.at(-1)?.[0]).toMatch(/^'=cmd\|/);
  const names = ['+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\n=1', '=a"b,c'];
  const submissions = names.map(id => ({ ...sample.submissions[0], id }));
  const ids = parseCsv(canvasCsv({ ...sample, submissions }, context)).map(([id]) => id);
  expect(ids.slice(2)).toEqual(names.map(name => `'${name}`));
});
