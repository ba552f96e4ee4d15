import { escapeText } from '../plot/svg.ts';
import type { Page, Site } from './layout.ts';

/** What a server shows for an address that there is not. */
export function missingPage(site: Site): Page {
  const lessons = site.course.lessons.map(
    lesson => `<li><a href="${site.address(`${lesson.id}/`)}">${escapeText(lesson.title)}</a></li>`,
  );
  return {
    path: '404.html',
    title: 'Page not found',
    summary: 'There is no page at this address.',
    content: `<article>
<header class="title">
<h1>Page not found</h1>
<p class="summary">There is no page at this address. It may have moved, or the link has a typing error.</p>
</header>
<p>Go to the <a href="${site.address('')}">home page</a>, or to a lesson:</p>
<ol>
${lessons.join('\n')}
</ol>
</article>`,
  };
}
