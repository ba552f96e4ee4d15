/** What a search can lead to. */
export type EntryKind =
  | 'page'
  | 'section'
  | 'task'
  | 'figure'
  | 'equation'
  | 'remark'
  | 'term'
  | 'work'
  | 'idea';

/** A part of a page, with the words that it is found by. */
export interface Entry {
  kind: EntryKind;
  /** Its anchor on the page; `''` for the page itself. */
  id: string;
  title: string;
  /** What else it is called, or what is introduced in it. */
  names: string[];
  text: string;
}

/** The file that a search fetches when it is first opened. */
export interface SearchIndex {
  pages: {
    /** `nll/` */
    path: string;
    title: string;
    /** The number of a lesson. */
    number?: number;
    entries: Packed[];
  }[];
}

/** An entry without the names of its fields, which are half of a small one. */
export type Packed = [kind: EntryKind, id: string, title: string, names: string[], text: string];
