import { appendFile } from 'node:fs/promises';
import { projectRoot } from '../course/course.ts';
import { loadLesson } from '../course/lesson.ts';
import { type Record, writeResults } from './record.ts';
import { githubAnnotations, githubSummary, neutral } from './reports/github.ts';
import { outline } from './reports/outline.ts';
import { gradeTable } from './reports/table.ts';
import { FormatWriter } from './reports/write-formats.ts';
import type { Submission } from './results.ts';

interface Options {
  out: string;
  /** Names of the lessons in the record: `01-nll`. */
  lessons: readonly string[];
  formats: readonly string[];
  site: string;
}

/** A larger class is told in results.json; the terminal shows its beginning. */
const mostRows = 60;

/**
 * Writes `results.json` and the other formats, and prints the table; on GitHub Actions also the job
 * summary and annotations.
 * @returns the exit code: 1 when something broke on our side.
 */
export async function writeGradebook(record: Record, options: Options): Promise<number> {
  const { out, lessons: names, formats, site } = options;
  const lessons = await Promise.all(names.map(name => loadLesson(projectRoot, name)));
  const context = { lessons, site: site && !site.endsWith('/') ? `${site}/` : site };
  const alone = record.ids.length === 1;
  const writer = new FormatWriter(formats, record.head, context, out, alone);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  const outlines: Submission[] = [];
  let broken = 0;
  const file = await writeResults(record, out, async submission => {
    await writer.add(submission);
    broken += submission.lessons.filter(({ status }) => status === 'broken').length;
    if (summary || outlines.length < mostRows) outlines.push(outline(submission));
  });
  await writer.end();
  const shown = { ...record.head, submissions: outlines.slice(0, mostRows) };
  printStudentText(gradeTable(shown));
  const left = record.ids.length - shown.submissions.length;
  if (left > 0) console.log(`and ${left} more submissions`);
  if (summary) {
    const all = { ...record.head, submissions: outlines };
    await appendFile(summary, githubSummary(all, context));
    for (const annotation of githubAnnotations(all)) console.log(annotation);
  }
  console.log(`Written to ${[file, ...formats].join(', ')}`);
  if (broken) {
    console.log(
      `${broken} files broke on our side; they are marked "broken" and have no grade. Run it again with --resume.`,
    );
  }
  return broken ? 1 : 0;
}

/** Text that may hold what students wrote, such as names of files, is no command to GitHub's runner. */
export function printStudentText(text: string, print = console.log): void {
  print(process.env.GITHUB_ACTIONS ? neutral(text) : text);
}
