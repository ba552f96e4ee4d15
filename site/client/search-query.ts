import MiniSearch, { type Options, type SearchResult } from 'minisearch';
import type { Entry, EntryKind, SearchIndex } from './search-entry.ts';
import { phraseOf, wordsOf } from './search-words.ts';

/** An entry that answers a query. */
export interface Hit extends Entry {
  page: SearchIndex['pages'][number];
  /** The title of the section that a task, a figure or an equation stands in. */
  section?: string;
  /** The words of the entry that the query found, as they are looked up. */
  words: string[];
}

type Row = Omit<Hit, 'words'> & { key: number };

const options: Options<Row> = {
  idField: 'key',
  fields: ['title', 'names', 'text'],
  tokenize: wordsOf,
  processTerm: word => word,
  extractField: (row, field) =>
    field === 'names' ? row.names.join(' ') : (row as unknown as Record<string, string>)[field],
};

/** Where a reader is better off with the explanation than with one of its parts. */
const weights: Record<EntryKind, number> = {
  page: 1.3,
  section: 1.4,
  task: 1.2,
  remark: 0.7,
  term: 0.6,
  figure: 0.8,
  equation: 0.8,
  idea: 0.4,
  work: 0.6,
};

/** Finds the parts of pages that answer a query; the words may be incomplete or mistyped. */
export class Search {
  readonly #rows: Row[];
  readonly #index = new MiniSearch(options);

  private constructor(rows: Row[]) {
    this.#rows = rows;
  }

  /** Takes the words up a few at a time, so that a slow phone answers its reader meanwhile. */
  static async load({ pages }: SearchIndex): Promise<Search> {
    const search = new Search(pages.flatMap(rowsOf).map((row, key) => ({ ...row, key })));
    await search.#index.addAllAsync(search.#rows, { chunkSize: 50 });
    return search;
  }

  /** @returns the best first */
  find(query: string, atMost = 20): Hit[] {
    const words = wordsOf(query);
    if (!words.length) return [];
    const found = this.#search(query, 'AND');
    const hits = found.length ? found : this.#search(query, 'OR');
    return hits.slice(0, atMost).map(({ id, terms }) => ({ ...this.#rows[id], words: terms }));
  }

  #search(query: string, combineWith: 'AND' | 'OR'): SearchResult[] {
    const phrase = phraseOf(query);
    return this.#index.search(query, {
      combineWith,
      boost: { title: 3, names: 2.5, text: 1 },
      prefix: (word, index, all) =>
        word.length > 2 || (index === all.length - 1 && word.length > 1),
      fuzzy: word => (word.length > 3 && /^\p{Letter}+$/u.test(word) ? 0.2 : false),
      boostDocument: key => {
        const { kind, title, names, text } = this.#rows[key];
        const called = [title, ...names].some(name => phraseOf(name).includes(phrase));
        return weights[kind] * (called ? 3 : phraseOf(text).includes(phrase) ? 1.3 : 1);
      },
    });
  }
}

function rowsOf(page: SearchIndex['pages'][number]): Omit<Row, 'key'>[] {
  let section: string | undefined;
  return page.entries.map(([kind, id, title, names, text]) => {
    const isPart = kind !== 'section';
    if (!isPart) section = title;
    return { kind, id, title, names, text, page, ...(isPart && { section }) };
  });
}
