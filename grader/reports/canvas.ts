import type { Results } from '../results.ts';
import type { ReportContext } from './format.ts';
import { visible } from './visible.ts';

/** The columns that Canvas wants before the assignments; it finds a student by the first that is filled. */
const identity = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

/**
 * A gradebook that Canvas imports: a column a lesson, the points possible in a row of their own.
 * A submission that broke on our side has an empty cell, which changes no grade.
 */
export function canvasCsv(results: Results, { lessons }: ReportContext): string {
  const { submissions } = results;
  const ids = submissions[0]?.lessons.map(({ lesson }) => lesson) ?? [];
  const titles = ids.map(id => {
    const lesson = lessons.find(one => one.id === id);
    return lesson ? `${String(lesson.number).padStart(2, '0')} ${lesson.title}` : id;
  });
  const possible = ids.map((_, index) => submissions[0].lessons[index].maxPoints);
  const rows = [
    [...identity, ...titles],
    ['    Points Possible', '', '', '', '', ...possible],
    ...submissions.map(({ id, lessons: judged }) => [
      id,
      '',
      '',
      id,
      '',
      ...judged.map(({ status, points }) => (status === 'broken' ? '' : points)),
    ]),
  ];
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A text that begins like a formula is run by spreadsheets (the wide signs by some), so it gets an apostrophe. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = visible(value);
  const harmless = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
