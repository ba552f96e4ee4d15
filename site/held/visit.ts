import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { borrowPage, type Look } from './borrowed-page.ts';

export interface Visit {
  page: Page;
  /** What the page writes on the console, and each answer that is an error. */
  complaints: string[];
  /** Addresses outside the site that it asks for. */
  elsewhere: string[];
  close(): Promise<void>;
}

/** Opens a page as a reader does, and listens. */
export async function visit(
  browser: Browser,
  /** Where the site begins: `http://127.0.0.1:8080/course/`. */
  site: string,
  address: string,
  look: Look,
): Promise<Visit> {
  const { page, giveBack } = await borrowPage(browser, look);
  const complaints = listen(page);
  const elsewhere: string[] = [];
  page.on('request', request => {
    if (!request.url().startsWith(site)) elsewhere.push(request.url());
  });
  page.on('response', response => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(site + address, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => {
    // All that comes with scrolling is looked at as well, and what sticks out is not cut off.
    const whole = new CSSStyleSheet();
    whole.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(whole);
  });
  return { page, complaints, elsewhere, close: giveBack };
}

/** What the page will write on the console as errors and warnings, and throw. */
export function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  return complaints;
}

/** Bytes over the line, as a static host sends them. */
export function compressed(name: string, body: Buffer | string): number {
  const isText = /\.(html|css|js|json|svg|txt|xml)$/.test(name);
  return isText ? gzipSync(body).length : Buffer.byteLength(body);
}

/** What reaches over the right edge, outside boxes that scroll. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
      .filter(element => !element.closest('.scroll, pre, .katex-mathml'))
      .map(element => `${element.tagName}.${element.className}`)
      .concat('the page scrolls sideways');
  });
}

/** Texts of figures that stand outside their drawing by more than a hair, where something else may stand. */
export function textsOutside(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('figure .picture svg')].flatMap(svg => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].flatMap(text => {
        const { width, left, right, top, bottom } = text.getBoundingClientRect();
        const by = Math.max(
          frame.left - left,
          right - frame.right,
          frame.top - top,
          bottom - frame.bottom,
        );
        const figure = svg.closest('figure')?.id;
        return width && by > 3 ? [`${figure}: "${text.textContent}" by ${by.toFixed(1)} px`] : [];
      });
    }),
  );
}
