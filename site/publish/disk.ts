import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundled, writeHashed } from '../assets.ts';

/** What a site is built for that is then made to be opened from a disk; it is found, and replaced. */
export const diskBase = '/~disk~/';

/** Makes the built pages of a folder readable without a server: addresses are relative, and name files. */
export async function toDisk(folder: string): Promise<undefined> {
  const disk = await writeHashed(folder, 'disk.js', await bundled('disk.ts'));
  const entries = await readdir(folder, { recursive: true });
  const files = entries.map(file => file.split(path.sep).join('/')).sort();
  const loaded = new Set([disk]);
  for (const file of files.filter(name => name.endsWith('.html'))) {
    const html = await readFile(path.join(folder, file), 'utf8');
    for (const [, script] of html.matchAll(/ (?:src|data-script)="\/~disk~\/([^"]*)"/g)) {
      loaded.add(script);
    }
    const up = '../'.repeat(file.split('/').length - 1);
    await writeFile(path.join(folder, file), diskPage(html, up, disk));
  }
  for (const file of files.filter(name => /\.js(on)?$/.test(name))) {
    if (!loaded.has(file)) await twin(folder, file);
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

/** A script that holds what the file held, since no page on a disk may fetch a file. */
async function twin(folder: string, file: string): Promise<void> {
  const where = path.join(folder, file);
  const text = await readFile(where, 'utf8');
  const content = file.endsWith('.json') ? text : JSON.stringify(text);
  await writeFile(`${where}.js`, `diskFile(${JSON.stringify(file)},${content});\n`);
  await rm(where);
}

const readme = `Objective Lessons, to be read without a server

Unpack the whole archive, then open index.html in a browser. No network is needed.

What differs from the course on a web server:
- A link shows no preview of what lies on another page.
- Exercises are not written on the page, but in your editor: see each task.
- Nothing is installed for offline reading: the folder is offline already.
- Programs that read the course, as search engines do, find no files of their own.
- A browser may keep progress and the choice of dark colours for each page alone, or not at all.
It was tried in Chromium. Other browsers may be stricter with files: figures are then still
pictures, and all text is there.

Text under CC BY 4.0, code under the MIT licence.
`;
