import { plainText } from '../../course/plain-text.ts';
import type { LessonResult, Submission, TaskResult } from '../results.ts';
import { fileName } from './file-name.ts';
import type { Format, ReportContext } from './format.ts';
import {
  counted,
  lessonMessage,
  misconceptionTitle,
  publicMessage,
  verdictWords,
} from './redact.ts';
import { shortName } from './short-name.ts';
import { visible } from './visible.ts';

/** One HTML page a student: verdicts, recognised mistakes, links into the lessons. */
export const studentPages: Format = (results, context) =>
  Object.fromEntries(
    results.submissions.map(submission => [
      `students/${fileName(submission.id)}.html`,
      page(submission, context),
    ]),
  );

function page(submission: Submission, context: ReportContext): string {
  const { id, points, maxPoints, lessons } = submission;
  const ungraded = lessons.filter(({ status }) => status === 'broken').length;
  const left = ungraded ? `, with ${counted(ungraded, 'lesson')} not graded yet` : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(shortName(visible(id)))}: ${points} of ${maxPoints} points</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${html(id)}</h1>
<p class="total"><strong>${points}</strong> of ${maxPoints} points${left}</p>
${meter(points, maxPoints, 'points in all')}
<p class="note">Hidden checks count in the points. A failed one is counted here, and what it asked is not shown.</p>
${lessons.map(lesson => lessonSection(lesson, context)).join('\n')}
</main>
</body>
</html>
`;
}

function lessonSection(result: LessonResult, context: ReportContext): string {
  const lesson = context.lessons.find(({ id }) => id === result.lesson);
  const title = html(lesson ? plainText(lesson.title) : result.lesson);
  const link = context.site
    ? `<a href="${html(context.site)}${encodeURIComponent(result.lesson)}/">${title}</a>`
    : title;
  const points = result.status === 'broken' ? 'not graded' : score(result);
  const head = `<header><h2>${link}</h2><span class="points">${points}</span></header>`;
  if (result.status !== 'graded') {
    return `<section>${head}\n${unjudged(result)}</section>`;
  }
  const tasks = result.tasks.map(task => taskItem(result, task, context));
  return `<section>${head}\n<ul>\n${tasks.join('\n')}\n</ul></section>`;
}

/** What a compiler says points at a column, so its lines stay whole, and a keyboard can scroll them. */
function unjudged(result: LessonResult): string {
  const message = html(lessonMessage(result));
  if (result.status !== 'invalid') return `<p>${message}</p>`;
  return `<pre class="long" tabindex="0">${message}</pre>`;
}

/** A mark beside the colour, for those who do not see it. */
const marks: Record<TaskResult['status'], [mark: string, words: string]> = {
  passed: ['✓', 'full points'],
  failed: ['✗', 'not yet right'],
  todo: ['○', 'to do'],
  skipped: ['○', 'not judged'],
};

function taskItem(result: LessonResult, task: TaskResult, context: ReportContext): string {
  const lesson = context.lessons.find(({ id }) => id === result.lesson);
  const name = `<code>${html(task.task)}</code>`;
  const href = `${html(context.site)}${encodeURIComponent(result.lesson)}/#task-${encodeURIComponent(task.task)}`;
  const link = context.site ? `<a href="${href}">${name}</a>` : name;
  const mistake = misconceptionTitle(lesson, task);
  const failed = task.tests.find(
    ({ status, visibility }) => status === 'failed' && visibility === 'visible',
  );
  const [mark, words] = marks[task.status];
  const quiet = task.status === 'todo' || task.status === 'skipped';
  return [
    `<li class="${task.status}"><span class="mark" role="img" aria-label="${words}">${mark}</span>`,
    `<div class="task"><span>${link}</span><span class="points">${score(task)}</span></div>`,
    `<p>${quiet ? words : verdictWords(task)}</p>`,
    mistake ? `<p class="mistake">This looks like: ${html(mistake)}</p>` : '',
    failed ? `<pre>${html(publicMessage(failed))}</pre>` : '',
    '</li>',
  ].join('');
}

function score({ points, maxPoints }: { points: number; maxPoints: number }): string {
  return `${points} / ${maxPoints}`;
}

function meter(points: number, maxPoints: number, label: string): string {
  const named = `role="img" aria-label="${points} of ${maxPoints} ${label}"`;
  return `<svg class="meter" ${named} viewBox="0 0 ${Math.max(1, maxPoints)} 1" preserveAspectRatio="none"><rect width="${points}" height="1"></rect></svg>`;
}

function html(text: string): string {
  return visible(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

const style = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif;
  --text: light-dark(#1a1d21, #e8eaed); --quiet: light-dark(#57606a, #a3abb5); --paper: light-dark(#fff, #16191d);
  --line: light-dark(#d5dae0, #363c44); --well: light-dark(#f3f5f7, #20252b); --link: light-dark(#0b57d0, #8ab4f8);
  --good: light-dark(#18794e, #6ee7b0); --bad: light-dark(#b42318, #ff9c8f); }
body { margin: 0; background: var(--paper); color: var(--text); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
.total { margin: .4rem 0 .6rem; color: var(--quiet); }
.total strong { color: var(--text); font-size: 1.35rem; }
.meter { display: block; width: 100%; height: .5rem; border-radius: .25rem; background: var(--line); fill: var(--good); }
.note { color: var(--quiet); font-size: .9rem; }
header, .task { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
header { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: .4rem; }
h2 { font-size: 1.2rem; margin: 0; line-height: 1.3; }
a { color: var(--link); }
.points { font-variant-numeric: tabular-nums; white-space: nowrap; }
ul { list-style: none; padding: 0; margin: 0; }
li { position: relative; padding: .7rem 0 .7rem 1.9rem; border-bottom: 1px solid var(--line); }
li:last-child { border-bottom: 0; }
.mark { position: absolute; left: .3rem; font-weight: 700; color: var(--quiet); }
.passed .mark { color: var(--good); }
.failed .mark { color: var(--bad); }
li p { margin: 0; color: var(--quiet); font-size: .95rem; }
li .mistake { color: var(--text); font-weight: 600; }
code { overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; font-size: .9rem; }
pre { margin: .5rem 0 0; padding: .6rem .8rem; border-radius: .4rem; background: var(--well); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.long { white-space: pre; overflow-x: auto; }
section > p { margin: .6rem 0 0; color: var(--quiet); }
`;
