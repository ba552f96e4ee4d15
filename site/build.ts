import '../course/tiering.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { CourseError } from '../course/lesson.ts';
import { archive } from './publish/archive.ts';
import { type Built, buildSite } from './site.ts';

const usage = `Usage: npm run build -- [options]

  --base /path/      where the site will be published; / without it
  --origin ADDRESS   https://example.org: writes a sitemap, canonical links and what else needs it
  --repository URL   links each lesson to its source; "repository" of package.json without it
  --git-dates        takes the lessons' dates from git, and with --origin writes a feed
  --no-offline       no service worker, and an end to one that was published before
  --out FOLDER       the folder to write; dist without it
  --zip FILE.zip     write a zip that is read without a server, and no folder
  --force            write the pages although the text has problems, to look at them (still exits 1)`;

const options = {
  base: { type: 'string', default: '/' },
  origin: { type: 'string' },
  repository: { type: 'string' },
  'git-dates': { type: 'boolean', default: false },
  offline: { type: 'boolean', default: true },
  out: { type: 'string', default: 'dist' },
  zip: { type: 'string' },
  force: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const read = () => parseArgs({ options, allowNegative: true }).values;
type Values = ReturnType<typeof read>;

process.exitCode = await main();

async function main(): Promise<number> {
  let values: Values;
  try {
    values = read();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const started = performance.now();
  try {
    const what = values.zip ? await buildZip(values.zip, values) : await buildFolder(values);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(colors.green(`${what} (${seconds} s)`));
    return 0;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    const { problems } = error;
    for (const problem of problems) console.error(problem);
    const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
    const outcome =
      values.force && !values.zip
        ? 'the pages are written all the same.'
        : 'nothing is written, and what was built before stays as it was.';
    console.error(colors.red(`\n${count}: ${outcome}`));
    return 1;
  }
}

async function buildFolder(values: Values): Promise<string> {
  const base = `/${values.base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  const gitDates = values['git-dates'];
  const { pages, offline } = await buildSite({ ...values, base, gitDates });
  const kept = offline && `, ${megabytes(offline.bytes)} kept for reading offline`;
  if (!values.origin) {
    console.log(colors.dim('No --origin: no sitemap, feed or canonical links are written.'));
  } else if (!gitDates) {
    console.log(colors.dim('No --git-dates: no feed is written, which needs dates.'));
  }
  return `${pages.length} pages in ${path.relative('.', values.out) || '.'}/${kept ?? ''}`;
}

async function buildZip(file: string, { repository }: Values): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'site-zip-'));
  try {
    const out = path.join(folder, 'site');
    const { pages }: Built = await buildSite({ out, repository, disk: true });
    const { files, bytes } = await archive(out, file);
    return `${pages.length} pages, ${files} files in ${file}, ${megabytes(bytes)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
