import type { Course } from '../../course/course.ts';
import { courseTitle } from '../../course/course.ts';
import type { Practice } from '../pane/practice.ts';
import { escapeText } from '../plot/svg.ts';
import { metadata } from '../publish/metadata.ts';
import type { Publication } from '../publish/publication.ts';
import type { Heading } from '../rules/draft.ts';
import { withLetters } from '../rules/number.ts';

/** What the content of every page is made with. */
export interface Site {
  course: Course;
  /** The address of a page or asset of the site: `address('nll/')`. */
  address: (page: string) => string;
  publication: Publication;
  /** What exercise panes fetch; undefined where they cannot work. */
  practice?: Practice;
  /** What previews fetch: the addresses of the terms, and of each lesson's symbols by its id. */
  previews: { terms: string; symbols: Map<string, string> };
}

/** What a page is laid out with when all of them are written. */
export interface Complete extends Site {
  /** Hashed addresses of the assets by their plain names. */
  assets: Record<
    | 'site.css'
    | 'theme.js'
    | 'reading.js'
    | 'figures.js'
    | 'live.js'
    | 'offline.js'
    | 'copy.js'
    | 'keys.js'
    | 'search.js'
    | 'help.js'
    | 'map.js'
    | 'missing.js'
    | 'previews.js'
    | 'pane.js'
    | 'icon.svg',
    string
  >;
  /** The address of the words that the search knows. */
  searchIndex: string;
}

export interface Page {
  /** `nll/`, the page's place in the site; `''` is the home page. */
  path: string;
  title: string;
  summary: string;
  /** What stands in `<main>`. */
  content: string;
  /** The sections of a lesson, shown below its title in the contents. */
  headings?: Heading[];
  /** What the page needs beyond the scripts of every page. */
  scripts?: (keyof Complete['assets'])[];
  /** The address of a style sheet of its own. */
  style?: string;
}

/** The pages after the lessons. */
export const furtherPages = [
  { path: 'sources/', title: 'Sources and errata' },
  { path: 'glossary/', title: 'Glossary' },
  { path: 'symbols/', title: 'Symbols' },
  { path: 'references/', title: 'References' },
  { path: 'book/', title: 'The whole book' },
];

/** Scripts and styles come from the site alone; KaTeX sets widths and heights in style attributes. */
const policy = (page: Page) => [
  "default-src 'none'",
  // What a reader writes in an exercise runs in a worker that the page makes.
  ...(page.scripts?.includes('pane.js')
    ? ["script-src 'self' blob:", "worker-src 'self' blob:"]
    : ["script-src 'self'"]),
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** A whole page from its content. */
export function layout(page: Page, site: Complete): string {
  const title = page.path === '' ? courseTitle : `${page.title} · ${courseTitle}`;
  const contents = navigation(page, site);
  const offline = site.publication.isOffline ? (['offline.js'] as const) : [];
  const scripts = ['reading.js', 'keys.js', ...(page.scripts ?? []), ...offline] as const;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(page).join('; ')}">
<title>${escapeText(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeText(page.summary)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${site.assets['icon.svg']}" type="image/svg+xml">
<link rel="stylesheet" href="${site.assets['site.css']}">
${page.style ? `<link rel="stylesheet" href="${page.style}">\n` : ''}${metadata(page, site)}
<script src="${site.assets['theme.js']}"></script>
${scripts.map(name => `<script src="${site.assets[name]}" defer></script>`).join('\n')}
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="bar">
<a class="brand" href="${site.address('')}"${page.path === '' ? ' aria-current="page"' : ''}>${mark}<span>${courseTitle}</span></a>
<details class="menu">
<summary>Contents</summary>
<nav aria-label="Contents">
${contents}
</nav>
</details>
<button type="button" class="opens-search" data-opens="search" data-script="${site.assets['search.js']}" data-index="${site.searchIndex}" aria-keyshortcuts="/" aria-haspopup="dialog" aria-label="Search" hidden>${lens}<span>Search</span></button>
<button type="button" class="theme" hidden>Dark</button>
</header>
<div class="frame">
<nav class="side" aria-label="Course">
${contents}
</nav>
<main id="content" tabindex="-1">
${page.content}
</main>
</div>
<footer class="foot">
<p>${courseTitle}. Text under <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>, code under the MIT licence. ${furtherPages.map(({ path, title }) => `<a href="${site.address(path)}">${title}</a>`).join(', ')}</p>
<p><button type="button" class="opens-help" data-opens="help" data-script="${site.assets['help.js']}" aria-keyshortcuts="?" aria-haspopup="dialog" hidden>Shortcuts of the keyboard</button></p>
</footer>
</body>
</html>
`;
}

/** A falling curve of loss: the course's mark, also its icon. */
const mark =
  '<svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false"><path d="M6 5V26H27" class="mark-axes"/><path d="M10 7C11 17 16 21 26 22" class="mark-curve"/></svg>';

const lens =
  '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false"><circle cx="8.5" cy="8.5" r="5.5"/><path d="M12.7 12.7L17.5 17.5"/></svg>';

function navigation(page: Page, site: Site): string {
  const lessons = site.course.lessons.map(lesson => {
    const isHere = page.path === `${lesson.id}/`;
    const link = `<a href="${site.address(`${lesson.id}/`)}"${isHere ? ' aria-current="page"' : ''}><span class="number">${lesson.number}</span> <span>${withLetters(escapeText(lesson.title))}</span></a>`;
    return `<li data-lesson="${lesson.id}" data-tasks="${lesson.tasks.length}">${link}${isHere ? sections(page.headings ?? []) : ''}</li>`;
  });
  const further = furtherPages.map(({ path, title }) => {
    const isHere = page.path === path;
    return `<li><a href="${site.address(path)}"${isHere ? ' aria-current="page"' : ''}>${title}</a></li>`;
  });
  return `<ol class="lessons">
${lessons.join('\n')}
</ol>
<ul class="lessons more">
${further.join('\n')}
</ul>`;
}

function sections(headings: Heading[]): string {
  const shown = headings.filter(({ level, note }) => level === 2 || note);
  if (!shown.length) return '';
  const items = shown.map(({ id, html, note }) => {
    const stars = note ? ` <span class="stars" aria-hidden="true">${note}</span>` : '';
    return `<li${note ? ' class="of-task"' : ''}><a href="#${id}">${html}${stars}</a></li>`;
  });
  return `\n<ul class="sections">\n${items.join('\n')}\n</ul>\n`;
}
