import type { Browser } from 'playwright-core';
import { readPage } from '../static.ts';
import { compressed } from './visit.ts';

/** Scripts may add a word to a task, such as the name of a button, and no text. */
const mostWords = 0.95;

export interface FirstView {
  /** Compressed bytes of all that the page asks for until it is quiet. */
  bytes: number;
  /** Those of its scripts, if part of the text is not there without them. */
  scriptBytes: number;
}

/**
 * What a first visit to a page loads, and how much of its text needs a script. The copy for reading
 * offline, which comes after the page, is not part of it.
 */
export async function firstView(
  browser: Browser,
  origin: string,
  address: string,
  { folder, base }: { folder: string; base: string },
): Promise<FirstView> {
  const viewport = { width: 390, height: 844 };
  const words = async (javaScriptEnabled: boolean) => {
    const asked = new Set<string>();
    const context = await browser.newContext({
      viewport,
      javaScriptEnabled,
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    page.on('request', request => asked.add(new URL(request.url()).pathname));
    await page.goto(origin + base + address, { waitUntil: 'networkidle' });
    const text = await page.evaluate(() => {
      const parts = 'h1, h2, h3, h4, p, li, td, th, dt, dd, figcaption, summary';
      const all = [...document.querySelectorAll<HTMLElement>('main')].flatMap(main => [
        ...main.querySelectorAll<HTMLElement>(parts),
      ]);
      return all
        .filter(one => !one.closest('fieldset') && one.checkVisibility())
        .map(one => one.innerText)
        .join('\n');
    });
    await context.close();
    return { asked, words: text.match(/[\p{L}\p{N}]+/gu) ?? [] };
  };
  const [withScripts, without] = [await words(true), await words(false)];
  const seen = new Set(without.words);
  const there = withScripts.words.filter(word => seen.has(word)).length;
  const isReadable = there >= mostWords * withScripts.words.length;
  let [bytes, scriptBytes] = [0, 0];
  for (const pathname of withScripts.asked) {
    const found = await readPage(folder, `/${pathname.slice(base.length)}`);
    const name = pathname.endsWith('/') ? 'index.html' : pathname;
    if (!found) continue;
    const size = compressed(name, found.body);
    bytes += size;
    if (name.endsWith('.js') && !isReadable) scriptBytes += size;
  }
  return { bytes, scriptBytes };
}
