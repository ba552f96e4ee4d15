import type { LessonResult, Submission, TaskResult } from '../results.ts';
import type { Format, ReportContext } from './format.ts';
import { misconceptionTitle, publicMessage, verdictWords } from './redact.ts';

/** One HTML page a student: verdicts, recognised mistakes, links into the lessons. */
export const studentPages: Format = (results, context) =>
  Object.fromEntries(
    results.submissions.map(submission => [
      `students/${encodeURIComponent(submission.id)}.html`,
      page(submission, context),
    ]),
  );

function page(submission: Submission, context: ReportContext): string {
  const { id, points, maxPoints, lessons } = submission;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(id)}: ${points} of ${maxPoints} points</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${html(id)}</h1>
<p class="total"><strong>${points}</strong> of ${maxPoints} points</p>
${lessons.map(lesson => lessonSection(lesson, context)).join('\n')}
<p class="note">Hidden checks count in the points; what they ask is not shown.</p>
</main>
</body>
</html>
`;
}

function lessonSection(result: LessonResult, context: ReportContext): string {
  const lesson = context.lessons.find(({ id }) => id === result.lesson);
  const title = html(lesson?.title ?? result.lesson);
  const link = context.site
    ? `<a href="${html(context.site)}${result.lesson}/">${title}</a>`
    : title;
  const head = `<h2>${link} <span class="points">${result.points} / ${result.maxPoints}</span></h2>`;
  if (result.status !== 'graded') {
    return `<section>${head}<p class="failed">${result.status}</p>${message(result.message)}</section>`;
  }
  const tasks = result.tasks.map(task => taskItem(result, task, context));
  return `<section>${head}<ul>${tasks.join('\n')}</ul></section>`;
}

function taskItem(result: LessonResult, task: TaskResult, context: ReportContext): string {
  const lesson = context.lessons.find(({ id }) => id === result.lesson);
  const name = `<code>${html(task.task)}</code>`;
  const link = context.site
    ? `<a href="${html(context.site)}${result.lesson}/#task-${html(task.task)}">${name}</a>`
    : name;
  const mistake = misconceptionTitle(lesson, task);
  const failed = task.tests.find(
    ({ status, visibility }) => status === 'failed' && visibility === 'visible',
  );
  return [
    `<li class="${task.status}"><p>${link} <span class="points">${task.points} / ${task.maxPoints}</span></p>`,
    `<p>${verdictWords(task)}</p>`,
    mistake ? `<p class="mistake">This looks like: ${html(mistake)}</p>` : '',
    failed ? message(publicMessage(failed)) : '',
    '</li>',
  ].join('');
}

function message(text = ''): string {
  return text ? `<pre>${html(text)}</pre>` : '';
}

function html(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

const style = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
ul { list-style: none; padding: 0; }
li { padding: .4rem 0 .4rem .8rem; border-left: 4px solid light-dark(#b42318, #ff9c8f); margin: .4rem 0; }
li.passed { border-color: light-dark(#18794e, #6ee7b0); }
li.todo, li.skipped { border-color: light-dark(#6b7280, #9ca3af); }
li p { margin: 0; }
pre { overflow-x: auto; padding: .5rem; background: color-mix(in srgb, currentColor 7%, transparent); }
.points { float: right; font-variant-numeric: tabular-nums; }
.mistake { font-weight: 600; }
.note { opacity: .8; font-size: .9rem; }
`;
