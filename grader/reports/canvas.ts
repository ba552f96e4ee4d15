import type { Results, Submission } from '../results.ts';
import type { ReportContext } from './format.ts';
import { visible } from './visible.ts';

/** The columns that Canvas wants before the assignments; it finds a student by the first that is filled. */
const identity = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

/** By it spreadsheets know UTF-8 from the code page of the machine; Canvas reads over it. */
const byteOrderMark = '\ufeff';

/**
 * A gradebook that Canvas imports: a column a lesson, the points possible in a row of their own. A
 * submission that broke on our side has no row, which changes no grade; an empty cell would clear one.
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
    ...submissions
      .filter(isGraded)
      .map(({ id, lessons: judged }) => [
        name(id),
        canvasId(id),
        '',
        name(id),
        '',
        ...judged.map(({ points }) => points),
      ]),
  ];
  return byteOrderMark + rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function isGraded({ lessons }: Submission): boolean {
  return lessons.every(({ status }) => status !== 'broken');
}

/** Canvas takes a row for the points possible wherever the first cell says so. */
function name(id: string): string {
  return id.replace(/Points Possible/g, 'Points\u00a0Possible');
}

/**
 * Files that Canvas packs are named `doejane_12345_…`, and the number is the student's ID there. A short
 * one is rather that of a team, and could be the ID of somebody else.
 */
function canvasId(id: string): string {
  return /^[\p{Ll}\p{Lo}\d-]+_([1-9]\d{3,})$/u.exec(id)?.[1] ?? '';
}

/** A text that begins like a formula is run by spreadsheets (the wide signs by some), so it gets an apostrophe. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = visible(value);
  const harmless = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
