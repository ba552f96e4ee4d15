import type { Browser } from 'playwright-core';
import { devices, isHeavy, limits } from '../limits.ts';
import { flattenFormulas, violations } from './accessibility.ts';
import { firstView } from './first-view.ts';
import { categories, type Lighthouse } from './lighthouse.ts';
import { brokenLinks } from './links.ts';
import { markupErrors, ownScripts, policyFaults, withoutFormulas } from './markup.ts';
import type { Held } from './number.ts';
import { compressed, overflow, visit } from './visit.ts';

export interface Measured {
  title: string;
  held: Held[];
  /** What was found, in words. */
  faults: string[];
}

interface Site {
  folder: string;
  base: string;
  origin: string;
  anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

/** All numbers of one page. */
export async function measurePage(
  browser: Browser,
  file: string,
  html: string,
  site: Site,
  lighthouse?: Lighthouse,
): Promise<Measured> {
  const address = file.replace(/index\.html$/, '');
  const markup = await markupErrors(isHeavy(file) ? withoutFormulas(html) : html);
  const links = await brokenLinks(file, html, site);
  const policy = [...ownScripts(html), ...policyFaults(html)];
  const seen = await look(browser, address, site);
  const first = await firstView(browser, site.origin, address, site);
  const heavy = isHeavy(file);
  // What asks search engines to stay away, like the page that is not there, has no score with them.
  const asked = categories.filter(
    name => name !== 'seo' || !/name="robots" content="noindex"/.test(html),
  );
  const audit = heavy
    ? undefined
    : await lighthouse?.audit(site.origin + site.base + address, asked);
  const weight = (name: string, bytes: number, limit: number): Held => ({
    name,
    value: bytes / 1000,
    limit: heavy ? Number.POSITIVE_INFINITY : limit,
    digits: 1,
  });
  const count = (name: string, found: string[]): Held => ({
    name,
    value: found.length,
    limit: limits.faults,
  });
  return {
    title: `/${address}`,
    held: [
      weight('HTML kB', compressed(file, html), limits.htmlKilobytes),
      weight('all kB', first.bytes, limits.firstViewKilobytes),
      weight('script', first.scriptBytes, limits.scriptKilobytes),
      count('axe', seen.axe),
      count('markup', markup),
      count('links', links),
      count('console', seen.complaints),
      count('hosts', seen.elsewhere),
      count('policy', policy),
      count('overflow', seen.overflow),
      ...(lighthouse
        ? Object.entries(audit?.scores ?? {}).map(([name, value]) => ({
            name: name.slice(0, 4),
            value,
            limit: limits.lighthouse,
            isLeast: true,
          }))
        : []),
    ],
    faults: [
      ...[...seen.axe, ...markup, ...links, ...seen.complaints, ...seen.elsewhere, ...policy],
      ...seen.overflow,
      ...(audit?.reasons ?? []),
    ],
  };
}

/** The page in all windows, light and dark. */
async function look(browser: Browser, address: string, { origin, base }: Site) {
  const [{ viewport }] = devices;
  const { page, complaints, elsewhere, close } = await visit(browser, origin + base, address, {
    viewport,
  });
  const wide: string[] = [];
  const axe = new Set<string>();
  for (const { device, viewport, narrow } of devices) {
    for (const width of [viewport.width, narrow]) {
      await page.setViewportSize({ ...viewport, width });
      wide.push(...(await overflow(page)).map(what => `${device}, ${width} px: ${what}`));
    }
  }
  for (const { viewport } of devices) {
    await page.setViewportSize(viewport);
    await flattenFormulas(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const found of await violations(page, colorScheme)) axe.add(found);
    }
  }
  await close();
  return { complaints, elsewhere, overflow: wide, axe: [...axe] };
}
