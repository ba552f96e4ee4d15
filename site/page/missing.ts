import { escapeText } from '../plot/svg.ts';
import { furtherPages, type Page, type Site } from './layout.ts';

/** What a server shows for an address that there is not. */
export function missingPage({ course: { lessons }, address }: Site): Page {
  const items = lessons.map(({ id, number, title, tasks }) => {
    const names = [id, `lesson-${number}`, String(number), ...tasks.map(task => task.name)];
    return `<li><a href="${address(`${id}/`)}" data-names="${names.join(' ')}">${escapeText(title)}</a></li>`;
  });
  const further = furtherPages.map(
    ({ path, title }) =>
      `<a href="${address(path)}" data-names="${path.replace('/', '')}">${title}</a>`,
  );
  return {
    path: '404.html',
    title: 'Page not found',
    summary: 'There is no page at this address.',
    scripts: ['missing.js'],
    content: `<article class="missing">
<header class="title">
<p class="kind">404</p>
<h1>Page not found</h1>
<p class="summary">There is no page at this address. It may have moved, or the link has a typing error.</p>
</header>
<p class="guess" hidden></p>
<p class="actions"><a class="button" href="${address('')}">Go to the home page</a> <button type="button" class="quiet" data-search="" hidden>Search the course</button></p>
<h2>All lessons</h2>
<ol class="known">
${items.join('\n')}
</ol>
<p class="known">There are also ${further.slice(0, -1).join(', ')} and ${further.at(-1)}.</p>
</article>`,
  };
}
