import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { cacheFolder } from '../../course/cache.ts';

/** What a guest runs. */
export interface Program {
  file: string;
  /**
   * Where Deno keeps compiled code, of exercises too: it grows with every guest. Without it nothing is
   * kept, which is as fast for a small program.
   */
  compiled?: string;
}

export const hostFile = fileURLToPath(new URL('./host.ts', import.meta.url));

let plain: Program | undefined;

/**
 * The guest's program as one file of JavaScript, made once a machine. It starts faster than its TypeScript,
 * and leaves nothing for Deno to keep.
 */
export function plainProgram(): Program {
  if (plain) return plain;
  const key = createHash('sha256').update(sourcesOf(hostFile)).update(esbuild.version);
  const file = join(cacheFolder('deno'), `host-${key.digest('hex').slice(0, 16)}.mjs`);
  if (!existsSync(file)) {
    const { outputFiles } = esbuild.buildSync({
      entryPoints: [hostFile],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      minify: true,
      tsconfigRaw: {},
    });
    // Renamed into place, so that a guest that starts meanwhile never reads half a file.
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, outputFiles[0].contents);
    renameSync(fresh, file);
  }
  plain = { file };
  return plain;
}

/** The text of a file and of all that it imports by a relative path. */
export function sourcesOf(file: string): string {
  const files = new Set([file]);
  const texts: string[] = [];
  for (const each of files) {
    const text = readFileSync(each, 'utf8');
    texts.push(text);
    for (const [, wanted] of text.matchAll(/(?:from|import) '(\.{1,2}\/[^']+\.ts)'/g)) {
      files.add(resolve(dirname(each), wanted));
    }
  }
  return texts.join('\n');
}

const largestCompiled = 64 * 1024 * 1024;

/** A folder for compiled code that begins anew, rather than grow with every exercise that was ever judged. */
export function compiledFolder(): string {
  const folder = join(cacheFolder('deno'), 'compiled');
  try {
    if (statSync(join(folder, 'v8_code_cache_v2')).size > largestCompiled) {
      // Guests that run keep what they have opened; those that start now find an empty folder.
      const old = `${folder}.${process.pid}`;
      renameSync(folder, old);
      rmSync(old, { recursive: true, force: true });
    }
  } catch {
    // It is not there yet, or another process was faster.
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}
