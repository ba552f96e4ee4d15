import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

/** What may differ from visit to visit. */
export type Look = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'reducedMotion' | 'javaScriptEnabled' | 'hasTouch'
>;

interface Idle {
  page: Page;
  session: CDPSession;
}

const idle = new WeakMap<Browser, Map<string, Idle[]>>();

/**
 * A page that looks new to the site. To start a process for it and to fill its caches takes as long as to
 * lay out a lesson, so a page that was given back is lent again, without what it stored, fetched, listened
 * to or was sent around.
 */
export async function borrowPage(
  browser: Browser,
  look: Look = {},
): Promise<{ page: Page; giveBack(): Promise<void> }> {
  const { javaScriptEnabled = true, hasTouch = false } = look;
  const kinds = idle.get(browser) ?? new Map<string, Idle[]>();
  idle.set(browser, kinds);
  const kind = `${javaScriptEnabled} ${hasTouch}`;
  const shelf = kinds.get(kind) ?? [];
  kinds.set(kind, shelf);
  const borrowed = shelf.pop() ?? (await newPage(browser, { javaScriptEnabled, hasTouch }));
  const { page } = borrowed;
  await page.setViewportSize(look.viewport ?? { width: 1280, height: 720 });
  await page.emulateMedia({
    media: null,
    colorScheme: look.colorScheme ?? 'light',
    reducedMotion: look.reducedMotion ?? 'reduce',
  });
  const giveBack = async () => {
    await forget(borrowed);
    shelf.push(borrowed);
  };
  return { page, giveBack };
}

async function newPage(browser: Browser, options: BrowserContextOptions): Promise<Idle> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return { page, session: await context.newCDPSession(page) };
}

async function forget({ page, session }: Idle): Promise<void> {
  const { origin } = new URL(page.url());
  page.removeAllListeners();
  await page.unrouteAll();
  await page.context().setOffline(false);
  await page.goto('about:blank');
  // Only now, because a page may write when it is left.
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.send('Network.clearBrowserCache');
}
