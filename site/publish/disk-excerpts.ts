import { endOf } from '../html-tree.ts';

/**
 * What previews show of other pages, since a page on a disk may not read another one: of each page its title
 * and what the others link to, and nothing else.
 * @param pages file → HTML, with addresses that begin with `base`
 * @returns file → HTML, for the pages that have links to them
 */
export function excerpts(pages: ReadonlyMap<string, string>, base: string): Map<string, string> {
  const wanted = new Map<string, Set<string>>();
  for (const [file, html] of pages) {
    const [article = ''] = /<article[\s\S]*<\/article>/.exec(html) ?? [];
    for (const [, address, id = ''] of article.matchAll(
      /<a\b[^>]* href="([^"#]*)(?:#([^"]*))?"/g,
    )) {
      const target = address.startsWith(base) ? fileOf(address.slice(base.length)) : file;
      if (target === file || !pages.has(target)) continue;
      wanted.set(target, (wanted.get(target) ?? new Set()).add(decodeURIComponent(id)));
    }
  }
  return new Map(
    [...wanted].map(([file, ids]) => [file, excerpt(pages.get(file) ?? '', [...ids].sort())]),
  );
}

const fileOf = (page: string) => (/(^|\/)$/.test(page) ? `${page}index.html` : page);

function excerpt(html: string, ids: readonly string[]): string {
  const title = elementAt(html, html.indexOf('<header class="title"'));
  const targets = ids.filter(Boolean).map(id => targetOf(html, html.indexOf(` id="${id}"`)));
  return `<article>${title}${targets.map(target => `<div>${target}</div>`).join('')}</article>`;
}

/** @param at somewhere in the target's first tag */
function targetOf(html: string, at: number): string {
  if (at < 0) return '';
  const start = html.lastIndexOf('<', at);
  const element = elementAt(html, start);
  // A title is shown with what follows, and an entry of a list as one.
  if (/^<h\d/.test(element)) {
    const next = html.indexOf('<', start + element.length);
    return element + elementAt(html, next);
  }
  return element;
}

/** The element whose first tag begins there. */
function elementAt(html: string, start: number): string {
  const tag = start < 0 ? undefined : /^<([a-z]\w*)[^>]*>/.exec(html.slice(start, start + 5000));
  return tag ? html.slice(start, endOf(html, tag[1], start + tag[0].length)) : '';
}
