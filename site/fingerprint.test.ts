import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Fingerprint } from './fingerprint.ts';

test('a fingerprint changes with a module, what it imports and the data beside it, and with nothing else', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fingerprint-'));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  const now = () => new Fingerprint().of(path.join(folder, 'a.ts'));
  await write(
    'a.ts',
    "import { b } from './b.ts';\nexport const later = () => import('./c.ts');\n",
  );
  await write('b.ts', "export * from './d.ts';\n");
  for (const name of ['c.ts', 'd.ts', 'other.ts', 'note.md']) await write(name, '');
  let last = await now();
  expect(await now()).toBe(last);
  for (const name of ['other.ts', 'note.md']) {
    await write(name, 'changed');
    expect(await now(), name).toBe(last);
  }
  for (const name of ['data.json', 'd.ts', 'c.ts', 'b.ts']) {
    await write(name, 'export const changed = 1;\n');
    const next = await now();
    expect(next, name).not.toBe(last);
    last = next;
  }
  await rm(folder, { recursive: true });
});
