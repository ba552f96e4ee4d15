import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { katexStyle } from './katex-style.ts';
import type { Site } from './page/layout.ts';

const folder = fileURLToPath(new URL('assets', import.meta.url));
const client = fileURLToPath(new URL('client', import.meta.url));
const styles = [
  'base',
  'frame',
  'prose',
  'lesson',
  'home',
  'further',
  'figure',
  'controls',
  'code',
  'print',
];

/** A name that holds the content's hash, so that browsers may keep the file for ever. */
export function hashedName(name: string, content: string | Buffer): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const { dir, name: base, ext } = path.posix.parse(name);
  return path.posix.join('assets', dir, `${base}.${hash}${ext}`);
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

/**
 * Scripts, the icon and one style sheet.
 * @param html all pages' mathematics, which decides on the fonts that are shipped
 */
export async function writeAssets(
  out: string,
  html: string,
  codeColors: string,
  address: (page: string) => string,
): Promise<Site['assets']> {
  const minified = async (name: string, text: string, loader: 'css' | 'js') => {
    const { code } = await transform(text, { loader, minify: true });
    return address(await writeHashed(out, name, code));
  };
  const source = (name: string) => readFile(path.join(folder, name), 'utf8');
  const own = await Promise.all(styles.map(name => source(`${name}.css`)));
  const css = [await katexStyle(out, html), ...own, codeColors].join('\n');
  const script = async (name: string) =>
    address(await writeHashed(out, name, await bundled(name.replace('.js', '.ts'))));
  return {
    'site.css': await minified('site.css', css, 'css'),
    'theme.js': await minified('theme.js', await source('theme.js'), 'js'),
    'reading.js': await minified('reading.js', await source('reading.js'), 'js'),
    'figures.js': await script('figures.js'),
    'icon.svg': address(await writeHashed(out, 'icon.svg', await source('icon.svg'))),
  };
}

/** A script of `client/` with all that it imports, in one file. */
async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(client, name)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0].text;
}
