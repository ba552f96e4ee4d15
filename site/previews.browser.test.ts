import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { base } from './built-site.ts';
import { violations } from './held/accessibility.ts';
import type { Look } from './held/borrowed-page.ts';
import { listen } from './held/visit.ts';
import { executable, siteInBrowser } from './site-in-browser.ts';

const desktop = { width: 1280, height: 800 };
const narrow = { width: 320, height: 640 };

describe.skipIf(!executable)('previews', { timeout: 60_000 }, async () => {
  const { site, borrow } = await siteInBrowser();

  async function open(address: string, look: Look = {}) {
    const { page, giveBack } = await borrow({ viewport: desktop, ...look });
    const complaints = listen(page);
    await page.goto(`${site}${address}`, { waitUntil: 'load' });
    return { page, box: page.locator('#preview'), complaints, close: giveBack };
  }

  /** Each kind of link, with a word of its target. */
  const kinds: Record<string, [link: string, word: string][]> = {
    'dpo/': [
      ['a.reference[href="#eq-implicit"]', 'log'],
      ['a.citation[href="#work-rafailov2023"]', 'Rafailov'],
      ['a.term[href$="#term-policy"]', 'A probability for each response'],
      ['a[href$="/rlhf/#task-optimalPolicy"]', 'optimalPolicy'],
      ['a[href$="/nll/#eq-gibbs"]', '≥'],
      ['article > p > a[href$="/rlhf/"]', 'KL-regularised'],
    ],
    'capstone/': [['a.reference[href="#fig-overoptimization"]', 'Figure']],
    'best-of-n/': [['.footnote-mark a', 'unbiased']],
  };

  test.each(Object.entries(kinds))(
    '/%s: targets are shown beside links',
    async (address, links) => {
      const { page, box, complaints, close } = await open(address);
      for (const [link, word] of links) {
        const first = page.locator(`${link} >> visible=true`).first();
        await first.scrollIntoViewIfNeeded();
        await first.hover();
        await box.waitFor();
        expect(await box.innerText()).toContain(word);
        expect(await box.locator('[id], a, button, input, details').count()).toBe(0);
        expect(await overlap(page, first)).toBe(false);
        await page.keyboard.press('Escape');
        expect(await box.isVisible()).toBe(false);
      }
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('a preview stays while the pointer goes to it, and closes when it leaves both', async () => {
    const { page, box, close } = await open('four-senses/');
    const link = page.locator('a.reference[href="#eq-ce"]').first();
    await link.hover();
    await box.waitFor();
    await box.hover();
    await page.waitForTimeout(500);
    expect(await box.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await box.isVisible()).toBe(false);
    await link.hover();
    await page.mouse.move(3, 400);
    await page.waitForTimeout(300);
    expect(await box.isVisible()).toBe(false); // the pointer only passed
    await close();
  });

  test('the keyboard opens it at once, Escape closes it, and the focus stays', async () => {
    const { page, box, close } = await open('four-senses/#content'); // all laid out at once
    const link = page.locator('a.term').first();
    const before = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.keyboard.press('Tab'); // from here on the keyboard is in use
    await link.focus();
    await box.waitFor();
    expect(await link.getAttribute('aria-describedby')).toBe('preview');
    expect(await box.getAttribute('role')).toBe('tooltip');
    expect(await violations(page, 'light', '#preview')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, 'dark', '#preview')).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await box.isVisible()).toBe(false);
    expect(await link.getAttribute('aria-describedby')).toBeNull();
    expect(await link.evaluate(one => one === document.activeElement)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(before);
    await close();
  });

  test('a finger sees it with the first tap and follows with the second, or by "Go there"', async () => {
    const { page, box, close } = await open('four-senses/', { viewport: narrow, hasTouch: true });
    const link = page.locator('a.term').first();
    await link.tap();
    await box.waitFor();
    expect(new URL(page.url()).pathname).toBe(`${base}four-senses/`);
    const { x = -1, width = 999 } = (await box.boundingBox()) ?? {};
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(narrow.width);
    expect(await overlap(page, link)).toBe(false);
    expect(await violations(page, 'light', '#preview')).toEqual([]);
    await page.locator('h1').tap();
    expect(await box.isVisible()).toBe(false);
    await link.tap();
    await box.getByRole('link', { name: 'Go there' }).tap();
    await page.waitForURL('**/glossary/#term-*');
    await page.goBack();
    await link.tap();
    await box.waitFor();
    await link.tap();
    await page.waitForURL('**/glossary/#term-*');
    await close();
  });

  test('a symbol tells its meaning to a mouse, and lights up wherever it stands', async () => {
    const { page, box, complaints, close } = await open('four-senses/#eq-gradient');
    const equation = page.locator('#eq-gradient');
    const weights = equation.locator('.katex-html .mathnormal', { hasText: 'θ' }).first();
    await weights.hover({ force: true });
    await equation.locator('[data-symbol]').first().waitFor();
    await weights.hover({ force: true, position: { x: 3, y: 5 } });
    await box.waitFor();
    expect(await box.innerText()).toMatch(
      /weights of the network\s+Introduced: lesson.2, equation.2/,
    );
    expect(await equation.locator('.lit').allInnerTexts()).toEqual(['θ', 'θ', 'θ']);
    await page.keyboard.press('Escape');
    expect(await equation.locator('.lit').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the number of an equation tells all its symbols to the keyboard', async () => {
    const { page, box, close } = await open('four-senses/');
    await page.keyboard.press('Tab');
    await page.locator('#eq-risk .equation-number').focus();
    await box.waitFor();
    expect(await box.locator('dt').count()).toBe(7);
    expect(await box.innerText()).toContain('empirical risk');
    expect(await violations(page, 'light', '#preview')).toEqual([]);
    await close();
  });

  test('a finger that touches a symbol sees its meaning', async () => {
    const { page, box, close } = await open('four-senses/', { viewport: narrow, hasTouch: true });
    const symbol = page.locator('#eq-lse .katex-html .mathnormal', { hasText: 'm' }).first();
    await symbol.scrollIntoViewIfNeeded();
    await symbol.tap({ force: true });
    await box.waitFor();
    expect(await box.innerText()).toContain('the largest logit');
    await close();
  });

  test('a footnote shows itself to a pointer, to the keyboard and to a finger', async () => {
    const { page, box, complaints, close } = await open('best-of-n/', { hasTouch: true });
    const mark = page.locator('.footnote-mark a').first();
    const note = (await page.locator('#note-1').innerText()).replace('↩\uFE0E', '').trim();
    await mark.scrollIntoViewIfNeeded();
    await mark.hover();
    await box.waitFor();
    expect(await box.innerText()).toBe(note);
    await page.mouse.move(3, 400);
    await box.waitFor({ state: 'hidden' });
    await page.keyboard.press('Tab'); // from here on the keyboard is in use
    await mark.focus();
    await box.waitFor();
    expect(await box.innerText()).toBe(note);
    expect(await mark.getAttribute('aria-describedby')).toBe('preview');
    await page.keyboard.press('Escape');
    expect(await box.isVisible()).toBe(false);
    expect(await mark.evaluate(one => one === document.activeElement)).toBe(true);
    await mark.evaluate((one: HTMLElement) => one.blur());
    await mark.tap();
    await box.waitFor();
    expect(await box.innerText()).toContain(note);
    expect(await overlap(page, mark)).toBe(false);
    expect(new URL(page.url()).hash).toBe('');
    expect(await violations(page, 'light', '#preview')).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await box.isVisible()).toBe(false);
    await mark.tap();
    await box.getByRole('link', { name: 'Go there' }).tap();
    await page.waitForURL(url => url.hash === '#note-1');
    await box.waitFor({ state: 'hidden' });
    await page.locator('#note-1 .back').tap();
    await page.waitForURL(url => url.hash === '#note-1-back');
    expect(complaints).toEqual([]);
    await close();
  });

  test('where nothing can be fetched, a link is a link', async () => {
    const { page, box, close } = await open('dpo/', { hasTouch: true });
    await page.route('**/rlhf/', route => route.abort());
    const link = page.locator('a[href$="/rlhf/#task-optimalPolicy"]').first();
    await link.hover();
    await page.waitForTimeout(500);
    expect(await box.isVisible()).toBe(false);
    await page.unroute('**/rlhf/');
    await page.route('**/rlhf/', route =>
      route.request().isNavigationRequest() ? route.continue() : route.abort(),
    );
    await link.tap();
    await page.waitForURL('**/rlhf/#task-optimalPolicy');
    await close();
  });

  test('without JavaScript terms and symbols are pages', async () => {
    const { page, close } = await open('four-senses/', { javaScriptEnabled: false });
    await page.locator('a.term').first().click();
    await page.waitForURL('**/glossary/#term-*');
    await page.goBack();
    await page.locator('.about').getByRole('link', { name: 'Symbols' }).click();
    await page.waitForURL('**/symbols/#four-senses');
    expect(await page.locator('#four-senses ~ .table').first().innerText()).toContain('discount');
    await close();
  });
});

async function overlap(page: Page, link: ReturnType<Page['locator']>): Promise<boolean> {
  const [one, other] = [await page.locator('#preview').boundingBox(), await link.boundingBox()];
  if (!one || !other) throw new Error('the link or its preview is not there');
  return one.y < other.y + other.height && other.y < one.y + one.height;
}
