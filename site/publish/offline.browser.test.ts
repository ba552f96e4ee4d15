import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launch } from '../browser.ts';
import { base, builtSite } from '../built-site.ts';
import { readPage } from '../static.ts';
import { writeFarewell, writeServiceWorker } from './offline.ts';

const executable = await findBrowser();
const patient = { timeout: 30_000 };

describe.skipIf(!executable)('a reader without a network', { timeout: 120_000 }, () => {
  /** What the server shows; undefined while it cannot be reached. */
  let shown: string | undefined;
  let work: string;
  let origin: string;
  let pages: string[];
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!shown) return void request.socket.destroy();
    asked.push(pathname);
    const found = await readPage(shown, `/${pathname.slice(base.length)}`);
    const location = found?.redirect && { location: `${pathname}/` };
    response.writeHead(location ? 308 : (found?.status ?? 404), {
      'content-type': found?.type ?? 'text/plain',
      ...location,
    });
    response.end(found?.body);
  });

  const version = (name: string) => path.join(work, name);

  /** A site as it was, but for one page and the list of its files. */
  async function change(from: string, to: string, text: string): Promise<void> {
    await cp(version(from), version(to), { recursive: true });
    const file = path.join(version(to), 'nll/index.html');
    const html = await readFile(file, 'utf8');
    await writeFile(file, html.replace(/<h1>.*?<\/h1>/, `<h1>${text}</h1>`));
  }

  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'offline-test-'));
    const built = await builtSite();
    await rename(built.folder, version('first'));
    await rm(path.dirname(built.folder), { recursive: true });
    await change('first', 'second', 'Changed');
    await writeServiceWorker(version('second'), base);
    await change('second', 'half', 'Half there');
    await change('half', 'third', 'Whole');
    await writeServiceWorker(version('third'), base);
    // The worker of one build, the pages of another: what a visit in the middle of an upload meets.
    await cp(
      path.join(version('third'), 'service-worker.js'),
      path.join(version('half'), 'service-worker.js'),
    );
    await cp(version('third'), version('ended'), { recursive: true });
    await writeFarewell(version('ended'), base);
    shown = version('first');
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch(executable ?? '');
    context = await browser.newContext();
    page = await context.newPage();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server.close();
    server.closeAllConnections();
    await rm(work, { recursive: true, force: true });
  });

  const visit = (address: string) => page.goto(`${origin}${base}${address}`);
  const title = () => page.locator('h1').innerText();
  const caches = () => page.evaluate(() => globalThis.caches.keys());
  /** The cache of the last version that has begun. */
  const newest = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const { installing, waiting, active } = registration ?? {};
      const isOver = !installing && !waiting && active?.state === 'activated';
      return isOver ? (await globalThis.caches.keys()).at(-1) : undefined;
    });
  const keptBy = async (name: string) => {
    const text = await readFile(path.join(version(name), 'service-worker.js'), 'utf8');
    return JSON.parse(/^self\.kept=(.*);\n/.exec(text)?.[1] ?? '');
  };
  const cacheOf = async (name: string) => (await keptBy(name)).cache;

  test('one visit is enough for every page, every figure and the page for wrong addresses', async () => {
    await visit('');
    await expect.poll(newest, patient).toBe(await cacheOf('first'));
    pages = Object.keys((await keptBy('first')).pages);
    expect(pages.length).toBeGreaterThan(15);

    shown = undefined;
    const complaints: string[] = [];
    page.on('requestfailed', request => {
      // A page that is left takes back what it has asked for meanwhile.
      const why = request.failure()?.errorText;
      if (why !== 'net::ERR_ABORTED') complaints.push(`${why} ${request.url()}`);
    });
    page.on('pageerror', error => complaints.push(String(error)));
    for (const address of pages) {
      const response = await page.goto(`${origin}${base}${address}`, {
        waitUntil: 'domcontentloaded',
      });
      expect(response?.status(), address).toBe(200);
      expect(
        await page
          .locator('link[rel=stylesheet]')
          .first()
          .evaluate((link: HTMLLinkElement) => !!link.sheet),
      ).toBe(true);
    }
    await visit('rlhf/');
    const panel = page.locator('figure:has(.controls)').first();
    await panel.scrollIntoViewIfNeeded();
    await page.locator('figure.ready').first().waitFor();

    const wrong = await visit('no/such/page/');
    expect(wrong?.status()).toBe(404);
    expect(await title()).toBe('Page not found');
    await visit('rlhf?a=b#objective');
    expect(page.url()).toBe(`${origin}${base}rlhf/?a=b#objective`);
    expect(complaints).toEqual([]);
  });

  test('a correction is seen at once, and offline as soon as the new version is there', async () => {
    shown = version('second');
    await visit('nll/');
    expect(await title()).toBe('Changed');
    await expect.poll(newest, patient).toBe(await cacheOf('second'));
    shown = undefined;
    await visit('nll/');
    expect(await title()).toBe('Changed');
  });

  test('of an update only what changed is fetched, and an open page keeps its files', async () => {
    const count = (name: string) => asked.filter(path => path === base + name).length;
    expect(count('nll/')).toBe(3); // kept, visited, kept again
    expect(count('dpo/')).toBe(1);
    const films = asked.filter(path => path.includes('/figures/'));
    expect(films.length).toBe(new Set(films).size);
    const [before] = await caches();
    const left = await page.evaluate(
      async name => (await (await globalThis.caches.open(name)).keys()).map(({ url }) => url),
      before,
    );
    expect(left.some(url => url.endsWith('.css'))).toBe(true);
    expect(left.filter(url => !url.includes('/assets/'))).toEqual([]);
  });

  test('a version whose pages are not all there yet is not kept', async () => {
    shown = version('half');
    await visit('nll/');
    expect(await title()).toBe('Half there');
    const third = await cacheOf('third');
    await expect.poll(() => asked.filter(path => path === `${base}nll/`).length, patient).toBe(5);
    await expect.poll(caches, patient).not.toContain(third);
    shown = undefined;
    await visit('nll/');
    expect(await title()).toBe('Changed');

    shown = version('third');
    await visit('nll/');
    await expect.poll(caches, patient).toEqual([await cacheOf('second'), third]);
  });

  test('a build with --no-offline ends it', async () => {
    shown = version('ended');
    await visit('');
    const registered = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await expect.poll(registered, patient).toBe(0);
    expect(await caches()).toEqual([]);
  });

  test('who saves data is sent nothing unasked', async () => {
    shown = version('first');
    const thrifty = await browser.newContext();
    const other = await thrifty.newPage();
    await other.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    await other.goto(`${origin}${base}`, { waitUntil: 'load' });
    await other.waitForTimeout(300);
    expect(
      await other.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    ).toBe(0);
    await thrifty.close();
  });
});
