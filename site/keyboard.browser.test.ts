import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { executable, siteInBrowser } from './site-in-browser.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

describe.skipIf(!executable)('with the keyboard alone', { timeout: 120_000 }, async () => {
  const { site, borrow } = await siteInBrowser();

  async function open(viewport: { width: number; height: number }, hash = '') {
    const { page, giveBack } = await borrow({ viewport });
    await page.goto(`${site}nll/${hash}`);
    return { page, close: giveBack };
  }

  test.each([
    { name: 'on a phone', viewport: phone, key: 'Tab', stops: 120 },
    { name: 'on a desktop', viewport: desktop, key: 'Tab', stops: 150 },
    { name: 'on a desktop, backwards', viewport: desktop, key: 'Shift+Tab', stops: 150 },
  ])(
    '$name: every stop of a lesson is seen whole, with its ring',
    async ({ viewport, key, stops }) => {
      const { page, close } = await open(viewport);
      if (key === 'Shift+Tab') await page.locator('.opens-help').focus();
      const wrong: string[] = [];
      let count = 0;
      for (; count < 400; count++) {
        await page.keyboard.press(key);
        const fault = await faultOfFocus(page);
        if (fault === undefined) break;
        if (fault) wrong.push(fault);
      }
      expect(wrong).toEqual([]);
      expect(count).toBeGreaterThan(stops);
      expect(count).toBeLessThan(400); // nothing holds the focus
      await close();
    },
  );

  test('the first stop leads past the contents to the text', async () => {
    const { page, close } = await open(desktop);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inText = () => page.evaluate(() => document.activeElement?.closest('article') !== null);
    expect(await inText()).toBe(true);
    await close();
  });

  test.each([
    { name: 'the search', opener: '.opens-search', key: 'Enter' },
    { name: 'the shortcuts', opener: '.opens-help', key: 'Enter' },
    { name: 'the search, by its key', opener: '#task-surprisal .anchor', key: '/' },
    { name: 'the shortcuts, by their key', opener: '#task-surprisal .anchor', key: '?' },
  ])('$name gives the focus back', async ({ opener, key }) => {
    const { page, close } = await open(phone, '#content'); // all is laid out, and stays where it is
    const from = page.locator(opener);
    await from.focus();
    await page.keyboard.press(key);
    await page.locator('dialog[open]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(
      true,
    );
    for (let i = 0; i < 8; i++) await page.keyboard.press('Tab'); // it does not leave the dialog
    expect(
      await page.evaluate(() => {
        const focused = document.activeElement;
        return focused === document.body || focused?.closest('dialog') !== null; // or the browser's own
      }),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await expect.poll(() => from.evaluate(one => one === document.activeElement)).toBe(true);
    expect(await faultOfFocus(page)).toBe('');
    await close();
  });

  test('the contents of a phone open, close on Escape, and give the focus back', async () => {
    const { page, close } = await open(phone);
    const summary = page.locator('.menu > summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    const links = await page.locator('.menu a').count();
    for (let i = 0; i < links; i++) {
      await page.keyboard.press('Tab');
      expect(await faultOfFocus(page)).toBe('');
    }
    expect(await page.evaluate(() => document.activeElement?.closest('.menu') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('.menu').getAttribute('open')).toBeNull();
    expect(await summary.evaluate(one => one === document.activeElement)).toBe(true);
    await close();
  });
});

/**
 * What is wrong with the place or the look of what is focused, or nothing; undefined if the focus has left
 * the page.
 */
function faultOfFocus(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return undefined;
    const { top, bottom, left, right, height } = focused.getBoundingClientRect();
    const isAbove = focused.closest('.bar, .skip, dialog') !== null;
    const start = isAbove
      ? 0
      : (document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0);
    const faults: string[] = [];
    const isTall = height > innerHeight - start;
    if (isTall ? bottom < start || top > innerHeight : top < start - 0.5 || bottom > innerHeight) {
      faults.push(`stands at ${Math.round(top)} to ${Math.round(bottom)}`);
    }
    if (right < 1 || left > innerWidth - 1 || height < 1) faults.push('is out of sight');
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(focused);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) === 0)
      faults.push('has no ring');
    if (Number(opacity) < 1) faults.push('is transparent');
    return faults.length ? `${focused.outerHTML.slice(0, 120)} ${faults.join(', ')}` : '';
  });
}
