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

onTwoCores(
  'has time for another call when it has one before it, or none',
  {
    timeout: 60_000,
  },
  async () => {
    const assistant = new Assistant();
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    const calls = [100, 100].map(delay => assistant.call(module, 'call', 0, delay));
    calls.forEach((call, i) => {
      call.then(note(`answer ${i}`));
    });
    const asked = ['first', 'second'].map(async name => {
      await assistant.hasTime();
      note(name)();
      await assistant.call(module, 'call', 0, 50).then(note(`${name} is answered`));
    });
    await Promise.all([...calls, ...asked]);
    expect(order).toEqual([
      ...['answer 0', 'first', 'answer 1', 'second'],
      ...['first is answered', 'second is answered'],
    ]);
    const ended = assistant.call(module, 'end');
    assistant.call(module, 'isElsewhere').catch(() => {});
    const late = assistant.hasTime();
    await expect(ended).rejects.toThrow('has ended');
    await late;
  },
);

onTwoCores('tells what goes wrong to whoever asked', { timeout: 60_000 }, async () => {
  const assistant = new Assistant();
  await expect(assistant.call(module, 'fail')).rejects.toThrow('RangeError: too large');
  expect(await assistant.call(module, 'isElsewhere')).toBe(true);
  const [ended, never] = [assistant.call(module, 'end'), assistant.call(module, 'isElsewhere')];
  await expect(ended).rejects.toThrow('has ended');
  await expect(never).rejects.toThrow('has ended');
  await expect(assistant.call(module, 'isElsewhere')).rejects.toThrow('has ended');
});
