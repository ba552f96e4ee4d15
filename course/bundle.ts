import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { cacheFolder } from './cache.ts';

export interface Bundle {
  /** Where it is kept. */
  file: string;
  /** One ES module. */
  code: Buffer;
  /** What it exports. */
  names: string[];
}

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

/**
 * TensorFlow.js, or parts of it, as one minified ES module: built once a machine, then read from the cache.
 * @param name of the file in the cache
 * @param source the module that imports the parts
 * @param options for esbuild
 * @param basedOn what else the bundle is made of: when it changes, the bundle is built anew
 */
export async function tensorBundle(
  name: string,
  source: string,
  options: BuildOptions = {},
  basedOn = '',
): Promise<Bundle> {
  const file = join(cacheFolder('tensor'), `${name}-${key([source, options, basedOn])}.mjs`);
  try {
    return parse(file, readFileSync(file));
  } catch {
    const code = await build(source, options);
    // Renamed into place, so that a process that reads meanwhile never sees half a file.
    const fresh = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    writeFileSync(fresh, code);
    renameSync(fresh, file);
    return parse(file, code);
  }
}

/** The first line of the file lists the names, so that one file holds all and is written in one step. */
function parse(file: string, code: Buffer): Bundle {
  const line = code.subarray(0, code.indexOf('\n')).toString();
  return { file, code, names: JSON.parse(line.replace(/^\/\/ /, '')) };
}

function key(parts: unknown[]): string {
  const packages = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', 'esbuild'];
  const versions = packages.map(name => require(`${name}/package.json`).version);
  const all = JSON.stringify([...parts, ...versions]);
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
}

async function build(source: string, options: BuildOptions): Promise<Buffer> {
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    stdin: { contents: source, loader: 'ts', resolveDir: here },
    bundle: true,
    outfile: 'tensor.mjs',
    format: 'esm',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minify: true,
    logLevel: 'silent',
    tsconfigRaw: {},
    ...options,
    write: false,
    metafile: true,
  });
  const [output] = Object.values(result.metafile.outputs);
  return Buffer.concat([
    Buffer.from(`// ${JSON.stringify(output.exports)}\n`),
    result.outputFiles[0].contents,
  ]);
}
