/** `npm run measure`: every number that the site is held to, in one table. */
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import type { Browser } from 'playwright-core';
import { findBrowser, howToGetOne, launch } from './browser.ts';
import { base, builtSite, serveBuilt } from './built-site.ts';
import { findLighthouse, howToGetLighthouse } from './held/lighthouse.ts';
import { anchorsOf } from './held/links.ts';
import { type Held, isKept, table } from './held/number.ts';
import { type Measured, measurePage } from './held/page.ts';
import { changedLessons, fullBuild, least, type Time } from './held/speed.ts';
import { limits } from './limits.ts';
import { measurePane } from './pane/measure.ts';

const usage = `Usage: npm run measure [-- [--page nll …] [--no-speed]]

  --page      only these pages: nll, glossary, …
  --no-speed  leave out what is measured in seconds`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      page: { type: 'string', multiple: true },
      speed: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const executable = await findBrowser();
  if (!executable) {
    console.error(`Pages are measured in a real browser. ${howToGetOne}`);
    return 2;
  }
  const port = await freePort();
  const browser = await launch(executable, [`--remote-debugging-port=${port}`]);
  const { folder, pages } = await builtSite();
  const server = await serveBuilt(folder, true);
  try {
    const site = { folder, base, origin: server.origin, anchors: anchorsOf(pages) };
    const lighthouse = await findLighthouse(port);
    const wanted = [...pages].filter(
      ([file]) => !values.page || values.page.includes(file.replace(/\/?(index)?\.html$/, '')),
    );
    const measured: Measured[] = [];
    for (const [file, html] of wanted) {
      process.stderr.write(colors.dim(`${file}\n`));
      measured.push(await measurePage(browser, file, html, site, lighthouse));
    }
    console.log(table(measured));
    for (const { title, faults } of measured) {
      for (const fault of faults) console.log(`${colors.bold(title)} ${fault}`);
    }
    const speeds = values.speed ? await speed(browser, server.origin) : [];
    if (speeds.length) console.log(`\n${speeds.map(line).join('\n')}`);
    const tool = lighthouse ? `Lighthouse ${lighthouse.version}, on a simulated phone.` : undefined;
    console.log(colors.dim(`\n${tool ?? `Lighthouse is not installed. ${howToGetLighthouse}`}`));
    return report([...measured.flatMap(page => page.held), ...speeds]);
  } finally {
    await browser.close();
    server.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  }
}

/** Each the best of three: what else the machine has to do can only add to it. */
async function speed(browser: Browser, origin: string): Promise<Held[]> {
  const held = (name: string, { seconds, cpu }: Time, limit: number): Held => ({
    name: cpu === undefined ? name : `${name}, ${cpu.toFixed(1)} s of processor time`,
    value: seconds,
    limit,
    digits: 2,
  });
  const full = limits.fullBuildSeconds;
  return [
    held('full build, nothing kept', await least(3, () => fullBuild(true)), full),
    held('full build, as always', await least(3, () => fullBuild(false)), full),
    held('one lesson changed', await least(3, changedLessons), limits.changedLessonSeconds),
    ...(await pane(browser, origin)),
  ];
}

async function pane(browser: Browser, origin: string): Promise<Held[]> {
  const { slow4gSeconds, warmSeconds } = await measurePane(browser, origin, base);
  const held = (name: string, value: number, limit: number): Held => ({
    name,
    value,
    limit,
    digits: 2,
  });
  return [
    held('first verdict in the page, on slow 4G', slow4gSeconds, limits.verdictOnSlow4gSeconds),
    held('first verdict in the page, warm', warmSeconds, limits.verdictWarmSeconds),
  ];
}

function line(held: Held): string {
  const { name, value, limit, digits } = held;
  const text = `${value?.toFixed(digits)} s`.padStart(8);
  return `${isKept(held) ? text : colors.red(`✗ ${text}`)}  ${name} ${colors.dim(`(≤ ${limit} s)`)}`;
}

function report(held: Held[]): number {
  const failed = held.filter(one => !isKept(one)).length;
  console.log(`${held.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
