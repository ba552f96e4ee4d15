import { readPage } from '../static.ts';

/** The anchors of each page, by its file. */
export function anchorsOf(pages: ReadonlyMap<string, string>): Map<string, Set<string>> {
  return new Map(
    [...pages].map(([file, html]) => [
      file,
      new Set([...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1])),
    ]),
  );
}

/** Addresses on a page that lead nowhere in the site, or to an anchor that is not there. */
export async function brokenLinks(
  file: string,
  html: string,
  site: { folder: string; base: string; anchors: ReadonlyMap<string, ReadonlySet<string>> },
): Promise<string[]> {
  const { folder, base, anchors } = site;
  const broken = new Set<string>();
  for (const href of new Set(
    [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(match => match[1]),
  )) {
    if (/^https?:\/\//.test(href)) continue;
    const [address, anchor] = href.split('#');
    if (address && !address.startsWith(base)) broken.add(href);
    const target = address ? address.slice(base.length) : file;
    const found = await readPage(folder, `/${target}`);
    if (found?.status !== 200 && address) broken.add(href);
    const targetFile = target === '' || target.endsWith('/') ? `${target}index.html` : target;
    if (anchor && !anchors.get(targetFile)?.has(decodeURIComponent(anchor))) broken.add(href);
  }
  return [...broken];
}
