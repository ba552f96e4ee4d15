import type { Lesson } from '../../course/lesson.ts';
import { paneAttributes } from '../pane/attributes.ts';
import { escapeText } from '../plot/svg.ts';
import { colophon } from '../publish/colophon.ts';
import { bibliographyEntry, byAuthor } from '../rules/citation.ts';
import type { Draft } from '../rules/draft.ts';
import { withLetters } from '../rules/number.ts';
import { headline } from '../typography.ts';
import type { Page, Site } from './layout.ts';

/** The page of a lesson from its rendered body. */
export function lessonPage(lesson: Lesson, draft: Draft, body: string, site: Site): Page {
  const works = worksCited(draft);
  if (body.includes('<section class="footnotes"')) {
    draft.headings.push({ level: 2, id: 'notes-title', html: 'Notes' });
  }
  if (works) draft.headings.push({ level: 2, id: 'works-cited', html: 'Works cited' });
  return {
    path: `${lesson.id}/`,
    title: lesson.title,
    summary: lesson.summary,
    headings: draft.headings,
    scripts: [
      'previews.js',
      ...(body.includes('<fieldset class="controls"') ? (['figures.js'] as const) : []),
      ...(body.includes('<fieldset class="live"') ? (['live.js'] as const) : []),
      ...(site.practice?.lessons.has(lesson.id) ? (['pane.js'] as const) : []),
      ...(site.publication.citation ? (['copy.js'] as const) : []),
    ],
    content: `<article class="lesson"${paneAttributes(lesson, site)} data-terms="${site.previews.terms}" data-symbols="${site.previews.symbols.get(lesson.id)}">
<header class="title">
<p class="kind">Lesson ${lesson.number}</p>
<h1>${headline(lesson.title)}</h1>
<p class="summary">${escapeText(lesson.summary)}</p>
${about(lesson, site)}
</header>
${body}
${works}
${colophon(lesson, site)}
</article>
${neighbours(lesson, site)}`,
  };
}

/** How much there is to do, and what to know before. */
function about(lesson: Lesson, site: Site): string {
  const parts = [];
  if (lesson.tasks.length) parts.push(effort(lesson));
  const needed = site.course.lessons.filter(other => lesson.needs.includes(other.id));
  if (needed.length) {
    const links = needed.map(
      other =>
        `<a href="${site.address(`${other.id}/`)}">${withLetters(escapeText(other.title))}</a>`,
    );
    parts.push(`Needs ${links.join(', ')}`);
  }
  parts.push(`<a href="${site.address('symbols/')}#${lesson.id}">Symbols</a>`);
  return parts.length
    ? `<p class="about">${parts.join('&nbsp;<span aria-hidden="true">·</span> ')}</p>`
    : '';
}

/** `8 tasks, about 1 h 50 min` */
export function effort(lesson: Lesson): string {
  const count = lesson.tasks.length;
  const minutes = lesson.tasks.reduce((sum, task) => sum + task.minutes, 0);
  const hours = Math.floor(minutes / 60);
  const time = [hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`]
    .filter(Boolean)
    .join(' ');
  return `${count} ${count === 1 ? 'task' : 'tasks'}, about ${time}`;
}

/** The works that a page cites, which its citations lead to. */
export function worksCited(draft: Pick<Draft, 'references' | 'cited'>): string {
  const keys = byAuthor(draft.references, draft.cited);
  if (!keys.length) return '';
  const items = keys.map(
    key => `<li id="work-${key}">${bibliographyEntry(draft.references[key])}</li>`,
  );
  return `<section class="works" aria-labelledby="works-cited">
<h2 id="works-cited">Works cited</h2>
<ul>
${items.join('\n')}
</ul>
</section>`;
}

function neighbours(lesson: Lesson, site: Site): string {
  const { lessons } = site.course;
  const at = lessons.findIndex(other => other.id === lesson.id);
  const link = (other: Lesson | undefined, kind: string, rel: string) =>
    other
      ? `<a class="${rel}" rel="${rel}" href="${site.address(`${other.id}/`)}"><span class="kind">${kind}</span> ${escapeText(other.title)}</a>`
      : '';
  const links =
    link(lessons[at - 1], 'Previous lesson', 'prev') + link(lessons[at + 1], 'Next lesson', 'next');
  return links
    ? `<nav class="neighbours" aria-label="Previous and next lesson">${links}</nav>`
    : '';
}
