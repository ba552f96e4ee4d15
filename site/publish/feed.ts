import { courseTitle } from '../../course/course.ts';
import type { Site } from '../page/layout.ts';
import { escapeText } from '../plot/svg.ts';
import { wholeAddress } from './metadata.ts';

/** An Atom feed of the lessons, the last changed first; nothing without an origin and dates. */
export function feed(site: Site): string | undefined {
  const { origin, dates, citation } = site.publication;
  if (!origin || !dates) return undefined;
  const dated = site.course.lessons
    .flatMap(lesson => {
      const own = dates.get(lesson.name);
      return own ? [{ lesson, ...own }] : []; // a lesson that was never committed has no date yet
    })
    .sort((a, b) => b.updated.localeCompare(a.updated) || b.lesson.number - a.lesson.number);
  if (!dated.length) return undefined;
  const entries = dated.map(({ lesson, published, updated }) => {
    const address = wholeAddress(`${lesson.id}/`, site);
    return `<entry>
<id>${address}</id>
<title>${lesson.number}. ${escapeText(lesson.title)}</title>
<link href="${address}"/>
<published>${published}T00:00:00Z</published>
<updated>${updated}T00:00:00Z</updated>
<summary>${escapeText(lesson.summary)}</summary>
</entry>`;
  });
  const home = wholeAddress('', site);
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${home}</id>
<title>${courseTitle}</title>
<link href="${home}"/>
<link rel="self" type="application/atom+xml" href="${wholeAddress('feed.xml', site)}"/>
<updated>${dated[0].updated}T00:00:00Z</updated>
<author><name>${escapeText(citation?.author ?? courseTitle)}</name></author>
<rights>CC BY 4.0</rights>
${entries.join('\n')}
</feed>
`;
}
