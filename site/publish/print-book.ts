import { writeWhole } from '../../course/write.ts';
import { launch } from '../browser.ts';
import { readPage } from '../static.ts';

export interface PrintOptions {
  /** The browser's program. */
  browser: string;
  /** A site that was built for `/`. */
  folder: string;
  /** The PDF to write. */
  file: string;
  /** `A4`. */
  paper: string;
}

/** An address that no name server knows: what is asked of it is answered from the folder. */
const host = 'http://book.invalid';

/** Prints the book of a built site, with bookmarks, and with tags for screen readers. */
export async function printBook({ browser: program, folder, file, paper }: PrintOptions): Promise<{
  pages: number;
  bytes: number;
}> {
  const browser = await launch(program);
  try {
    const page = await browser.newPage();
    await page.route('**', async route => {
      const { origin, pathname } = new URL(route.request().url());
      const found = origin === host ? await readPage(folder, pathname) : undefined;
      if (!found) return route.abort();
      return route.fulfill({ status: found.status, contentType: found.type, body: found.body });
    });
    await page.goto(`${host}/book/`, { waitUntil: 'load' });
    await page.evaluate(async () => {
      await document.fonts.ready;
      // The site's other pages are not in the book, and a PDF knows no address for them.
      for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')) {
        link.removeAttribute('href');
      }
    });
    const bytes = await page.pdf({
      format: paper,
      preferCSSPageSize: false,
      printBackground: true,
      outline: true,
      tagged: true,
    });
    await writeWhole(file, bytes);
    const pages = bytes.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    return { pages, bytes: bytes.length };
  } finally {
    await browser.close();
  }
}
