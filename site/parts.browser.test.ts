import { describe, expect, test } from 'vitest';
import { listen } from './held/visit.ts';
import { devices } from './limits.ts';
import { executable, siteInBrowser } from './site-in-browser.ts';

const task = 'task-trainPolicy';

describe.skipIf(!executable)('a lesson laid out in parts', { timeout: 60_000 }, async () => {
  const { site, borrow } = await siteInBrowser();
  const address = `${site}rlhf/`;

  /** Whether the last task has been laid out, and where it is in the window. */
  async function opened(hash = '') {
    const { page, giveBack } = await borrow({ viewport: devices[0].viewport });
    await page.goto(address + hash);
    const look = () =>
      page.evaluate(id => {
        const heading = document.querySelector(`#${id} h3`) as HTMLElement;
        const isLaidOut = heading.checkVisibility({ contentVisibilityAuto: true });
        return { isLaidOut, top: document.getElementById(id)?.getBoundingClientRect().top ?? 0 };
      }, task);
    return { page, look, giveBack };
  }

  test('from its top: what is far is not laid out, until a link leads there', async () => {
    const { page, look, giveBack } = await opened();
    expect((await look()).isLaidOut).toBe(false);
    const links = page.locator(`.menu a[href="#${task}"]`);
    await links.evaluate((link: HTMLElement) => link.click());
    await expect.poll(async () => (await look()).top, { timeout: 5000 }).toBeLessThan(400);
    const { isLaidOut, top } = await look();
    expect(isLaidOut).toBe(true);
    expect(top).toBeGreaterThanOrEqual(0);
    await giveBack();
  });

  test.each(['rlhf/', 'sources/'])(
    '/%s: soon every box is as tall as what it holds, laid out or not',
    async address => {
      const { page, giveBack } = await borrow({ viewport: { width: 412, height: 823 } });
      await page.goto(site + address);
      const wrong = () =>
        page.evaluate(() => {
          const boxes = [...document.querySelectorAll<HTMLElement>('article > *')].filter(
            box => getComputedStyle(box).contentVisibility === 'auto',
          );
          const heights = () => boxes.map(box => box.getBoundingClientRect().height);
          const before = heights();
          for (const box of boxes) box.style.contentVisibility = 'visible';
          const after = heights();
          for (const box of boxes) box.style.contentVisibility = '';
          const differ = boxes.filter((_, i) => Math.abs(before[i] - after[i]) > 0.5);
          return differ.length + (boxes.length ? 0 : Number.POSITIVE_INFINITY);
        });
      await expect.poll(wrong, { timeout: 20_000 }).toBe(0);
      await giveBack();
    },
  );

  test.each(devices)('a jump to the end on a $device lands once', async ({ viewport }) => {
    const { page, giveBack } = await borrow({ viewport });
    await page.goto(address);
    const places = await page.evaluate(async () => {
      const link = document.querySelector('.neighbours .next') as HTMLElement;
      const frame = () => new Promise(requestAnimationFrame);
      scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
      await frame(); // the jump is told in this frame, and its place found
      await frame();
      const seen: number[] = [];
      for (const end = performance.now() + 1000; performance.now() < end; await frame()) {
        seen.push(Math.round(link.getBoundingClientRect().top));
      }
      return seen;
    });
    expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(1);
    expect(places[0]).toBeGreaterThan(0);
    expect(places[0]).toBeLessThan(viewport.height);
    await giveBack();
  });

  test('a page without parts is scrolled as any', async () => {
    const { page, giveBack } = await borrow({ viewport: { width: 320, height: 400 } });
    const complaints = listen(page);
    await page.goto(site);
    await page.evaluate(() => {
      scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' });
      return new Promise(requestAnimationFrame);
    });
    expect(complaints).toEqual([]);
    await giveBack();
  });

  test('with a place in its address: all is, and the place is reached', async () => {
    const { look, giveBack } = await opened(`#${task}`);
    await expect.poll(async () => (await look()).top, { timeout: 5000 }).toBeLessThan(400);
    const { isLaidOut, top } = await look();
    expect(isLaidOut).toBe(true);
    expect(top).toBeGreaterThanOrEqual(0);
    await giveBack();
  });

  test('boxes that scroll are stops of the keyboard once they are laid out, others are not', async () => {
    const { page, giveBack } = await borrow({ viewport: { width: 320, height: 640 } });
    await page.goto(`${site}q-function/#content`);
    const wrong = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>('main .scroll, main pre')].filter(
            box =>
              box.checkVisibility() &&
              box.scrollWidth > box.clientWidth + 1 !== (box.tabIndex === 0),
          ).length,
      );
    await expect.poll(wrong, { timeout: 5000 }).toBe(0);
    expect(await page.locator('main .scroll[tabindex]').count()).toBeGreaterThan(0);
    await giveBack();
  });
});
