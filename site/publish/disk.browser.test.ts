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
      page = await (browser as Browser).newPage();
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
      expect(page.url()).toMatch(/\/nll\/index\.html$/);
      await page.evaluate(() => document.fonts.ready);
      expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Main'))).toBe(true);
      await page.locator('.neighbours .next').click();
      expect(page.url()).toMatch(/\/four-senses\/index\.html$/);
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
