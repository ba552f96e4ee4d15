import { randomUUID } from 'node:crypto';
import type { LessonResult, Results } from '../results.ts';
import type { ReportContext } from './format.ts';
import { counted, lessonMessage, misconceptionTitle } from './redact.ts';
import { shortName } from './short-name.ts';
import { visible } from './visible.ts';

/** GitHub cuts off a summary beyond 1 MiB whole, so ours ends before that. */
const largestSummary = 1000 * 1024;

/** GitHub shows ten annotations of each kind a step. */
const mostAnnotations = 10;

/**
 * Markdown for a job summary: how many, then a submission a row. Student text is code, and every mark in it that could
 * format, link, mention or end the cell is written as a number.
 */
export function githubSummary({ submissions }: Results, { lessons }: ReportContext): string {
  const ids = submissions[0]?.lessons.map(({ lesson }) => lesson) ?? [];
  const head = ['submission', ...ids, 'points', 'recognised mistakes'];
  const rule = head.map((_, index) => (index && index <= ids.length + 1 ? '---:' : '---'));
  let summary = `${overview(submissions)}\n\n${line(head)}\n${line(rule)}\n`;
  let size = Buffer.byteLength(summary);
  for (const [index, { id, points, maxPoints, lessons: judged }] of submissions.entries()) {
    const mistakes = judged.flatMap(result => {
      const lesson = lessons.find(one => one.id === result.lesson);
      return result.tasks.flatMap(task => {
        const title = misconceptionTitle(lesson, task);
        return title ? [`${code(task.task)}: ${escaped(title)}`] : [];
      });
    });
    const row = line([
      code(shortName(id)),
      ...judged.map(result => cell(result)),
      `${points}/${maxPoints}`,
      mistakes.slice(0, 3).join('; ') +
        (mistakes.length > 3 ? `; and ${mistakes.length - 3} more` : ''),
    ]);
    size += Buffer.byteLength(row) + 1;
    if (size > largestSummary) {
      return `${summary}\n${submissions.length - index} more submissions are in results.json.\n`;
    }
    summary += `${row}\n`;
  }
  return summary;
}

function overview(submissions: Results['submissions']): string {
  const files = (status: LessonResult['status']) =>
    submissions.flatMap(({ lessons }) => lessons.filter(result => result.status === status)).length;
  const [invalid, broken] = [files('invalid'), files('broken')];
  const parts = [`**${counted(submissions.length, 'submission')}**`];
  if (invalid)
    parts.push(`${counted(invalid, 'file')} that ${invalid === 1 ? 'does' : 'do'} not load`);
  if (broken) parts.push(`${counted(broken, 'file')} that broke on our side, without a grade`);
  return `${parts.join(', ')}.`;
}

/** Workflow commands that mark what cannot be graded: at most ten errors of ours, and ten of students. */
export function githubAnnotations({ submissions }: Results): string[] {
  const results = submissions.flatMap(({ id, lessons }) =>
    lessons.map(result => ({ id, ...result })),
  );
  const annotations = (kind: 'error' | 'warning', wanted: LessonResult['status']) =>
    results
      .filter(({ status }) => status === wanted)
      .slice(0, mostAnnotations)
      .map(({ id, ...result }) => {
        const title = property(`${shortName(id)}: ${result.lesson} is ${wanted}`);
        return `::${kind} title=${title}::${data(lessonMessage(result))}`;
      });
  return [...annotations('error', 'broken'), ...annotations('warning', 'invalid')];
}

/** Prints text that students may have written, with GitHub's workflow commands switched off around it. */
export function neutral(text: string): string {
  const token = randomUUID();
  return `::stop-commands::${token}\n${text}\n::${token}::`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell({ status, points, maxPoints }: LessonResult): string {
  return status === 'graded' ? `${points}/${maxPoints}` : status;
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  return visible(text.replace(/\s+/g, ' ')).replace(
    /[^\p{L}\p{N} -]/gu,
    mark => `&#${mark.codePointAt(0)};`,
  );
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
