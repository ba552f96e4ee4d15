/** Whose file it is, where a learning platform puts that into the file's name. */
export interface FlatName {
  id: string;
  /** The name that the student gave the file; empty for a folder. */
  rest: string;
}

/**
 * - Canvas: `doejane_LATE_12345_67890_01-nll-1.ts`: name, user, attachment, file.
 * - Moodle: `Jane Doe_123456_assignsubmission_file_01-nll.ts`, or a folder that ends before the file.
 *
 * The number stays in the id, because two students may share a name.
 */
export function flatName(name: string): FlatName | undefined {
  const moodle = /^(.+_\d+)_assignsubmission_(?:file|onlinetext)_?(.*)$/.exec(name);
  if (moodle) return { id: moodle[1], rest: moodle[2] };
  const canvas = /^([^_]+)_(?:LATE_)?(\d+)_(?:question_\d+_)?\d+_(.+)$/.exec(name);
  if (canvas) return { id: `${canvas[1]}_${canvas[2]}`, rest: canvas[3] };
  return undefined;
}

/** An id as it is printed and written: one form of each letter, and nothing that moves a terminal's cursor. */
export function cleanId(text: string): string {
  return text.normalize('NFC').replace(/\p{C}/gu, '�');
}

/** A name that others chose, fit for a message. */
export function shownName(text: string): string {
  const clean = cleanId(text);
  return clean.length > 120 ? `${clean.slice(0, 120)}…` : clean;
}
