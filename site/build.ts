import path from 'node:path';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { CourseError } from '../course/lesson.ts';
import { buildSite } from './site.ts';

const usage = `Usage: npm run build -- [--base /path/] [--out FOLDER] [--force]

  --base   where the site will be published; / without it
  --out    the folder to write; dist without it
  --force  write the pages although the text has problems, to look at them (still exits 1)`;

process.exitCode = await main();

async function main(): Promise<number> {
  let values: { base: string; out: string; force: boolean; help: boolean };
  try {
    ({ values } = parseArgs({
      options: {
        base: { type: 'string', default: '/' },
        out: { type: 'string', default: 'dist' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const base = `/${values.base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  const started = performance.now();
  try {
    const { pages } = await buildSite({ ...values, base });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const out = path.relative('.', values.out) || '.';
    console.log(colors.green(`${pages.length} pages in ${out}/ (${seconds} s)`));
    return 0;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    const { problems } = error;
    for (const problem of problems) console.error(problem);
    const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
    const outcome = values.force
      ? 'the pages are written all the same.'
      : 'nothing is written, and pages built before stay as they were.';
    console.error(colors.red(`\n${count}: ${outcome}`));
    return 1;
  }
}
