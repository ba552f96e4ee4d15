import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { base } from './built-site.ts';
import { violations } from './held/accessibility.ts';
import type { Look } from './held/borrowed-page.ts';
import { listen } from './held/visit.ts';
import { executable, siteInBrowser } from './site-in-browser.ts';

describe.skipIf(!executable)('in a browser', { timeout: 60_000, concurrent: true }, async () => {
  const { site, borrow } = await siteInBrowser();
  const phone = { width: 390, height: 844 };

  async function open(address: string, look: Look = {}) {
    const { page, giveBack } = await borrow(look);
    const complaints = listen(page);
    await page.goto(site + address, { waitUntil: 'domcontentloaded' });
    return { page, complaints, close: giveBack };
  }
  /** Waits for a page that was gone to, until its shortcuts work. */
  async function go(page: Page, address: string) {
    await page.waitForURL(address, { waitUntil: 'commit' });
    await page.locator('.opens-search').waitFor();
  }
  const at = (page: Page) => page.url().slice(site.length);
  const input = (page: Page) => page.getByLabel('Search for');

  test('a search by keyboard alone', async () => {
    const { page, complaints, close } = await open('references/');
    await page.keyboard.press('/');
    await input(page).waitFor();
    await page.keyboard.type('perplexty');
    const links = page.locator('.hits a');
    await page.locator('dialog [role=status]', { hasText: /^\d+ results$/ }).waitFor();
    const [first, second] = await links.evaluateAll(all =>
      all.map(one => one.getAttribute('href')),
    );
    expect(await page.locator('.hits mark').first().innerText()).toBe('Perplexity');

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
    expect(await focused()).toBe(second);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(first);
    await page.keyboard.type('x'); // goes on in the field
    expect(await input(page).inputValue()).toBe('perplextyx');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await go(page, `${site}nll/#${first?.split('#')[1]}`);
    expect(complaints).toEqual([]);
    await close();
  });

  test('what is typed while it is fetched is not lost', async () => {
    const { page, close } = await open('references/');
    let deliver = () => {};
    const delivery = new Promise<void>(resolve => {
      deliver = resolve;
    });
    await page.route('**/search.*.js', route => delivery.then(() => route.continue()));
    const asked = page.waitForRequest('**/search.*.js');
    await page.keyboard.press('/');
    await asked;
    await page.keyboard.type('perp');
    deliver();
    await input(page).waitFor();
    expect(await input(page).inputValue()).toBe('perp');
    await page.keyboard.type('lexity');
    expect(await input(page).inputValue()).toBe('perplexity');
    await close();
  });

  test('Escape closes it and goes back; a result on the page closes it too', async () => {
    const { page, close } = await open('nll/');
    await page.locator('.opens-search').click();
    await input(page).fill('zzzqqq');
    await page.getByText('Nothing is found for “zzzqqq”').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    const opener = page.locator('.opens-search');
    expect(await opener.evaluate(one => one === document.activeElement)).toBe(true);
    await opener.click();
    await input(page).fill('perplexity');
    await page.locator('.hits a[href$="nll/#perplexity"]').click();
    await go(page, '**/nll/#perplexity');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await close();
  });

  test('offline it works on, and says when it cannot begin', async () => {
    const { page, close } = await open('references/');
    await page.route('**/search.*.json', route => route.abort());
    await page.keyboard.press('/');
    await page.getByText('The index could not be fetched').waitFor();
    await page.keyboard.press('Escape');
    await page.unroute('**/search.*.json');
    await page.keyboard.press('/');
    await page.getByText('A word, a symbol by its name').waitFor();
    await page.context().setOffline(true);
    await page.keyboard.type('perplexity');
    await page.locator('.hits a[href$="#task-perplexity"]').waitFor();
    await close();
  });

  test('arrows lead from lesson to lesson, but not where they mean something else', async () => {
    const { page, close } = await open('nll/');
    await page.keyboard.press('ArrowRight');
    await go(page, '**/four-senses/');
    await page.keyboard.press('ArrowLeft');
    await go(page, '**/nll/');
    await page.keyboard.press('ArrowLeft'); // the first lesson has no previous one
    const slider = page.locator('figure.ready input[type=range]').first();
    await page.locator('figure:has(input[type=range])').first().scrollIntoViewIfNeeded();
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.evaluate(() => {
      const area = document.body.appendChild(document.createElement('textarea'));
      area.focus();
    });
    await page.keyboard.type('1/2?');
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(100);
    expect(at(page)).toMatch(/^nll\//);
    expect(await page.locator('textarea').last().inputValue()).toBe('1/2?');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await close();
  });

  test('shortcuts of a single key can be turned off, and stay off', async () => {
    const { page, close } = await open('references/');
    await page.keyboard.press('/');
    // A key that comes before the next frame, when the focus still stands in what was closed.
    await input(page).evaluate(field => {
      field.closest('dialog')?.close();
      field.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    });
    const dialog = page.getByRole('dialog', { name: 'Shortcuts' });
    await dialog.getByLabel('Use these shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    for (const key of ['?', '/']) await page.keyboard.press(key);
    await page.waitForTimeout(150);
    expect(at(page)).toBe('references/');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.getByRole('button', { name: 'Shortcuts of the keyboard' }).click();
    await dialog.getByLabel('Use these shortcuts').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await input(page).waitFor();
    await close();
  });

  test('the 404 page at any depth guesses the lesson and searches its words', async () => {
    const { page, close } = await open('lessons/old/reward_modl.html', { viewport: phone });
    expect(await page.title()).toContain('Page not found');
    const link = page.locator('.guess a');
    expect(await link.innerText()).toBe('Preferences and reward models');
    expect(await page.locator('h1').evaluate(one => getComputedStyle(one).fontFamily)).toContain(
      'system-ui',
    );
    await page.getByRole('button', { name: 'Search for “reward modl”' }).click();
    await page.locator('.hits a').first().waitFor();
    expect(await page.locator('.hits a').first().getAttribute('href')).toContain(
      `${base}reward-model/`,
    );
    await page.keyboard.press('Escape');
    await link.click();
    await go(page, `${site}reward-model/`);
    await close();
  });

  const passed = (...tasks: string[]) => ({
    version: 1,
    tasks: Object.fromEntries(tasks.map(task => [task, { code: '1', status: 'passed' }])),
  });

  test('the course map shows the reader’s progress, and where to go on', async () => {
    const { page, complaints, close } = await open('');
    const top = () =>
      page.evaluate(() => document.getElementById('map')?.getBoundingClientRect().top);
    const before = await top();
    await page.evaluate(
      saved => {
        for (const [key, value] of Object.entries(saved)) {
          localStorage.setItem(key, JSON.stringify(value));
        }
      },
      {
        'objective-lessons.practice.nll': passed('surprisal', 'crossEntropy'),
        'objective-lessons.places': { nll: { anchor: 'perplexity', title: 'Perplexity', time: 5 } },
      },
    );
    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.getByText('1 Negative log-likelihood, “Perplexity”').waitFor();
    expect(await top(), 'where to go on takes room that was there').toBe(before);
    const item = page.locator('.course-map li').first();
    expect(await item.innerText()).toMatch(/Negative log-likelihood\s+2 of \d+ passed/);
    expect(await page.locator('.course-map li').nth(3).innerText()).toMatch(/\d+ tasks/);
    expect(await page.locator('.side .progress-mark').innerText()).toMatch(/^2\/\d+/);
    expect(await page.locator('.card .standing').first().innerText()).toMatch(
      /^2 of \d+ tasks passed$/,
    );
    await page.evaluate(
      saved => {
        localStorage.setItem('objective-lessons.practice.dpo', saved);
        dispatchEvent(new Event('objective-lessons.progress'));
      },
      JSON.stringify(passed('dpoLoss')),
    );
    expect(await page.locator('.course-map li').nth(4).innerText()).toContain('1 of');
    expect(await page.locator('.side .progress-mark').count()).toBe(2);
    await page.getByRole('link', { name: 'Continue' }).click();
    await go(page, '**/nll/#perplexity');

    // The browser goes to the address's section once more when the page is complete.
    await page.waitForLoadState('load');
    await page.waitForFunction(() => {
      document.getElementById('a-whole-sequence')?.scrollIntoView();
      return localStorage.getItem('objective-lessons.places')?.includes('"A whole sequence"');
    });
    expect(complaints).toEqual([]);
    await close();
  });

  test('without JavaScript the map is there, and no button that does nothing', async () => {
    const { page, close } = await open('', { javaScriptEnabled: false, viewport: phone });
    expect(await page.locator('.course-map li').nth(3).innerText()).toContain('needs 1 and 3');
    for (const kind of ['search', 'help']) {
      expect(await page.locator(`[data-opens=${kind}]`).isVisible()).toBe(false);
    }
    await page.goto(`${site}no/such/page`);
    expect(await page.locator('.known a').first().isVisible()).toBe(true);
    expect(await page.locator('[data-search]').isVisible()).toBe(false);
    await close();
  });

  test('axe finds nothing in the dialogs, and nothing is cut off', async () => {
    const { page, close } = await open('references/', { viewport: { width: 320, height: 640 } });
    const inBothColours = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page, colorScheme, 'dialog[open]'), colorScheme).toEqual([]);
      }
    };
    await page.keyboard.press('/');
    await input(page).fill('KL');
    await page.locator('.hits a').first().waitFor();
    await inBothColours();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    const dialog = page.locator('dialog[open]');
    expect(await dialog.evaluate(one => one.scrollWidth <= one.clientWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByLabel('Use these shortcuts').uncheck();
    await inBothColours();
    await close();
  });
});
