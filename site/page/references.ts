import type { Lesson } from '../../course/lesson.ts';
import { escapeText } from '../plot/svg.ts';
import { bibliographyEntry, byAuthor } from '../rules/citation.ts';
import { withLetters } from '../rules/number.ts';
import type { Page, Site } from './layout.ts';

/** The bibliography of the course, each work with the lessons that cite it. */
export function referencesPage(site: Site, citedBy: Map<string, Lesson[]>): Page {
  const { references } = site.course;
  const items = byAuthor(references, Object.keys(references)).map(key => {
    const lessons = citedBy.get(key) ?? [];
    const links = lessons.map(
      lesson =>
        `<a href="${site.address(`${lesson.id}/`)}#work-${key}">${withLetters(escapeText(lesson.title))}</a>`,
    );
    const back = links.length
      ? ` <span class="back-links">Cited in ${links.join(', ')}.</span>`
      : '';
    return `<li id="work-${key}">${bibliographyEntry(references[key])}${back}</li>`;
  });
  return {
    path: 'references/',
    title: 'References',
    summary: 'All works that the lessons cite.',
    content: `<article>
<header class="title">
<h1>References</h1>
<p class="summary">All works that the lessons cite.</p>
</header>
${items.length ? `<ul class="works">\n${items.join('\n')}\n</ul>` : '<p>No work is cited yet.</p>'}
</article>`,
  };
}
