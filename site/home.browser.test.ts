import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { executable, siteInBrowser } from './site-in-browser.ts';

describe.skipIf(!executable)('progress on the home page', { timeout: 60_000 }, async () => {
  const { site, borrow } = await siteInBrowser();

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
    const { page, giveBack } = await borrow();
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
