import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launch } from '../browser.ts';
import { base, builtSite, serveBuilt } from '../built-site.ts';
import { flattenFormulas, violations } from '../held/accessibility.ts';
import { listen } from '../held/visit.ts';

const executable = await findBrowser();

describe.skipIf(!executable)('the book in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  let close: () => void;
  let complaints: string[];

  beforeAll(async () => {
    ({ folder } = await builtSite());
    const server = await serveBuilt(folder);
    close = server.close;
    browser = await launch(executable ?? '');
    page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    complaints = listen(page);
    await page.goto(`${server.origin}${base}book/`);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    close?.();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('is no wider than a phone, and nothing complains', async () => {
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThan(1);
    expect(complaints).toEqual([]);
  });

  test('a reference leads to its equation in another lesson', async () => {
    const link = page.locator('#rlhf a.reference[href^="#nll-"]').first();
    const href = (await link.getAttribute('href')) ?? '';
    await link.evaluate((element: HTMLElement) => element.click());
    await page.waitForURL(url => url.hash === href);
    expect(await page.locator(':target').getAttribute('id')).toBe(href.slice(1));
  });

  test('on paper it is light, whatever was chosen, and everything folded is open', async () => {
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe(
      'rgb(29, 27, 23)',
    );
    for (const place of ['.hint-body', '.explanation', '.mistake']) {
      expect(await page.locator(place).last().isVisible(), place).toBe(true);
    }
    for (const place of ['.bar', '.side', '.foot', 'button:visible']) {
      expect(await page.locator(place).first().isVisible(), place).toBe(false);
    }
    expect(await page.locator('#rlhf').evaluate(chapter => getComputedStyle(chapter).page)).toBe(
      'lesson-rlhf',
    );
  });

  test('axe finds nothing in its first lesson, nor in its contents and all headings', async () => {
    await page.emulateMedia({ media: null, colorScheme: 'light' });
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'light';
      // The lessons have pages of their own, and axe takes minutes for all of them at once.
      const others = document.querySelectorAll('.chapter:not(#nll) > :not(.title, h3, h4)');
      for (const part of others) part.remove();
    });
    await flattenFormulas(page);
    expect(await violations(page, 'light')).toEqual([]);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    expect(await violations(page, 'dark')).toEqual([]);
  });
});
