import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Kept } from './kept.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kept-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what was computed before is not computed again, in this process or the next', async () => {
  let computed = 0;
  const ask = (kept: Kept) => kept.once('key', () => ({ number: ++computed }));
  const first = await Kept.open(folder);
  expect(ask(first)).toEqual({ number: 1 });
  expect(ask(first)).toEqual({ number: 1 });
  await first.save();
  expect(ask(await Kept.open(folder))).toEqual({ number: 1 });
});

test('what fails is not kept', async () => {
  const kept = await Kept.open(folder);
  expect(() =>
    kept.once('key', () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(kept.once('key', () => 2)).toBe(2);
});

test('what nobody asks for is dropped in the end, what somebody asks for stays', async () => {
  const kept = await Kept.open(folder);
  for (const key of ['old', 'used']) kept.set(key, key);
  await kept.save();
  for (let i = 0; i < 30; i++) {
    const next = await Kept.open(folder);
    next.once('used', () => 'again');
    next.set(`new ${i}`, i);
    await next.save();
  }
  const last = await Kept.open(folder);
  expect(last.has('old')).toBe(false);
  expect(last.once('used', () => 'again')).toBe('used');
});

test('half a file is no file', async () => {
  await writeFile(path.join(folder, 'kept.json'), '[["key", [1');
  expect((await Kept.open(folder)).has('key')).toBe(false);
});
