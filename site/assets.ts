import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import type { Assistant } from './assistant.ts';
import { katexStyle } from './katex-style.ts';
import type { Kept } from './kept.ts';
import { Latest } from './latest.ts';
import type { Complete } from './page/layout.ts';

const folder = fileURLToPath(new URL('assets', import.meta.url));
const client = fileURLToPath(new URL('client', import.meta.url));
const live = fileURLToPath(new URL('live', import.meta.url));
const pane = fileURLToPath(new URL('pane/client/pane.ts', import.meta.url));
const styles = [
  'base',
  'frame',
  'prose',
  'lesson',
  'home',
  'map',
  'further',
  'figure',
  'controls',
  'pane',
  'live',
  'code',
  'dialog',
  'previews',
  'publish',
  'print',
];

/** Bundled at the same time. */
const scripts = [
  'figures',
  'offline',
  'copy',
  'keys',
  'search',
  'help',
  'map',
  'missing',
  'previews',
];

/** A name that holds the content's hash, so that browsers may keep the file for ever. */
export function hashedName(name: string, content: string | Buffer): string {
  const hash =
    typeof content === 'string'
      ? latestHashes.of(name, content, () => hashOf(content))
      : hashOf(content);
  const { dir, name: base, ext } = path.posix.parse(name);
  return path.posix.join('assets', dir, `${base}.${hash}${ext}`);
}

const latestHashes = new Latest<string>();

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}

/** Writes a file under its hashed name. */
export async function writeHashed(
  out: string,
  name: string,
  content: string | Buffer,
): Promise<string> {
  const file = hashedName(name, content);
  await mkdir(path.join(out, path.posix.dirname(file)), { recursive: true });
  await writeFile(path.join(out, file), content);
  return file;
}

/** Begins with what takes a bundler, a process of its own, some time. */
export function beginAssets(): void {
  for (const file of [...scripts.map(name => `${name}.ts`), path.join(live, 'worker.ts'), pane]) {
    bundled(file).catch(() => {}); // told to whoever needs it
  }
}

/**
 * Scripts, the icon and one style sheet.
 * @param texts all pages' mathematics, which decides on the fonts that are shipped
 */
export async function writeAssets(
  out: string,
  texts: readonly string[],
  codeColors: string,
  address: (page: string) => string,
  tools: { kept: Kept; assistant: Assistant },
): Promise<Complete['assets']> {
  const minified = async (name: string, text: string, loader: 'css' | 'js') => {
    const { code } = await transform(text, { loader, minify: true });
    return address(await writeHashed(out, name, code));
  };
  const source = (name: string) => readFile(path.join(folder, name), 'utf8');
  const own = await Promise.all(styles.map(name => source(`${name}.css`)));
  const css = [await katexStyle(out, texts, tools), ...own, codeColors].join('\n');
  const script = async (name: string) =>
    address(await writeHashed(out, name, await bundled(name.replace('.js', '.ts'))));
  return {
    'site.css': await minified('site.css', css, 'css'),
    'theme.js': await minified('theme.js', await source('theme.js'), 'js'),
    'reading.js': await minified('reading.js', await source('reading.js'), 'js'),
    'figures.js': await script('figures.js'),
    'offline.js': await script('offline.js'),
    'copy.js': await script('copy.js'),
    'keys.js': await script('keys.js'),
    'search.js': await script('search.js'),
    'help.js': await script('help.js'),
    'map.js': await script('map.js'),
    'missing.js': await script('missing.js'),
    'previews.js': await script('previews.js'),
    'live.js': await liveScript(out, address),
    'pane.js': address(await writeHashed(out, 'pane.js', await bundled(pane))),
    'icon.svg': address(await writeHashed(out, 'icon.svg', await source('icon.svg'))),
  };
}

/** The script of the live figures, which knows the address of its worker. */
async function liveScript(out: string, address: (page: string) => string): Promise<string> {
  const worker = await bundled(path.join(live, 'worker.ts'));
  const workerAddress = JSON.stringify(address(await writeHashed(out, 'live-worker.js', worker)));
  const script = await bundled(path.join(live, 'client.ts'), { workerAddress });
  return address(await writeHashed(out, 'live.js', script));
}

const bundles = new Map<string, Promise<string>>();

/**
 * A script of `client/`, or of another folder, with all that it imports, in one file. It is made once in
 * a process: one that watches the course begins anew when code has changed.
 */
export function bundled(name: string, define: Record<string, string> = {}): Promise<string> {
  const key = JSON.stringify([name, define]);
  const known = bundles.get(key) ?? bundle(name, define);
  bundles.set(key, known);
  return known;
}

async function bundle(name: string, define: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(client, name)],
    define,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0].text;
}
