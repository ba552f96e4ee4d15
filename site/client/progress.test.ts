import { beforeEach, expect, test, vi } from 'vitest';
import {
  exportProgress,
  importProgress,
  readLesson,
  readProgress,
  type SavedTask,
  saveTasks,
  subscribe,
} from './progress.ts';

class Storage extends Map<string, string> {
  full = false;
  get length() {
    return this.size;
  }
  key(index: number) {
    return [...this.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.set(key, value);
  }
  removeItem(key: string) {
    this.delete(key);
  }
}

let storage: Storage;
beforeEach(() => {
  storage = new Storage();
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
});

const started: SavedTask = { code: 'export function a() {}', status: 'started' };
const passed: SavedTask = { code: 'export function b() {}', status: 'passed' };

test('what is saved is read again, lesson by lesson and task by task', () => {
  const heard = vi.fn();
  const end = subscribe(heard);
  expect(saveTasks('nll', { a: started })).toBeUndefined();
  expect(saveTasks('nll', { b: passed })).toBeUndefined();
  end();
  saveTasks('dpo', { c: passed });
  expect(heard).toHaveBeenCalledTimes(2);
  expect(readLesson('nll').tasks).toEqual({ a: started, b: passed });
  expect(readProgress()).toEqual({ dpo: { c: 'passed' }, nll: { a: 'started', b: 'passed' } });
  expect([...storage.keys()]).toEqual([
    'objective-lessons.practice.nll',
    'objective-lessons.practice.dpo',
  ]);
});

test('a task is forgotten, and a lesson without tasks leaves nothing behind', () => {
  saveTasks('nll', { a: started });
  saveTasks('nll', { a: undefined });
  expect(storage.size).toBe(0);
});

test('an entry that is not ours counts as none, and other sites keep their keys', () => {
  storage.set('objective-lessons.practice.nll', '{"version":1,"tasks":{"a":{"code":3}}}');
  storage.set('objective-lessons.practice.dpo', '{');
  storage.set('theme', 'dark');
  expect(readProgress()).toEqual({});
});

test('a full storage is told in words, and the page keeps what was written', () => {
  storage.full = true;
  expect(saveTasks('full', { a: started })).toContain('no room left');
  expect(readLesson('full').tasks).toEqual({ a: started });
  expect(readProgress()).toEqual({ full: { a: 'started' } });
  storage.full = false;
  expect(saveTasks('full', {})).toBeUndefined();
  expect(storage.size).toBe(1);
});

test('what is exported is imported elsewhere', () => {
  saveTasks('nll', { a: started, b: passed });
  const text = exportProgress();
  storage.clear();
  saveTasks('nll', { a: { ...started, code: 'mine' }, z: started });
  expect(importProgress(text)).toEqual({ tasks: 2, problem: undefined });
  expect(readLesson('nll').tasks).toEqual({
    a: { ...started, before: 'mine' },
    b: passed,
    z: started,
  });
});

test.each([
  ['export function a() {}', 'not JSON'],
  ['{"lessons":{}}', 'not a progress file'],
  ['{"format":"objective-lessons progress","version":2,"lessons":{}}', 'version 2'],
  [
    '{"format":"objective-lessons progress","version":1,"lessons":{"nll":{"a":{"code":"x"}}}}',
    'the lesson "nll" is damaged',
  ],
])('a file that is no progress changes nothing: %s', (text, message) => {
  saveTasks('nll', { a: started });
  expect(() => importProgress(text)).toThrow(message);
  expect(readLesson('nll').tasks).toEqual({ a: started });
});
