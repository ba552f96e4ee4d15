import colors from 'picocolors';
import type { LessonResult, Results, Submission } from '../results.ts';
import { shortName } from './short-name.ts';
import { textWidth } from './text-width.ts';
import { visible } from './visible.ts';

/** What `npm run grade` prints: a submission a row, a lesson a column. */
export function gradeTable({ submissions }: Results): string {
  const lessons = submissions[0]?.lessons.map(({ lesson }) => lesson) ?? [];
  const head = ['submission', ...lessons, 'points', 'remarks'];
  const rows = submissions.map(submission => [
    shortName(visible(submission.id)),
    ...submission.lessons.map(cell),
    `${submission.points}/${submission.maxPoints}`,
    remarks(submission),
  ]);
  const last = head.length - 1;
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map(row => textWidth(row[column]))),
  );
  const line = (row: string[]) =>
    row
      .map((text, column) => {
        if (column === last) return text;
        const space = ' '.repeat(widths[column] - textWidth(text));
        return column ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  return [colors.bold(line(head)), ...rows.map(line)].join('\n');
}

function cell(result: LessonResult): string {
  return result.status === 'graded' ? `${result.points}/${result.maxPoints}` : result.status;
}

function remarks({ lessons }: Submission): string {
  const notes = lessons.flatMap(({ status, message, tasks }) => {
    if (status === 'invalid' || status === 'broken') return [firstLine(message ?? '')];
    return tasks.flatMap(({ task, tests }) =>
      tests.flatMap(({ misconception }) => (misconception ? [`${task}: ${misconception}`] : [])),
    );
  });
  const shown = notes.slice(0, 2).join('; ');
  return notes.length > 2 ? `${shown}; and ${notes.length - 2} more` : shown;
}

function firstLine(message: string): string {
  return message.split('\n')[0].slice(0, 100);
}
