import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPage } from './static.ts';

let folder: string;

beforeAll(async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'static-test-'));
  folder = path.join(parent, 'dist');
  await mkdir(path.join(folder, 'nll'), { recursive: true });
  await writeFile(path.join(parent, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'nll/index.html'), 'lesson');
  await writeFile(path.join(folder, '404.html'), 'missing');
});

afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }));

test.each([
  ['/nll/', 200, 'lesson'],
  ['/none', 404, 'missing'],
  ['/../secret.txt', 404, 'missing'],
  ['/..%2fsecret.txt', 404, 'missing'],
  ['/%', 200, 'missing'],
])('%s gives %i', async (pathname, status, text) => {
  const found = await readPage(folder, pathname);
  expect(found?.status).toBe(status);
  expect(found?.body.toString()).toBe(text);
});

test('a folder without its slash is redirected', async () => {
  expect((await readPage(folder, '/nll'))?.redirect).toBe('/nll/');
});

test('without any page there is nothing to answer', async () => {
  expect(await readPage(path.join(folder, 'none'), '/')).toBeUndefined();
});
