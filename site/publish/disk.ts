import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundled, writeHashed } from '../assets.ts';
import { excerpts } from './disk-excerpts.ts';

/** What a site is built for that is then made to be opened from a disk; it is found, and replaced. */
export const diskBase = '/~disk~/';

/** Attributes whose file is loaded as a script, and so can stay what it is. */
const loads = / (?:src|data-(?:script|workbench|engine|editor))="\/~disk~\/([^"]*)"/g;

/** Makes the built pages of a folder readable without a server: addresses are relative, and name files. */
export async function toDisk(folder: string): Promise<undefined> {
  const disk = await writeHashed(folder, 'disk.js', await bundled('disk.ts'));
  const entries = await readdir(folder, { recursive: true });
  const files = entries.map(file => file.split(path.sep).join('/')).sort();
  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  const loaded = new Set([disk]);
  const pages = new Map<string, string>();
  for (const file of files.filter(name => name.endsWith('.html'))) {
    const html = await read(file);
    for (const [, script] of html.matchAll(loads)) loaded.add(script);
    pages.set(file, html);
  }
  for (const [file, html] of pages) {
    const up = '../'.repeat(file.split('/').length - 1);
    await writeFile(path.join(folder, file), diskPage(html, up, disk));
  }
  for (const [file, html] of excerpts(pages, diskBase)) await writeTwin(folder, file, html);
  for (const file of files.filter(name => /\.js(on)?$/.test(name) && !loaded.has(name))) {
    await writeTwin(folder, file, await read(file));
    await rm(path.join(folder, file));
  }
  await writeFile(path.join(folder, 'README.txt'), readme);
}

/**
 * @param up the way from the page to the site's root: `../`
 * @param disk the script that comes before all others
 */
export function diskPage(html: string, up: string, disk: string): string {
  return html
    .replace('<script src=', `<script src="${up}${disk}"></script>\n$&`)
    .replace("script-src 'self';", "script-src 'self' blob:;")
    .replace(/"\/~disk~\/([^"#?]*)/g, (_, file: string) => {
      const isFolder = file === '' || file.endsWith('/');
      return `"${up}${file}${isFolder ? 'index.html' : ''}`;
    });
}

/** A script that holds what a file holds, to the letter, since no page on a disk may fetch a file. */
async function writeTwin(folder: string, file: string, text: string): Promise<void> {
  // JSON in double quotes would be a fifth longer.
  const quoted = text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  await writeFile(path.join(folder, `${file}.js`), `diskFile('${file}','${quoted}');\n`);
}

const readme = `Objective Lessons, to be read without a server

Unpack the whole archive, then open index.html in a browser. No network is needed. All text, formulas and
figures, the search, the exercises and their checks are here.

What works where, tried in Chromium 156, Firefox 153 and WebKitGTK 2.50 (the engine of Safari):

- Exercises run on the page in Chrome, Edge and other browsers on Chromium, and in Firefox. In WebKit a
  worker of a page on a disk may import nothing; the page then says so when you press Run. Write in your
  editor instead and run npm test, or use another browser.
- What you write, and how far you are, is kept by the browser for these files where they lie: after the
  folder was moved or renamed it may be gone, so export your progress before. Chromium and WebKit share it
  among all pages. Firefox keeps it for each page alone: the overview of the course shows none of it, nor
  does a page know of the dark colours that were chosen on another one. A private window forgets all.
- A preview of another page shows what the course itself links to, and no more.
- Nothing is installed for offline reading: the folder is offline already.
- Programs that read the course, as search engines do, find no files of their own.

A browser without JavaScript shows all text and pictures; nothing can be moved, searched or run.

Text under CC BY 4.0, code under the MIT licence.
`;
