import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { CourseError } from '../../course/lesson.ts';
import { writeWhole } from '../../course/write.ts';
import { findBrowser, launch } from '../browser.ts';
import { buildSite } from '../site.ts';
import { archive } from './archive.ts';

const executable = await findBrowser();

describe('the archive that needs no server', { timeout: 120_000 }, () => {
  let work: string;
  let folder: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'disk-test-'));
    const out = path.join(work, 'site');
    await buildSite({ out, disk: true, force: true }).catch(error => {
      if (!(error instanceof CourseError)) throw error;
    });
    const zip = path.join(work, 'course.zip');
    await archive(out, zip);
    folder = path.join(work, 'read here', 'objective-lessons');
    await unpack(zip, path.dirname(folder));
    if (executable) browser = await launch(executable);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await rm(work, { recursive: true, force: true });
  });

  test('holds no address that only a server could answer', async () => {
    const files = await readdir(folder, { recursive: true });
    expect(files).toContain('README.txt');
    expect(files.filter(file => /\.json$|service-worker|sitemap/.test(file))).toEqual([]);
    for (const file of files.filter(name => name.endsWith('.html'))) {
      const html = await readFile(path.join(folder, file), 'utf8');
      expect(html).not.toContain('~disk~');
      const addresses = [...html.matchAll(/ (?:href|src)="([^"#?]+)/g)].map(match => match[1]);
      const own = addresses.filter(address => !/^https?:/.test(address));
      expect(own.filter(address => address.startsWith('/') || address.endsWith('/'))).toEqual([]);
      const places = own.map(address =>
        path.relative(folder, path.join(folder, path.dirname(file), address)),
      );
      expect(
        places.filter(place => !files.includes(place)),
        file,
      ).toEqual([]);
    }
  });

  test('its bytes are the same each time', async () => {
    const out = path.join(work, 'site');
    await archive(out, path.join(work, 'again.zip'));
    const [first, second] = await Promise.all(
      ['course.zip', 'again.zip'].map(name => readFile(path.join(work, name))),
    );
    expect(first.equals(second)).toBe(true);
    expect(first.readUInt16LE(12)).toBe(((2000 - 1980) << 9) | (1 << 5) | 1); // not the day of the build
  });

  describe.skipIf(!executable)('in a browser', () => {
    let page: Page;
    const complaints: string[] = [];

    test('one goes from page to page', async () => {
      page = await (browser as Browser).newPage({ offline: true });
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(String(error)));
      page.on('requestfailed', request => {
        // A page that is left while it loads is none.
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(request.url());
      });
      await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
      await page.locator('.card h3 a').first().click();
      await page.waitForURL(/\/nll\/index\.html$/);
      // Asked for, because formulas far from the window are laid out later.
      const loaded = () => document.fonts.load('16px KaTeX_Main').then(fonts => fonts.length);
      expect(await page.evaluate(loaded)).toBeGreaterThan(0);
      await page.locator('.neighbours .next').click();
      await page.waitForURL(/\/four-senses\/index\.html$/);
      await page.goBack();
    });

    test('a figure moves, and its address says how', async () => {
      const figure = page.locator('figure:has(.controls)').first();
      await figure.scrollIntoViewIfNeeded();
      await page.locator('figure.ready').first().waitFor();
      const picture = () => figure.locator('.picture').innerHTML();
      const before = await picture();
      await figure.locator('input').first().focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      expect(await picture()).not.toBe(before);
      await page.waitForURL(url => url.search !== '');
      const after = await picture();
      await page.reload();
      await page.locator('figure.ready').first().waitFor();
      expect(await picture()).toBe(after);
    });

    test('the search finds, and leads there', async () => {
      const before = page.url();
      await page.keyboard.press('/');
      await page.keyboard.type('perplexity');
      await page.locator('dialog [role=option], dialog a[href*="#"]').first().waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(({ href }) => href !== before && /index\.html(\?.*)?#/.test(href));
    });

    test('a link shows what it leads to on another page', async () => {
      await page.goto(pathToFileURL(path.join(folder, 'dpo', 'index.html')).href);
      const link = page.locator('article p a[href*="/index.html#eq-"]:visible').first();
      await link.scrollIntoViewIfNeeded();
      await link.hover();
      await page.locator('.preview .equation').waitFor();
      await page.mouse.move(0, 0);
    });

    describe('an exercise', () => {
      const right = 'export function surprisal(p: number) {\n  return -Math.log(p) || 0;\n}';
      const card = () => page.locator('#task-surprisal');
      const verdict = () => card().locator('.pane-verdict').innerText();
      async function run(code: string) {
        await card().locator('textarea').fill(code);
        await card()
          .locator('.pane-verdict')
          .evaluate(shown => shown.replaceChildren());
        await card().locator('.pane-run').click();
        await card().locator('.pane-verdict .pane-result').waitFor();
        await card().locator('.pane-run:not([aria-disabled])').waitFor();
      }

      test('is judged', async () => {
        await page.goto(pathToFileURL(path.join(folder, 'nll', 'index.html')).href);
        await card().locator('.pane-open').click();
        await run(right);
        expect(await verdict()).toContain('The 4 public checks passed.');
        await run(right.replace('log', 'log2'));
        expect(await verdict()).toContain('known mistake: The logarithm has base 2');
      });

      test('is stopped where it never ends', async () => {
        await run(right.replace('return', 'for (;;);'));
        expect(await verdict()).toMatch(/did not return within \d seconds?\./);
      });

      test('is told line and column of an error', async () => {
        await run(right.replace('(p)', '(p'));
        expect(await verdict()).toContain('01-nll.ts:9:26: ');
        // A mistake that only the engine finds.
        await run(right.replace('return', 'const x = 1;\n  const x ='));
        expect(await verdict()).toContain('01-nll.ts:10:9: ');
        await run(right.replace('-Math', 'nothing'));
        expect(await verdict()).toContain('(line 9, column 3)');
      });

      test('brings TensorFlow.js along', async () => {
        await page.goto(pathToFileURL(path.join(folder, 'dpo', 'index.html')).href);
        const task = page.locator('#task-implicitReward');
        await task.locator('.pane-open').click();
        await task
          .locator('textarea')
          .fill(
            'export function implicitReward() {\n  return tf.tidy(() => tf.square(tf.scalar(3)).dataSync()[0]);\n}',
          );
        await task.locator('.pane-run').click();
        await task.locator('.pane-result').waitFor();
        expect(await task.locator('.pane-verdict').innerText()).toContain('received  9 ');
      });

      test('says so where a browser lets a worker import nothing', async () => {
        const html = await readFile(path.join(folder, 'nll', 'index.html'), 'utf8');
        const strict = path.join(folder, 'nll', 'strict.html');
        await writeWhole(strict, html.replace("script-src 'self' blob:", "script-src 'self'"));
        const other = await (browser as Browser).newPage();
        await other.goto(pathToFileURL(strict).href);
        await other.locator('#task-surprisal .pane-open').click();
        await other.locator('#task-surprisal .pane-run').click();
        await other.locator('.pane-verdict', { hasText: 'Chrome, Edge and Firefox do' }).waitFor();
        await other.close();
      });

      test('is kept, and the whole lesson is checked at once', async () => {
        await page.goto(pathToFileURL(path.join(folder, 'nll', 'index.html')).href);
        await card().locator('.pane-open').click();
        await card().locator('textarea').fill(right);
        await page.keyboard.press('Control+Shift+Enter');
        const sum = '1 of 8 tasks pass their public checks, 7 are to do.';
        await page.locator('.check [role=status]', { hasText: sum }).waitFor({ state: 'attached' });
        await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
        expect(await page.locator('.progress-total').first().innerText()).toContain(
          '1 of 86 tasks',
        );
      });
    });

    test('and nothing complains', () => {
      expect(complaints).toEqual([]);
    });
  });
});

function unpack(file: string, folder: string): Promise<void> {
  return readFile(file).then(
    bytes =>
      new Promise((resolve, reject) => {
        fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
          if (error) return reject(error);
          zip.on('end', resolve).on('error', reject);
          zip.on('entry', entry => {
            zip.openReadStream(entry, async (error, stream) => {
              if (error) return reject(error);
              await writeWhole(path.join(folder, entry.fileName), await buffer(stream));
              zip.readEntry();
            });
          });
          zip.readEntry();
        });
      }),
  );
}
