/**
 * What a reader has written in the exercise panes, kept by their own browser and nowhere else.
 *
 * One entry of localStorage a lesson: the key is `objective-lessons.practice.` and the lesson's id, the
 * value is JSON as `SavedLesson` says. An entry that is not of this shape counts as none, and is only
 * replaced when the reader writes something in that lesson.
 */
export interface SavedLesson {
  version: 1;
  tasks: Record<string, SavedTask>;
}

export interface SavedTask {
  /** What stands in the pane: the function, and whatever the reader put around it. */
  code: string;
  status: Status;
  /** What stood there before "Start again" or an import, so that it can be brought back. */
  before?: string;
}

/** `passed`: this very code passed the public checks. Anything else that was written is `started`. */
export type Status = 'started' | 'passed';

export type Progress = Record<string, Record<string, Status>>;

const prefix = 'objective-lessons.practice.';
const format = 'objective-lessons progress';
/** The event that tells the other scripts of this page of a change: each is bundled with its own listeners. */
export const changed = 'objective-lessons.progress';
const listeners = new Set<() => void>();
/** What could not be stored lasts as long as the page. */
const unsaved = new Map<string, SavedLesson>();

/** Lesson id → task → how far it is; tasks that were never touched are left out. */
export function readProgress(): Progress {
  const progress: Progress = {};
  for (const lesson of lessonsSaved()) {
    const entries = Object.entries(readLesson(lesson).tasks);
    if (entries.length) {
      progress[lesson] = Object.fromEntries(entries.map(([task, { status }]) => [task, status]));
    }
  }
  return progress;
}

/** Calls back after every change, in this tab or another. @returns what ends it */
export function subscribe(listener: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(prefix)) listener();
  };
  listeners.add(listener);
  addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', elsewhere);
  };
}

/** @param lesson id */
export function readLesson(lesson: string): SavedLesson {
  const kept = unsaved.get(lesson);
  if (kept) return kept;
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(prefix + lesson) ?? 'null');
    if (isSavedLesson(saved)) return saved;
  } catch {
    // Storage is forbidden, or holds what is not ours.
  }
  return { version: 1, tasks: {} };
}

/**
 * Keeps what a reader wrote for some tasks; `undefined` forgets one.
 * @returns why it will be gone when the page is closed, in a sentence; undefined when it is stored
 */
export function saveTasks(
  lesson: string,
  tasks: Record<string, SavedTask | undefined>,
): string | undefined {
  const all = Object.entries({ ...readLesson(lesson).tasks, ...tasks });
  const saved: SavedLesson = {
    version: 1,
    tasks: Object.fromEntries(all.filter((entry): entry is [string, SavedTask] => !!entry[1])),
  };
  let problem: string | undefined;
  try {
    if (Object.keys(saved.tasks).length) {
      localStorage.setItem(prefix + lesson, JSON.stringify(saved));
    } else {
      localStorage.removeItem(prefix + lesson);
    }
    unsaved.delete(lesson);
  } catch (error) {
    unsaved.set(lesson, saved);
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    problem = isFull
      ? 'Your browser has no room left for what you write here. Download your file before you close this page.'
      : 'Your browser keeps nothing for this site (a private window, or a setting). Download your file before you close this page.';
  }
  for (const listener of listeners) listener();
  globalThis.dispatchEvent?.(new Event(changed));
  return problem;
}

/** All that a reader has written, as the text of a file that `importProgress` reads. */
export function exportProgress(): string {
  const lessons = Object.fromEntries(
    lessonsSaved().map(lesson => [lesson, readLesson(lesson).tasks]),
  );
  return `${JSON.stringify({ format, version: 1, lessons }, null, 2)}\n`;
}

/** Why a file cannot be imported, in words for the reader. */
export class ProgressError extends Error {}

/**
 * Takes up an exported file. A task that the file does not name stays as it is; what another one held
 * can be brought back in its pane.
 * @returns how much was taken up, and why it may not last
 * @throws {ProgressError} before anything is changed
 */
export function importProgress(text: string): { tasks: number; problem?: string } {
  const lessons = readExported(text);
  let tasks = 0;
  let problem: string | undefined;
  for (const [lesson, imported] of Object.entries(lessons)) {
    const held = readLesson(lesson).tasks;
    const merged: Record<string, SavedTask> = {};
    for (const [task, { code, status, before }] of Object.entries(imported)) {
      const replaced = held[task] && held[task].code !== code ? held[task].code : undefined;
      const old = replaced ?? held[task]?.before ?? before;
      merged[task] = { code, status, ...(old !== undefined && { before: old }) };
      tasks++;
    }
    problem = saveTasks(lesson, merged) ?? problem;
  }
  return { tasks, problem };
}

function readExported(text: string): Record<string, SavedLesson['tasks']> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new ProgressError('This file is not JSON. Choose a file that "Export progress" wrote.');
  }
  if (!isRecord(data) || data.format !== format || !isRecord(data.lessons)) {
    throw new ProgressError(
      'This is not a progress file of this course. Choose a file that "Export progress" wrote.',
    );
  }
  if (data.version !== 1) {
    throw new ProgressError(
      `This file has version ${String(data.version)}, and this page reads version 1. Reload the page, or export again.`,
    );
  }
  for (const [lesson, tasks] of Object.entries(data.lessons)) {
    if (!/^[a-z0-9-]+$/.test(lesson) || !isSavedLesson({ version: 1, tasks })) {
      throw new ProgressError(
        `What this file says of the lesson "${lesson}" is damaged, so nothing was imported.`,
      );
    }
  }
  return data.lessons as Record<string, SavedLesson['tasks']>;
}

function lessonsSaved(): string[] {
  const found = new Set(unsaved.keys());
  try {
    for (let index = 0; index < localStorage.length; index++) {
      const key = localStorage.key(index);
      if (key?.startsWith(prefix)) found.add(key.slice(prefix.length));
    }
  } catch {
    // Storage is forbidden.
  }
  return [...found].sort();
}

function isSavedLesson(value: unknown): value is SavedLesson {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.tasks)) return false;
  return Object.entries(value.tasks).every(
    ([task, saved]) =>
      /^\w+$/.test(task) &&
      isRecord(saved) &&
      typeof saved.code === 'string' &&
      (saved.status === 'started' || saved.status === 'passed') &&
      (saved.before === undefined || typeof saved.before === 'string'),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
