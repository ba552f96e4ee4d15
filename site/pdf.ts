/** `npm run pdf -- FILE.pdf`: the whole book, printed by a browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { CourseError } from '../course/lesson.ts';
import { findBrowser, howToGetOne } from './browser.ts';
import { printBook } from './publish/print-book.ts';
import { buildSite } from './site.ts';

const usage = `Usage: npm run pdf -- [FILE.pdf] [--paper A4]

  FILE.pdf        objective-lessons.pdf without it
  --paper FORMAT  A4, A5, Letter or Legal`;

process.exitCode = await main();

async function main(): Promise<number> {
  let file: string;
  let paper: string;
  try {
    const { values, positionals } = parseArgs({
      options: { paper: { type: 'string', default: 'A4' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    paper = values.paper;
    file = positionals[0] ?? 'objective-lessons.pdf';
    if (!/^(A4|A5|Letter|Legal)$/i.test(paper)) throw new Error(`There is no paper "${paper}".`);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const browser = await findBrowser();
  if (!browser) {
    console.error(howToGetOne);
    return 1;
  }
  const work = await mkdtemp(path.join(tmpdir(), 'site-pdf-'));
  try {
    const folder = path.join(work, 'site');
    await buildSite({ out: folder, offline: false });
    const { pages, bytes } = await printBook({ browser, folder, file, paper });
    console.log(colors.green(`${pages} pages in ${file}, ${(bytes / 1e6).toFixed(1)} MB`));
    return 0;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    for (const problem of error.problems) console.error(problem);
    return 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
