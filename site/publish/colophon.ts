import { courseTitle } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import type { Site } from '../page/layout.ts';
import { escapeText } from '../plot/svg.ts';
import { wholeAddress } from './metadata.ts';

/** The end of a lesson: how to cite it, and where its text can be read and changed. */
export function colophon(lesson: Lesson, site: Site): string {
  const parts = [citeBox(lesson, site), sourceLinks(lesson, site)].filter(Boolean);
  return parts.length ? `<div class="colophon">\n${parts.join('\n')}\n</div>` : '';
}

function citeBox(lesson: Lesson, site: Site): string {
  const { citation } = site.publication;
  if (!citation) return '';
  const { author, year, version } = citation;
  const address = wholeAddress(`${lesson.id}/`, site);
  const where = `Lesson ${lesson.number} of <i>${courseTitle}</i>, version ${escapeText(version)}.`;
  const text = `${escapeText(author)} (${year}). <cite>${escapeText(lesson.title)}</cite>. ${where}${address ? ` ${address}` : ''}`;
  return `<details class="citing">
<summary>Cite this lesson</summary>
<div class="copied"><p>${text}</p>
<button type="button" class="copy" hidden>Copy the reference</button></div>
<div class="copied"><pre class="code"><code>${escapeText(bibtex(lesson, citation, address))}</code></pre>
<button type="button" class="copy" hidden>Copy the BibTeX entry</button></div>
</details>`;
}

/** An entry for a bibliography. Braces keep the capitals. */
export function bibtex(
  lesson: Pick<Lesson, 'id' | 'title' | 'number'>,
  { author, year, version }: { author: string; year: number; version: string },
  address?: string,
): string {
  const fields = [
    ['author', `{${author}}`],
    ['title', `{${lesson.title.replace(/[&%$#_]/g, '\\$&')}}`],
    ['year', String(year)],
    ['note', `Lesson ${lesson.number} of ${courseTitle}, version ${version}`],
    ...(address ? [['url', address]] : []),
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(6)} = {${value}},`);
  return `@misc{objective-lessons-${lesson.id},\n${lines.join('\n')}\n}`;
}

function sourceLinks(lesson: Lesson, { publication: { repository } }: Site): string {
  if (!repository) return '';
  const link = (href: string, text: string) => `<a href="${escapeText(href)}">${text}</a>`;
  return `<p>${link(repository.source(lesson.file), 'Source of this page')} <span aria-hidden="true">·</span> ${link(repository.edit(lesson.file), 'Suggest an edit')}</p>`;
}
