import type { Lesson } from '../../course/lesson.ts';
import type { Results } from '../results.ts';
import { canvasCsv } from './canvas.ts';
import { githubSummary } from './github.ts';
import { gradescopeFiles } from './gradescope.ts';
import { junitXml } from './junit.ts';
import { studentPages } from './student-page.ts';

/** What a report needs beside the record. */
export interface ReportContext {
  lessons: readonly Lesson[];
  /** Where the rendered course stands, with a slash at the end; empty when it is not published. */
  site: string;
}

/** Writes the one record in another form: file name → content. */
export type Format = (results: Results, context: ReportContext) => Record<string, string>;

export const formats: Record<string, Format> = {
  csv: (results, context) => ({ 'gradebook.csv': canvasCsv(results, context) }),
  github: (results, context) => ({ 'summary.md': githubSummary(results, context) }),
  gradescope: gradescopeFiles,
  html: studentPages,
  junit: (results, context) => ({ 'junit.xml': junitXml(results, context) }),
};

/** Formats that write a file a submission, so that a large class passes through them in portions. */
export const portioned: ReadonlySet<string> = new Set(['gradescope', 'html']);

/** Formats that need of a submission what `outline` leaves of it. */
export const outlined: ReadonlySet<string> = new Set(['csv', 'github']);
