import type { Page, Site } from '../page/layout.ts';
import { escapeText } from '../plot/svg.ts';
import { isListed, wholeAddress } from './metadata.ts';

/** The addresses of all pages that others should be led to; nothing where the origin is not known. */
export function sitemap(pages: Pick<Page, 'path'>[], site: Site): string | undefined {
  if (!site.publication.origin) return undefined;
  const entries = pages.filter(isListed).map(({ path }) => {
    const lesson = site.course.lessons.find(one => path === `${one.id}/`);
    const day = lesson && site.publication.dates?.get(lesson.name)?.updated;
    const changed = day ? `<lastmod>${day}</lastmod>` : '';
    return `<url><loc>${escapeText(wholeAddress(path, site) ?? '')}</loc>${changed}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('\n')}
</urlset>
`;
}

/** Only a host's root may hold it; everything may be read. */
export function robots(site: Site): string | undefined {
  if (site.address('') !== '/') return undefined;
  const map = wholeAddress('sitemap.xml', site);
  return `User-agent: *\nAllow: /\n${map ? `\nSitemap: ${map}\n` : ''}`;
}
