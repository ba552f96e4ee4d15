import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { howToGetOne } from './browser.ts';
import { flattenFormulas, violations } from './held/accessibility.ts';
import type { Look } from './held/borrowed-page.ts';
import { overflow, textsOutside, visit } from './held/visit.ts';
import { devices } from './limits.ts';
import { executable, siteInBrowser } from './site-in-browser.ts';

const [phone, desktop] = devices.map(({ viewport }) => viewport);
if (!executable && !process.env.CI) console.warn(`The browser tests are skipped. ${howToGetOne}`);

// At home somebody may have none; where it must be there, its absence is a failure.
if (process.env.CI) {
  test('there is a browser', () => {
    expect(executable, howToGetOne).toBeDefined();
  });
}

describe.skipIf(!executable)('in a browser', { timeout: 120_000, concurrent: true }, async () => {
  const { pages, site, browser } = await siteInBrowser();
  // The book says the lessons once more, for paper: it has tests of its own.
  const addresses = [...pages.keys()]
    .map(file => file.replace(/index\.html$/, ''))
    .filter(address => address !== 'book/');
  const lessons = addresses.filter(address =>
    pages.get(`${address}index.html`)?.includes('class="lesson"'),
  );

  /** Opens a page; asking another host is a complaint like the others. */
  async function open(address: string, look: Look) {
    const { page, complaints, elsewhere, close } = await visit(browser(), site, address, look);
    return { page, complaints: () => [...complaints, ...elsewhere], close };
  }

  test.each(addresses)('/%s in all windows, light and dark', async address => {
    const { page, complaints, close } = await open(address, { viewport: phone });
    // What sticks out is looked for first, because then formulas are flattened for axe.
    for (const { device, viewport, narrow } of devices) {
      for (const width of [viewport.width, narrow]) {
        await page.setViewportSize({ ...viewport, width });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await overflow(page), `${device}, ${width} px, ${colorScheme}`).toEqual([]);
        }
        expect(await textsOutside(page), `${device}, ${width} px`).toEqual([]);
      }
    }
    for (const { device, viewport } of devices) {
      await page.setViewportSize(viewport);
      await flattenFormulas(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page, colorScheme), `${device}, ${colorScheme}`).toEqual([]);
      }
    }
    expect(complaints()).toEqual([]);
    await close();
  });

  const interactive = lessons.flatMap(address => {
    const [, ...figures] = (pages.get(`${address}index.html`) ?? '').split('<figure id="');
    return figures
      .map(html => html.split('</figure>')[0])
      .filter(html => html.includes('<fieldset class="controls"'))
      .map(html => ({ address, id: html.split('"')[0] }));
  });

  test.each(lessons)('/%s without JavaScript has all its parts', async address => {
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

    for (const { id } of interactive.filter(one => one.address === address)) {
      expect(await page.locator(`#${id} .picture svg`).first().isVisible(), id).toBe(true);
      expect(await page.locator(`#${id} .controls`).isVisible(), id).toBe(false);
    }

    // A reference leads to its equation.
    await page.setViewportSize(desktop);
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

    test('keys change picture, numbers and address, and the address brings them back', async ({
      expect,
    }) => {
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

      await flattenFormulas(page);
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
      expect(complaints()).toEqual([]);
      await close();
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
    await page.goto(`${site}${interactive[0].address}#${interactive[0].id}`);
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
    await page.goto(`${site}references/`);
    expect(await paper()).toBe(dark);
    await page.locator('.theme').click();
    expect(await paper()).toBe(light);
    await close();
  });
});
