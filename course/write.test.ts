import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeLeftovers, writeWhole } from './write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'write-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what ended processes left of a file is removed, and nothing else', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const stay = [`kept.json.${process.ppid}.tmp`, `other.json.${ended}.tmp`, 'kept.json.tmp'];
  for (const name of [...stay, `kept.json.${ended}.tmp`]) {
    await writeFile(path.join(folder, name), 'half');
  }
  const file = path.join(folder, 'kept.json');
  await writeWhole(file, 'whole');
  await removeLeftovers(file);
  expect((await readdir(folder)).sort()).toEqual(['kept.json', ...stay].sort());
});
