import { courseTitle } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import type { Page, Site } from '../page/layout.ts';
import { escapeText } from '../plot/svg.ts';

const licence = 'https://creativecommons.org/licenses/by/4.0/';

/** Pages that search engines shall not list: what is no page, and what says the lessons twice. */
const unlisted = ['404.html', 'book/'];

/** Whether a page is one that others should be led to. */
export function isListed(page: Pick<Page, 'path'>): boolean {
  return !unlisted.includes(page.path);
}

/** The whole address of a page, where the site's origin is known. */
export function wholeAddress(path: string, { address, publication }: Site): string | undefined {
  return publication.origin && publication.origin + address(path);
}

/** What other programs read of a page, in its head: previews of links, search engines, feed readers. */
export function metadata(page: Page, site: Site): string {
  const url = wholeAddress(page.path, site);
  const image = wholeAddress('card.png', site);
  const isFed = site.publication.origin && site.publication.dates;
  const lesson = site.course.lessons.find(one => page.path === `${one.id}/`);
  const property = (name: string, content: string | undefined) =>
    content ? `<meta property="${name}" content="${escapeText(content)}">` : '';
  if (!isListed(page)) return '<meta name="robots" content="noindex">';
  return [
    url && `<link rel="canonical" href="${url}">`,
    isFed &&
      `<link rel="alternate" type="application/atom+xml" title="${courseTitle}" href="${site.address('feed.xml')}">`,
    property('og:title', page.title),
    property('og:description', page.summary),
    property('og:type', lesson ? 'article' : 'website'),
    property('og:site_name', courseTitle),
    property('og:url', url),
    property('og:image', image),
    image && '<meta name="twitter:card" content="summary_large_image">',
    linkedData(page, lesson, site),
  ]
    .filter(Boolean)
    .join('\n');
}

/** JSON-LD is data, not a script: the page's policy has nothing against it. */
function linkedData(page: Page, lesson: Lesson | undefined, site: Site): string {
  const graph = [
    lesson && aboutLesson(lesson, site),
    page.path === '' && aboutCourse(page, site),
    page.path !== '' && site.publication.origin && breadcrumbs(page, site),
  ].filter(Boolean);
  if (!graph.length) return '';
  const json = JSON.stringify({ '@context': 'https://schema.org', '@graph': graph });
  return `<script type="application/ld+json">${json.replaceAll('<', '\\u003c')}</script>`;
}

function aboutLesson(lesson: Lesson, site: Site): object {
  const minutes = lesson.tasks.reduce((sum, task) => sum + task.minutes, 0);
  const dates = site.publication.dates?.get(lesson.name);
  return {
    '@type': ['LearningResource', 'Article'],
    name: lesson.title,
    headline: lesson.title,
    description: lesson.summary,
    url: wholeAddress(`${lesson.id}/`, site),
    inLanguage: 'en',
    license: licence,
    learningResourceType: 'lesson',
    position: lesson.number,
    timeRequired: minutes ? `PT${minutes}M` : undefined,
    datePublished: dates?.published,
    dateModified: dates?.updated,
    author: author(site),
    isPartOf: { '@type': 'Course', name: courseTitle, url: wholeAddress('', site) },
  };
}

function aboutCourse(page: Page, site: Site): object {
  return {
    '@type': 'Course',
    name: courseTitle,
    description: page.summary,
    url: wholeAddress('', site),
    inLanguage: 'en',
    license: licence,
    isAccessibleForFree: true,
    provider: author(site),
    hasPart: site.course.lessons.map(lesson => ({
      '@type': 'LearningResource',
      name: lesson.title,
      url: wholeAddress(`${lesson.id}/`, site),
    })),
  };
}

function author({ publication: { citation } }: Site): object | undefined {
  return citation && { '@type': 'Organization', name: citation.author };
}

function breadcrumbs(page: Page, site: Site): object {
  const steps = [
    { path: '', title: courseTitle },
    { path: page.path, title: page.title },
  ];
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ path, title }, i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name: title,
      item: wholeAddress(path, site),
    })),
  };
}
