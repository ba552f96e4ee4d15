import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'objective-lessons-intake-';

/** The machine is part of the name: process numbers of another one say nothing here. */
const machine = hostname().replace(/[^A-Za-z0-9.]/g, '');

/** A folder that only this user can enter. Those of runs that were killed are removed first. */
export async function temporaryFolder(): Promise<string> {
  await removeLeft();
  return mkdtemp(path.join(tmpdir(), `${prefix}${machine}-${process.pid}-`));
}

async function removeLeft(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    const [, owner, pid] = /^(.*)-(\d+)-[^-]+$/.exec(rest) ?? [];
    if (owner !== machine || lives(Number(pid))) continue;
    const folder = path.join(tmpdir(), name);
    const stat = await lstat(folder).catch(() => undefined);
    // Others may write to the temporary folder as well; only what is ours is removed.
    if (!stat?.isDirectory() || stat.uid !== (process.getuid?.() ?? stat.uid)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
