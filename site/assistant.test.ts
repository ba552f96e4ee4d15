import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Assistant } from './assistant.ts';

const onTwoCores = test.runIf(new Assistant().isUseful);

let folder: string;
let module: URL;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'assistant-'));
  const file = path.join(folder, 'sample.mts');
  module = pathToFileURL(file);
  await writeFile(
    file,
    `import { threadId } from 'node:worker_threads';
const calls: number[] = [];
export const isElsewhere = (): boolean => threadId > 0;
export async function call(number: number, delay: number): Promise<number[]> {
  await new Promise(resolve => setTimeout(resolve, delay));
  calls.push(number);
  return calls;
}
export function fail(): never { throw new RangeError('too large'); }
export function end(): never { process.exit(); }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

onTwoCores('calls one function after the other', async () => {
  const assistant = new Assistant();
  expect(assistant.isAtWork).toBe(false);
  const slow = assistant.call(module, 'call', 1, 50);
  const quick = assistant.call(module, 'call', 2, 0);
  expect(assistant.isAtWork).toBe(true);
  expect([await slow, await quick]).toEqual([[1], [1, 2]]);
  expect(await assistant.call(module, 'isElsewhere')).toBe(true);
  await assistant.close();
});

onTwoCores('lets what is asked at leisure wait for everything else', async () => {
  const assistant = new Assistant();
  const patient = [1, 2].map(number => assistant.callAtLeisure(module, 'call', number, 100));
  const urgent = [3, 4].map(number => assistant.call(module, 'call', number, 0));
  await Promise.all(urgent);
  // The first has begun before anything else was asked for.
  expect((await Promise.all(patient)).at(-1)).toEqual([1, 3, 4, 2]);
  await assistant.close();
});

onTwoCores('tells what goes wrong to whoever asked', { timeout: 60_000 }, async () => {
  const assistant = new Assistant();
  await expect(assistant.call(module, 'fail')).rejects.toThrow('RangeError: too large');
  expect(await assistant.call(module, 'isElsewhere')).toBe(true);
  const [ended, never] = [assistant.call(module, 'end'), assistant.call(module, 'isElsewhere')];
  await expect(ended).rejects.toThrow('has ended');
  await expect(never).rejects.toThrow('has ended');
  await expect(assistant.call(module, 'isElsewhere')).rejects.toThrow('has ended');
});
