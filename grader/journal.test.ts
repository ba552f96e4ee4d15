import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Entry, Journal } from './journal.ts';
import type { Run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'journal-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = { version: 1, seed: '1' } as Run;

function entry(id: string, points: number, status = 'graded', text = 'a'): Entry {
  const result = { lesson: 'nll', status, message: 'Zoë ✓', points } as Entry['result'];
  return { id, lesson: 'nll', text, result };
}

it('gives back what was appended, also after it was opened again', () => {
  const first = new Journal(folder);
  first.start(run);
  for (let id = 0; id < 300; id++) first.add(entry(`s${id}`, id));
  first.close();
  const second = new Journal(folder);
  second.add(entry('later', 7));
  expect(second.run).toEqual(run);
  expect(second.size).toBe(301);
  expect(second.read('s299', 'nll')).toEqual(entry('s299', 299));
  expect(second.read('later', 'nll')).toEqual(entry('later', 7));
  second.close();
});

it('drops a torn last line, and what follows it', () => {
  const journal = new Journal(folder);
  journal.start(run);
  journal.add(entry('a', 1));
  journal.close();
  const whole = readFileSync(journal.file, 'utf8');
  appendFileSync(journal.file, JSON.stringify(entry('b', 2)).slice(0, -5));
  const again = new Journal(folder);
  expect(again.size).toBe(1);
  expect(readFileSync(journal.file, 'utf8')).toBe(whole);
  again.close();
});

it('judges another text again, and what broke on our side', () => {
  const journal = new Journal(folder);
  journal.start(run);
  journal.add(entry('a', 1));
  journal.add(entry('b', 0, 'broken'));
  expect(journal.holds('a', 'nll', 'a')).toBe(true);
  expect(journal.holds('a', 'nll', 'changed')).toBe(false);
  expect(journal.holds('b', 'nll', 'a')).toBe(false);
  journal.close();
});

it('forgets submissions that are gone', () => {
  const journal = new Journal(folder);
  journal.start(run);
  for (const id of ['a', 'b', 'c']) journal.add(entry(id, 1));
  journal.retain(new Set(['a', 'c', 'd']));
  journal.add(entry('d', 4));
  expect(journal.ids()).toEqual(['a', 'c', 'd']);
  journal.close();
  const again = new Journal(folder, 'read');
  expect(again.ids()).toEqual(['a', 'c', 'd']);
  expect(again.read('d', 'nll')).toEqual(entry('d', 4));
  again.close();
});
