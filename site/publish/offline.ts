import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundled } from '../assets.ts';

/** What programs read, and readers do not. */
const notKept = /\.(xml|txt)$|^(service-worker\.js|card\.png)$/;
const hasHash = /^assets\/.*\.[0-9a-f]{8}\.\w+$/;

export interface Offline {
  files: number;
  bytes: number;
}

/**
 * Writes the service worker of a complete site, with the list of its files.
 * @param base where the site is published: sites of one host share their caches' names
 * @returns how much a browser keeps
 */
export async function writeServiceWorker(folder: string, base: string): Promise<Offline> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map(file => file.split(path.sep).join('/'))
    .filter(file => !notKept.test(file))
    .sort();
  const files = all.filter(file => hasHash.test(file));
  const others = all.filter(file => !hasHash.test(file));
  const hashed = others.map(async file => {
    const hash = createHash('sha256').update(await readFile(path.join(folder, file)));
    return [file.replace(/(^|\/)index\.html$/, '$1'), hash.digest('hex').slice(0, 16)];
  });
  const pages = Object.fromEntries(await Promise.all(hashed));
  const code = await bundled('service-worker.ts');
  const version = createHash('sha256')
    .update(JSON.stringify([files, pages, code]))
    .digest('hex');
  const prefix = `objective-lessons ${base} `;
  const kept = { cache: prefix + version.slice(0, 12), prefix, files, pages };
  await write(folder, `self.kept=${JSON.stringify(kept)};\n${code}`);
  const sizes = await Promise.all(
    all.map(async file => (await stat(path.join(folder, file))).size),
  );
  return { files: all.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The worker of a site that is not to be kept: it takes the place of an earlier one, and ends. */
export async function writeFarewell(folder: string, base: string): Promise<void> {
  const prefix = JSON.stringify(`objective-lessons ${base} `);
  await write(
    folder,
    `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(${prefix})) await caches.delete(name);
  await self.registration.unregister();
})()));
`,
  );
}

async function write(folder: string, text: string): Promise<void> {
  await writeFile(path.join(folder, 'service-worker.js'), text);
}
