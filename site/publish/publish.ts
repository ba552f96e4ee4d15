import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Site } from '../page/layout.ts';
import type { Draft } from '../rules/draft.ts';
import { feed } from './feed.ts';
import { llms, llmsFull } from './llms.ts';
import { type Offline, writeFarewell, writeServiceWorker } from './offline.ts';
import { robots, sitemap } from './sitemap.ts';

/** `card.svg`, drawn by a browser: few programs take an SVG, and drawing one here would take a large native package. */
const card = fileURLToPath(new URL('../assets/card.png', import.meta.url));

/**
 * Writes what a published site has beside its pages. Called last: the service worker lists the files
 * that it finds.
 * @returns how much a browser keeps for reading offline
 */
export async function publishSite(
  folder: string,
  pages: Page[],
  drafts: Draft[],
  site: Site,
): Promise<Offline | undefined> {
  const texts = {
    'sitemap.xml': sitemap(pages, site),
    'robots.txt': robots(site),
    'feed.xml': feed(site),
    'llms.txt': llms(site),
    'llms-full.txt': llmsFull(site, drafts),
  };
  for (const [file, text] of Object.entries(texts)) {
    if (text !== undefined) await writeFile(path.join(folder, file), text);
  }
  // Only whole addresses lead to it: programs that show a link as a card ask for it.
  if (site.publication.origin) await copyFile(card, path.join(folder, 'card.png'));
  if (site.publication.isOffline) return writeServiceWorker(folder, site.address(''));
  await writeFarewell(folder, site.address(''));
  return undefined;
}
