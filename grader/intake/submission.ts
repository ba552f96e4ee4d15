/** Where the files of one student are; nothing is read yet. */
export interface SubmissionSource {
  id: string;
  /** Folders, archives and single files, in the order in which they are searched. */
  parts: Part[];
}

export type Part =
  | { kind: 'folder'; path: string }
  | { kind: 'archive'; path: string; shown: string }
  | { kind: 'file'; path: string; shown: string };

/** What was left out of a submission, and why. */
export interface Refusal {
  name: string;
  why: string;
}

/** What a student handed in for one lesson. */
export type Handed = { text: string } | { invalid: string } | undefined;

/** One student's files, by the lesson's name; what is absent was not handed in. */
export interface Submitted {
  id: string;
  lessons: Map<string, Handed>;
  refused: Refusal[];
}
