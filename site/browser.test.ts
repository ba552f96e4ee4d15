import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, howToGetOne, launch } from './browser.ts';
import { base, builtSite, serveBuilt } from './built-site.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeSource = readFileSync(axeFile, 'utf8');
const executable = await findBrowser();
if (!executable && !process.env.CI) console.warn(`The browser tests are skipped. ${howToGetOne}`);

test.runIf(process.env.CI)('there is a browser', () => {
  expect(executable, howToGetOne).toBeDefined();
});

describe.skipIf(!executable)('in a browser', { timeout: 120_000, concurrent: true }, async () => {
  const { folder, pages } = await builtSite();
  const server = await serveBuilt(folder);
  const addresses = [...pages.keys()].map(file => file.replace(/index\.html$/, ''));
  const lessons = addresses.filter(address =>
    pages.get(`${address}index.html`)?.includes('class="lesson"'),
  );
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(executable ?? '');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  /** Opens a page and gathers what it complains of and asks other hosts for. */
  async function open(address: string, options: BrowserContextOptions) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('request', request => {
      if (!request.url().startsWith(`${server.origin}${base}`)) complaints.push(request.url());
    });
    page.on('response', response => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${server.origin}${base}${address}`, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    return { page, complaints, close: () => context.close() };
  }

  const phone = { width: 390, height: 844 };
  const desktop = { width: 1440, height: 900 };
  const rows = addresses.flatMap(address => [
    { address, device: 'a phone', viewport: phone, narrow: 320 },
    { address, device: 'a desktop', viewport: desktop, narrow: 1000 },
  ]);

  test.each(rows)('/$address on $device', async ({ address, viewport, narrow }) => {
    const { page, complaints, close } = await open(address, { viewport });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await overflow(page)).toEqual([]);
      expect(await violations(page, colorScheme), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ ...viewport, width: narrow });
    expect(await overflow(page), `${narrow} px`).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  describe.each(lessons)('/%s without JavaScript', address => {
    test('text, mathematics, hints and questions are there', async () => {
      const { page, close } = await open(address, { javaScriptEnabled: false, viewport: phone });
      expect(await page.locator('article > p').first().isVisible()).toBe(true);
      expect(await page.locator('math').count()).toBeGreaterThan(0);
      expect(await page.locator('.theme').isVisible()).toBe(false);

      const hints = page.locator('.hints').first().locator('summary');
      expect(await hints.nth(1).isVisible()).toBe(false);
      await hints.nth(0).click();
      expect(await hints.nth(1).isVisible()).toBe(true);

      const choice = page.locator('.choice').first();
      expect(await choice.locator('.verdict').isVisible()).toBe(false);
      await choice.locator('summary').click();
      expect(await choice.locator('.verdict').isVisible()).toBe(true);
      await close();
    });

    test('a reference leads to its equation', async () => {
      const { page, close } = await open(address, { javaScriptEnabled: false, viewport: desktop });
      const link = page.locator('article a.reference[href^="#eq-"]').first();
      const number = /\d+/.exec((await link.textContent()) ?? '')?.[0];
      await link.click();
      const equation = page.locator('.equation:target');
      await equation.locator('.katex-html').waitFor({ state: 'visible' });
      expect(await equation.locator('.equation-number').textContent()).toBe(`(${number})`);
      const box = await equation.boundingBox();
      expect(box?.y).toBeGreaterThan(50); // below the bar, not under it
      expect(box?.y).toBeLessThan(desktop.height);
      await close();
    });
  });

  const interactive = lessons.flatMap(address => {
    const [, ...figures] = (pages.get(`${address}index.html`) ?? '').split('<figure id="');
    return figures
      .map(html => html.split('</figure>')[0])
      .filter(html => html.includes('<fieldset class="controls"'))
      .map(html => ({ address, id: html.split('"')[0] }));
  });

  test('every lesson has an interactive figure', () => {
    const without = lessons.filter(address => !interactive.some(one => one.address === address));
    expect(without).toEqual([]);
  });

  describe.each(interactive)('/$address#$id', ({ address, id }) => {
    const parts = async (page: Page) => {
      const figure = page.locator(`#${id}`);
      await page.locator(`#${id}.ready`).waitFor();
      return {
        input: figure.locator('input').first(),
        picture: () => figure.locator('.picture').innerHTML(),
        readout: () => figure.locator('.readout').innerText(),
      };
    };

    test('keys change picture, numbers and address, and the address brings them back', async () => {
      const { page, complaints, close } = await open(`${address}#${id}`, { viewport: phone });
      const { input, picture, readout } = await parts(page);
      const before = { picture: await picture(), readout: await readout() };
      await input.focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      const after = { picture: await picture(), readout: await readout() };
      expect(after.picture).not.toBe(before.picture);
      expect(after.readout).not.toBe(before.readout);
      await page.waitForURL(url => url.search !== '' && url.hash === `#${id}`);
      const said = page.locator(`#${id} [role=status]`);
      await expect.poll(() => said.innerText()).toContain(after.readout.split('\n').at(-1));
      const value = await input.getAttribute('aria-valuetext');

      await page.reload();
      const again = await parts(page);
      expect(await again.picture()).toBe(after.picture);
      expect(await again.readout()).toBe(after.readout);
      expect(await again.input.getAttribute('aria-valuetext')).toBe(value);

      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page, colorScheme, `#${id}`), colorScheme).toEqual([]);
      }
      await page.locator(`#${id} button`).click();
      expect(await again.picture()).toBe(before.picture);
      await page.waitForURL(url => url.search === '');
      expect(await overflow(page)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator(`#${id} .controls`).isVisible()).toBe(false);
      expect(complaints).toEqual([]);
      await close();
    });

    test('without JavaScript it is a picture', async () => {
      const still = await open(address, { javaScriptEnabled: false, viewport: phone });
      expect(await still.page.locator(`#${id} .picture svg`).first().isVisible()).toBe(true);
      expect(await still.page.locator(`#${id} .controls`).isVisible()).toBe(false);
      await still.close();
    });
  });

  test('a grip follows a mouse and a finger', async () => {
    const address = 'gradient-entanglement/#fig-two-gradients';
    const { page, close } = await open(address, { viewport: phone, hasTouch: true });
    await page.locator('#fig-two-gradients.ready').waitFor();
    const angle = page.locator('#fig-two-gradients-angle');
    const grip = page.locator('#fig-two-gradients .fig-ring').nth(1);
    const middle = async () => {
      const box = await grip.boundingBox();
      return {
        x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
        y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
      };
    };
    await grip.scrollIntoViewIfNeeded();
    const start = await middle();
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x - 40, start.y - 40, { steps: 4 });
    await page.mouse.up();
    expect(Number(await angle.inputValue()) * 5).toBeGreaterThan(45);
    const there = await middle();
    expect(Math.hypot(there.x - start.x + 40, there.y - start.y + 40)).toBeLessThan(15);

    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      points: { x: number; y: number }[],
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    const scrolled = await page.evaluate(() => scrollY);
    await touch('touchStart', [there]);
    for (let i = 1; i <= 5; i++)
      await touch('touchMove', [{ x: there.x - 20 * i, y: there.y + 12 * i }]);
    await touch('touchEnd', []);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect(Number(await angle.inputValue()) * 5).toBeGreaterThan(100);
    await close();
  });

  test('a figure whose film does not come stays a picture', async () => {
    const { page, close } = await open('', { viewport: phone });
    await page.route('**/figures/*.json', route => route.abort());
    await page.goto(`${server.origin}${base}${interactive[0].address}#${interactive[0].id}`);
    const controls = page.locator(`#${interactive[0].id} .controls`);
    await controls.waitFor({ state: 'hidden' });
    expect(await page.locator(`#${interactive[0].id} .picture svg`).first().isVisible()).toBe(true);
    await close();
  });

  test('the choice of dark colours is kept from page to page', async () => {
    const { page, close } = await open('', { colorScheme: 'light', viewport: desktop });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator('.theme').click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.goto(`${server.origin}${base}references/`);
    expect(await paper()).toBe(dark);
    await page.locator('.theme').click();
    expect(await paper()).toBe(light);
    await close();
  });
});

/** What reaches over the right edge, outside boxes that scroll. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
      .filter(element => !element.closest('.scroll, pre, .katex-mathml'))
      .map(element => `${element.tagName}.${element.className}`)
      .concat('the page scrolls sideways');
  });
}

/** What axe finds: everything in light, and in dark what the colours decide. */
async function violations(
  page: Page,
  scheme: 'light' | 'dark',
  within = 'html',
): Promise<string[]> {
  await page.evaluate(axeSource); // unlike a script element, this is not subject to the page's policy
  return page.evaluate(
    async ({ only, within }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const found = await axe.run(
        // Thousands of boxes of KaTeX's, which inherit their colours, would take most of the time.
        { include: [[within]], exclude: [['.katex']] },
        // To axe a header that holds only a formula is empty; whether one is, is looked at below.
        {
          resultTypes: ['violations'],
          ...(only ? { runOnly: only } : { rules: { 'empty-table-header': { enabled: false } } }),
        },
      );
      const silent = [...document.querySelectorAll('th')].filter(cell => !cell.textContent?.trim());
      if (silent.length) return [`${silent.length} table headers are empty`];
      return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`,
      );
    },
    { only: scheme === 'dark' ? ['color-contrast'] : undefined, within },
  );
}
