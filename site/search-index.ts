import type { Packed, SearchIndex } from './client/search-entry.ts';
import type { Page, Site } from './page/layout.ts';
import { type Found, searchEntries } from './search-entries.ts';

/** What the search of the site knows: all parts of the given pages, with their words. */
export function searchIndex(
  pages: readonly Pick<Page, 'path' | 'title' | 'summary' | 'content'>[],
  { course: { lessons }, address }: Pick<Site, 'course' | 'address'>,
): SearchIndex {
  const found = pages.map(page => ({ page, entries: searchEntries(page) }));
  const places = new Map<string, Found>();
  for (const { page, entries } of found) {
    for (const entry of entries) {
      for (const anchor of entry.anchors) {
        places.set(`${address(page.path)}#${anchor}`, entry.section ?? entry);
      }
    }
  }
  // A reader who looks for a term wants the section that introduces it.
  for (const { title, names, introduced } of found.flatMap(({ entries }) => entries)) {
    if (introduced) places.get(introduced)?.names.push(title, ...names);
  }
  const lessonAt = (path: string) => lessons.find(({ id }) => path === `${id}/`);
  return {
    pages: found.map(({ page: { path, title }, entries }) => ({
      path,
      title,
      number: lessonAt(path)?.number,
      entries: entries
        .filter(({ text, kind }) => text || (kind === 'section' && lessonAt(path)))
        .map(({ kind, id, title: name, names, text }): Packed => [kind, id, name, names, text]),
    })),
  };
}
