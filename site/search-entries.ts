import type { Entry, EntryKind } from './client/search-entry.ts';
import { type Element, elementsOf, htmlTree } from './html-tree.ts';
import { mathText } from './math-text.ts';
import type { Page } from './page/layout.ts';

/** An entry on its way into the index. */
export interface Found extends Entry {
  /** All anchors that stand in it, its own among them. */
  anchors: string[];
  /** The section that it stands in. */
  section?: Found;
  /** The address at which a term is introduced. */
  introduced?: string;
}

/** What is no text of the page, has a better place elsewhere, or would tell an answer. */
const passedOver = new Set(
  `about actions anchor back back-links cards controls course-map docstring effort equation-number
  erratum-entry examples explanation facts figure-number footnote-mark footnotes hints kind meanings
  mistakes neighbours number picture places symbol symbols visually-hidden`.split(/\s+/),
);
const passedOverTags = new Set(
  'annotation fieldset footer form h1 header nav pre button script template thead'.split(' '),
);
/** What an entry is called, so it need not be said again. */
const titles: Partial<Record<EntryKind, string>> = { remark: 'summary', term: 'dt' };
const inline = new Set('a b cite code em i span strong sub sup wbr'.split(' '));

/** The parts of a page that a search can lead to, in the page's order, each with its own words. */
export function searchEntries(page: Pick<Page, 'path' | 'title' | 'summary' | 'content'>): Found[] {
  const entries: Found[] = [];
  let section: Found;
  let current: Found;

  function begin(kind: EntryKind, id: string, title: string): Found {
    const entry: Found = { kind, id, title, names: [], text: '', anchors: id ? [id] : [] };
    if (section && kind !== 'section') entry.section = section;
    entries.push(entry);
    return entry;
  }

  function visit(node: Element | string): void {
    if (typeof node === 'string') {
      current.text += node;
    } else if (node.tag === 'math') {
      current.text += mathText(node);
    } else if (/^h[2-4]$/.test(node.tag) && node.id) {
      if (node.id.startsWith('letter-')) return; // of the alphabet, in the glossary
      section = current = begin('section', node.id, textOf(node));
    } else {
      const entry = node.id ? entryOf(node, begin) : undefined;
      if (node.id && !entry) current.anchors.push(node.id);
      if (!entry && isPassedOver(node, current.kind)) return;
      const outer = current;
      current = entry ?? current;
      node.children.forEach(visit);
      current = outer;
      if (!inline.has(node.tag)) current.text += ' ';
    }
  }

  section = current = begin('page', '', page.title);
  current.text = `${page.summary} `;
  visit(htmlTree(page.content));
  for (const entry of entries) entry.text = plain(entry.text);
  return entries;
}

type Begin = (kind: EntryKind, id: string, title: string) => Found;

/** The entry that an element with an anchor is, if it is one. */
function entryOf(element: Element, begin: Begin): Found | undefined {
  const { tag, id, classes } = element;
  const inside = (name: string) =>
    textOf(...elementsOf(element, one => one.classes.includes(name)));
  const first = (name: string) =>
    textOf(...elementsOf(element, one => one.tag === name).slice(0, 1));
  if (tag === 'section' && classes.includes('task'))
    return begin('task', id, id.replace(/^task-/, ''));
  if (tag === 'figure') return begin('figure', id, inside('figure-number'));
  if (classes.includes('equation')) {
    const number = inside('equation-number').replace(/\D/g, '');
    const equation = begin('equation', id, `Equation ${number}`);
    equation.names.push(id.replace(/^eq-/, '').replaceAll('-', ' '));
    return equation;
  }
  if (classes.includes('fold')) return begin('remark', id, first('summary'));
  if (tag === 'li' && id.startsWith('work-')) {
    const work = begin('work', id, first('cite'));
    work.names.push(textOf(element).split(' (')[0]); // its authors
    return work;
  }
  if (tag === 'tr' && id.startsWith('idea-'))
    return begin('idea', id, id.replace('idea-', 'Idea '));
  if (!id.startsWith('term-')) return undefined;
  const term = begin('term', id, first('dt'));
  const symbol = inside('symbol');
  if (symbol) term.names.push(symbol);
  const [facts] = elementsOf(element, one => one.classes.includes('facts'));
  const fact =
    facts &&
    elementsOf(facts, one => one.tag === 'span').find(one => textOf(one).startsWith('Introduced'));
  const [link] = fact ? elementsOf(fact, one => one.tag === 'a') : [];
  term.introduced = / href="([^"]*)"/.exec(link?.attributes ?? '')?.[1];
  return term;
}

function isPassedOver({ tag, classes, attributes }: Element, within: EntryKind): boolean {
  return (
    passedOverTags.has(tag) ||
    titles[within] === tag ||
    (tag === 'section' && classes.includes('works')) ||
    classes.some(name => passedOver.has(name)) ||
    / (?:hidden|aria-hidden="true")(?= |$)/.test(attributes)
  );
}

/** What stands in a title without being part of it. */
const besides = ['anchor', 'kind', 'symbol', 'number'];

/** The words of elements, as one line. */
function textOf(...elements: Element[]): string {
  const words = (node: Element | string): string => {
    if (typeof node === 'string') return node;
    if (node.tag === 'math') return mathText(node);
    return node.classes.some(name => besides.includes(name)) ? '' : textOf(node);
  };
  return plain(elements.flatMap(({ children }) => children.map(words)).join(''));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
