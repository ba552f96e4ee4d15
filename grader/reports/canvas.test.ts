import { expect, it } from 'vitest';
import { canvasCsv } from './canvas.ts';
import { context, sample } from './sample.ts';

/** RFC 4180, read by the letter, after the mark that says UTF-8. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  expect(text[0]).toBe('\ufeff');
  let rest = text.slice(1);
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

it('gives points, a zero for what is missing or does not load, and no row for what broke', () => {
  const points = Object.fromEntries(rows.slice(2).map(row => [row[3], row[5]]));
  expect(points).toMatchObject({ ada: '4', bob: '0', cleo: '0' });
  expect(points).not.toHaveProperty('dan');
});

/** The first two cells of a class with these ids. */
function students(ids: string[]): string[][] {
  const submissions = ids.map(id => ({ ...sample.submissions[0], id }));
  const [, , ...all] = parseCsv(canvasCsv({ ...sample, submissions }, context));
  return all.map(row => row.slice(0, 2));
}

it('gives Canvas its own ID of a student back, and takes no other number for one', () => {
  const known = ['doejane_12345', 'josé-maría_98765', '山田太郎_4321'];
  expect(students(known).map(([, id]) => id)).toEqual(['12345', '98765', '4321']);
  const others = ['team_12', 'student_00012', 'Jane Doe_123456', 'doejane', '12345', 'a_b_12345'];
  expect(students(others).map(([, id]) => id)).toEqual(others.map(() => ''));
});

it('lets no student pass for the row of the points possible', () => {
  const [[name]] = students(['    Points Possible']);
  expect(name).not.toContain('Points Possible');
  expect(name.trim()).toBe('Points\u00a0Possible');
});

it('leaves no cell that a spreadsheet would run', () => {
  expect(rows.flat().filter(cell => /^\s*[=+\-@＝＋－＠\t\r]/.test(cell))).toEqual([]);
  expect(rows.at(-1)?.[0]).toMatch(/^'=cmd\|/);
  const names = ['+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\n=1', '=a"b,c'];
  expect(students(names).map(([name]) => name)).toEqual(names.map(name => `'${name}`));
});
