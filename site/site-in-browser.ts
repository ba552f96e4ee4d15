import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { findBrowser, launch } from './browser.ts';
import { base, builtSite, serveBuilt } from './built-site.ts';
import { borrowPage, type Look } from './held/borrowed-page.ts';

/** Undefined where there is no browser: `site/browser.test.ts` says so, and fails in CI. */
export const executable = await findBrowser();

/**
 * The course's site, served, and a browser to look at it; both go when the tests of the block have run.
 * @param isCompressed whether the server compresses, as a static host does
 */
export async function siteInBrowser(isCompressed = false) {
  const { folder, pages } = await builtSite();
  const server = await serveBuilt(folder, isCompressed);
  let opened: Browser | undefined;

  const browser = () => {
    if (!opened) throw new Error('the browser is there only while tests run');
    return opened;
  };

  beforeAll(async () => {
    opened = await launch(executable ?? '');
  }, 60_000);

  afterAll(async () => {
    await opened?.close();
    server.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  return {
    folder,
    pages,
    origin: server.origin,
    /** Where the site begins. */
    site: `${server.origin}${base}`,
    browser,
    borrow: (look?: Look) => borrowPage(browser(), look),
  };
}
