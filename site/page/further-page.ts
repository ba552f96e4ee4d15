import type { Page } from './layout.ts';

/** A page beside the lessons, made of all of them together: its title and sentence, then the rest. */
export function furtherPage(
  { path, title, summary }: Pick<Page, 'path' | 'title' | 'summary'>,
  content: string,
): Page {
  return {
    path,
    title,
    summary,
    scripts: ['previews.js'],
    content: `<article class="further">
<header class="title">
<h1>${title}</h1>
<p class="summary">${summary}</p>
</header>
${content}
</article>`,
  };
}
