/** An element of a page of ours, or of part of one. */
export interface Element {
  tag: string;
  id: string;
  classes: string[];
  /** All attributes as they were written. */
  attributes: string;
  children: (Element | string)[];
}

const empty = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);

/** Drawings, and the half of a formula that is only to be looked at: most of a page's bytes. */
const skipped = /^(?:svg\b|span class="katex-html")/;

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
};

/**
 * The elements and words of HTML that this site wrote, without drawings. It relies on what
 * `html-validate` holds our pages to: each element that is not empty is closed.
 */
export function htmlTree(html: string): Element {
  const root: Element = { tag: '', id: '', classes: [], attributes: '', children: [] };
  const open = [root];
  const marks = /<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>|<!--[\s\S]*?-->/g;
  let at = 0;
  for (let mark = marks.exec(html); mark; mark = marks.exec(html)) {
    const parent = open[open.length - 1];
    if (mark.index > at) parent.children.push(unescaped(html.slice(at, mark.index)));
    const [all, slash, tag, attributes] = mark;
    at = marks.lastIndex;
    if (!tag) continue;
    if (slash) {
      if (open.length > 1) open.pop();
      continue;
    }
    if (skipped.test(all.slice(1))) {
      at = marks.lastIndex = endOf(html, tag, at);
      continue;
    }
    const element: Element = {
      tag,
      id: / id="([^"]*)"/.exec(attributes)?.[1] ?? '',
      classes: / class="([^"]*)"/.exec(attributes)?.[1].split(' ') ?? [],
      attributes,
      children: [],
    };
    parent.children.push(element);
    if (!empty.has(tag) && !attributes.endsWith('/')) open.push(element);
  }
  open[open.length - 1].children.push(unescaped(html.slice(at)));
  return root;
}

/** Where the element ends that was opened just before. */
export function endOf(html: string, tag: string, from: number): number {
  const marks = new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g');
  marks.lastIndex = from;
  let depth = 1;
  for (let mark = marks.exec(html); mark; mark = marks.exec(html)) {
    depth += mark[1] ? -1 : 1;
    if (!depth) return marks.lastIndex;
  }
  return html.length;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return entities[name] ?? all;
  });
}

/** The elements inside that match, in their order; what lies in a match is not looked at. */
export function elementsOf(element: Element, matches: (element: Element) => boolean): Element[] {
  return element.children.flatMap(child => {
    if (typeof child === 'string') return [];
    return matches(child) ? [child] : elementsOf(child, matches);
  });
}
