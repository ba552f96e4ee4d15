import type { Packed, SearchIndex } from './client/search-entry.ts';
import { Latest } from './latest.ts';
import type { Page, Site } from './page/layout.ts';
import { type Found, searchEntries } from './search-entries.ts';

const latest = new Latest<Found[]>();

/** What the search of the site knows: all parts of the given pages, with their words. */
export function searchIndex(
  pages: readonly Pick<Page, 'path' | 'title' | 'summary' | 'content'>[],
  { course: { lessons }, address }: Pick<Site, 'course' | 'address'>,
): SearchIndex {
  const found = pages.map(page => {
    const { path, title, summary, content } = page;
    const from = `${title}\n${summary}\n${content}`;
    return { page, entries: latest.of(path, from, () => searchEntries(page)) };
  });
  const places = new Map<string, Found>();
  for (const { page, entries } of found) {
    for (const entry of entries) {
      for (const anchor of entry.anchors) {
        places.set(`${address(page.path)}#${anchor}`, entry.section ?? entry);
      }
    }
  }
  // A reader who looks for a term wants the section that introduces it.
  const introducing = new Map<Found, string[]>();
  for (const { title, names, introduced } of found.flatMap(({ entries }) => entries)) {
    const place = introduced && places.get(introduced);
    if (place) introducing.set(place, [...(introducing.get(place) ?? []), title, ...names]);
  }
  const lessonAt = (path: string) => lessons.find(({ id }) => path === `${id}/`);
  return {
    pages: found.map(({ page: { path, title }, entries }) => ({
      path,
      title,
      number: lessonAt(path)?.number,
      entries: entries
        .filter(({ text, kind }) => text || (kind === 'section' && lessonAt(path)))
        .map((entry): Packed => {
          const names = [...entry.names, ...(introducing.get(entry) ?? [])];
          return [entry.kind, entry.id, entry.title, names, entry.text];
        }),
    })),
  };
}
