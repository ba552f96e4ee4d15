import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { flattenFormulas, violations } from './held/accessibility.ts';
import { overflow, visit } from './held/visit.ts';
import { executable, siteInBrowser } from './site-in-browser.ts';

/** What `npm run lab` found. */
const results = new URL('../lab/results.json', import.meta.url);

describe.skipIf(!executable)('the live figure', { timeout: 60_000 }, async () => {
  const { site, browser } = await siteInBrowser();

  async function open(query: string, options: BrowserContextOptions = {}) {
    const address = `capstone/${query}#fig-live`;
    const { page, complaints, elsewhere, close } = await visit(browser(), site, address, options);
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    const figure = page.locator('#fig-live');
    const ready = () => page.locator('#fig-live.ready').waitFor();
    const said = figure.locator('.announcement');
    const done = () => said.filter({ hasText: 'Done.' }).waitFor({ timeout: 30_000 });
    const number = async (label: string) =>
      (await figure
        .locator('.readout > div', { hasText: label })
        .first()
        .locator('dd')
        .textContent()) ?? '';
    return { page, figure, asked, complaints, elsewhere, ready, done, said, number, close };
  }

  test('is a picture without JavaScript', async () => {
    const { figure, close } = await open('', { javaScriptEnabled: false });
    expect(await figure.locator('.picture svg').first().isVisible()).toBe(true);
    expect(await figure.locator('.live').isVisible()).toBe(false);
    await close();
  });

  test('runs from the keyboard, in a worker that is loaded then, to the numbers of the lab', async () => {
    const { page, figure, asked, complaints, elsewhere, ready, done, number, close } =
      await open('');
    await ready();
    expect(asked.filter(url => url.includes('live-worker'))).toEqual([]);
    await figure.locator('.go').focus();
    await page.keyboard.press('Enter');
    await done();
    expect(asked.filter(url => url.includes('live-worker'))).toHaveLength(1);
    const { policyGradient } = JSON.parse(await readFile(results, 'utf8')).enumerable.proxy;
    const { kl, gold } = policyGradient[policyGradient.length - 1];
    expect(await number('KL')).toBe(`${kl.toFixed(2)} nats`);
    expect(await number('gold')).toContain(gold.toFixed(2).replace('-', '−'));
    expect(await figure.locator('.drawn tbody tr').count()).toBe(6);
    await flattenFormulas(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page, colorScheme, '#fig-live'), colorScheme).toEqual([]);
    }
    expect([...complaints, ...elsewhere]).toEqual([]);
    await close();
  });

  test('a changed slider runs again and stands in the address, which brings it back', async () => {
    const narrow = { width: 320, height: 700 };
    const first = await open('', { viewport: narrow, hasTouch: true });
    await first.ready();
    await first.figure.locator('select').first().selectOption({ label: 'DPO' });
    await first.done();
    expect(new URL(first.page.url()).search).toBe('?live.method=DPO');
    expect(await first.figure.locator('.fig-caption').last().textContent()).toContain('pairs');
    expect(await first.figure.locator('[name="live.view"]').isVisible()).toBe(false);
    const rejected = await first.number('rejected');
    expect(await overflow(first.page)).toEqual([]);
    const second = await open('?live.method=DPO');
    await second.done();
    expect(await second.number('rejected')).toBe(rejected);
    await second.figure.locator('[name="live.beta"]').focus();
    await second.page.keyboard.press('ArrowRight');
    await second.said.filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await second.done();
    expect(new URL(second.page.url()).search).toBe('?live.method=DPO&live.beta=0.2');
    expect(await second.number('rejected')).not.toBe(rejected);
    await second.figure.locator('.cite button').click();
    expect(new URL(second.page.url()).search).toBe('');
    expect(await second.figure.locator('.result').textContent()).toBe('');
    await Promise.all([first.close(), second.close()]);
  });

  test('can be stopped on its way', async () => {
    const { page, figure, ready, said, number, close } = await open('?live.steps=10000', {
      reducedMotion: 'no-preference',
    });
    await ready();
    await figure.locator('.readout').waitFor();
    await figure.locator('.go', { hasText: 'Stop' }).click();
    expect(await said.textContent()).toBe('Stopped.');
    expect(await figure.locator('.go').textContent()).toBe('Run');
    const step = await number('step');
    await page.waitForTimeout(300);
    expect(await number('step')).toBe(step);
    expect(Number(step)).toBeLessThan(10_000);
    await close();
  });
});
