import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launch } from './browser.ts';
import { base, builtSite, serveBuilt } from './built-site.ts';
import { borrowPage } from './held/borrowed-page.ts';

const executable = await findBrowser();

describe.skipIf(!executable)('progress on the home page', { timeout: 60_000 }, async () => {
  const { folder } = await builtSite();
  const server = await serveBuilt(folder);
  const site = `${server.origin}${base}`;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(executable ?? '');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  const tools = (page: Page) => page.locator('#progress-tools');
  const say = (page: Page, text: string) =>
    expect.poll(() => tools(page).locator('[role=status]').innerText()).toBe(text);
  async function take(page: Page, text: string) {
    const choosing = page.waitForEvent('filechooser');
    await tools(page).getByRole('button', { name: 'Import progress …' }).click();
    const file = { name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    await (await choosing).setFiles(file);
  }

  test('comes from another browser and goes to the next', async () => {
    const { page, giveBack } = await borrowPage(browser);
    await page.goto(site);
    const out = tools(page).getByRole('button', { name: 'Export progress' });
    expect(await out.isVisible()).toBe(false);
    await take(page, '{}');
    await say(
      page,
      'This is not a progress file of this course. Choose a file that "Export progress" wrote.',
    );
    const tasks = { surprisal: { code: 'export function surprisal() {}', status: 'passed' } };
    const held = { format: 'objective-lessons progress', version: 1, lessons: { nll: tasks } };
    await take(page, JSON.stringify(held));
    await say(page, 'Imported: 1 task.');
    expect(await page.locator('.progress-total').innerText()).toContain('You: 1 of ');
    const downloading = page.waitForEvent('download');
    await out.click();
    expect(JSON.parse(await readFile(await (await downloading).path(), 'utf8'))).toEqual(held);
    await giveBack();
  });
});
