import { courseTitle } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import { Latest } from '../latest.ts';
import type { Page, Site } from '../page/layout.ts';
import { worksCited } from '../page/lesson.ts';
import { escapeText } from '../plot/svg.ts';
import type { Draft } from '../rules/draft.ts';
import { withLetters } from '../rules/number.ts';
import { headline } from '../typography.ts';

const title = 'The whole book';
const summary = 'All lessons on one page, to be printed or searched.';

/** A lesson with its page's text. */
export interface Chapter {
  lesson: Lesson;
  draft: Draft;
  body: string;
}

/**
 * All lessons on one page. It is made of their rendered texts: places get the lesson's name before
 * their own, numbers the lesson's number, and headings go down by one level.
 */
export function bookPage(chapters: Chapter[], site: Site): Page {
  const cited = new Set(chapters.flatMap(({ draft }) => [...draft.cited]));
  const works = worksCited({ references: site.course.references, cited });
  const texts = chapters.map(chapter => chapterHtml(chapter, chapters, site));
  return {
    path: 'book/',
    title,
    summary,
    scripts: [],
    content: `<article class="book">
<header class="title">
<p class="kind">${title}</p>
<h1>${courseTitle}</h1>
<p class="summary">What training objectives do to language models, and what they never ask of them.</p>
<p class="about">${site.publication.citation ? `Version ${escapeText(site.publication.citation.version)} <span aria-hidden="true">·</span> ` : ''}Text under CC BY 4.0, code under the MIT licence</p>
</header>
<nav class="book-contents" aria-labelledby="book-contents">
<h2 id="book-contents">Contents of the book</h2>
<ol>
${chapters.map(contents).join('\n')}
${works ? '<li><a href="#works-cited"><span class="number"></span> <span>Works cited</span></a></li>' : ''}
</ol>
</nav>
${texts.join('\n')}
${works.replace('class="works"', 'class="works chapter"')}
</article>`,
  };
}

/** The notes at a lesson's end are no section of it. */
const sectionOpening = /<h2 id="(?!notes-title)([^"]*)"[^>]*>/g;

function contents({ lesson, body }: Chapter): string {
  const sections = [...body.matchAll(new RegExp(`${sectionOpening.source}([\\s\\S]*?)</h2>`, 'g'))];
  const items = sections.map(([, id, html], i) => {
    const text = html.replace(/<a class="anchor"[\s\S]*?<\/a>|<\/?a\b[^>]*>/g, '').trim();
    return `<li><a href="#${lesson.id}-${id}"><span class="number">${lesson.number}.${i + 1}</span> <span>${text}</span></a></li>`;
  });
  return `<li><a href="#${lesson.id}"><span class="number">${lesson.number}</span> <span>${withLetters(escapeText(lesson.title))}</span></a>
${items.length ? `<ol>\n${items.join('\n')}\n</ol>\n` : ''}</li>`;
}

const latest = new Latest<string>();

function chapterHtml(chapter: Chapter, chapters: Chapter[], site: Site): string {
  const { id, number, title, summary } = chapter.lesson;
  const addresses = chapters.map(one => site.address(`${one.lesson.id}/`));
  const from = JSON.stringify([number, title, summary, addresses]) + chapter.body;
  return latest.of(id, from, () => chapterMade(chapter, chapters, site));
}

function chapterMade({ lesson, body }: Chapter, chapters: Chapter[], site: Site): string {
  const steps = [withoutControls, numbered, lowered, placed];
  const text = steps.reduce((html, step) => step(html, lesson, chapters, site), body);
  return `<section class="chapter" id="${lesson.id}" aria-labelledby="${lesson.id}-title">
<header class="title">
<p class="kind">Lesson ${lesson.number}</p>
<h2 id="${lesson.id}-title">${headline(lesson.title)}</h2>
<p class="summary">${escapeText(lesson.summary)}</p>
</header>
${text}
</section>`;
}

/** Figures are pictures, as on paper. */
function withoutControls(html: string): string {
  return html
    .replace(/<fieldset\b[\s\S]*?<\/fieldset>\n?/g, '')
    .replace(/ <a class="anchor"[^>]*>#<\/a>/g, '');
}

/** Section 4.2, equation 4.3: what one calls "equation 1 of lesson 4" elsewhere is 4.1 here. */
function numbered(html: string, { number }: Lesson): string {
  let section = 0;
  return html
    .replace(sectionOpening, open => `${open}<span class="number">${number}.${++section}</span> `)
    .replace(/<h2 id="notes-title">Notes/, `$& to lesson ${number}`)
    .replace(/(?:aria-label="|<p class="kind">)Question (?=\d)/g, `$&${number}.`)
    .replace(/<span class="figure-number">Figure /g, `$&${number}.`)
    .replace(
      /(<a class="equation-number"[^>]* aria-label="Equation )(\d+">\()/g,
      (_, open, rest) => `${open}${number}.${rest.replace('(', `(${number}.`)}`,
    )
    .replace(
      /(<a class="reference"[^>]*>(?:equation|figure)\u00a0)(\d+)(?: of lesson\u00a0(\d+))?(?=<)/gi,
      (_, open, own, other) => `${open}${other ?? number}.${own}`,
    );
}

function lowered(html: string): string {
  return html.replace(
    /<(\/?)h([2-5])(?=[ >])/g,
    (_, slash, level) => `<${slash}h${Number(level) + 1}`,
  );
}

/** Each place is named after its lesson, too; a link to a lesson's page leads to its chapter. */
function placed(html: string, lesson: Lesson, chapters: Chapter[], site: Site): string {
  const own = (id: string) => `${lesson.id}-${id}`;
  const chapterAt = new Map(
    chapters.map(one => [site.address(`${one.lesson.id}/`), one.lesson.id]),
  );
  return html
    .replace(/ id="([^"]*)"/g, (_, id) => ` id="${own(id)}"`)
    .replace(
      / (for|aria-(?:labelledby|describedby|controls|details))="([^"]*)"/g,
      (_, name, ids) => ` ${name}="${ids.split(' ').map(own).join(' ')}"`,
    )
    .replace(/ href="([^"#]*)(#[^"]*)?"/g, (all, page: string, hash = '') => {
      if (page === '' && hash.startsWith('#work-')) return all;
      const chapter = page === '' ? lesson.id : chapterAt.get(page);
      if (!chapter) return all;
      return ` href="#${hash ? `${chapter}-${hash.slice(1)}` : chapter}"`;
    });
}

/** The title of a lesson at the head of its printed pages. */
export function runningTitles(lessons: Lesson[]): string {
  const rules = lessons.map(({ id, number, title }) => {
    const text = `Lesson ${number} · ${title}`.replace(/["\\]/g, '\\$&');
    return `@page lesson-${id} { @top-right { content: "${text}"; } }
[id="${id}"] { page: lesson-${id}; }`;
  });
  return `@media print {\n${rules.join('\n')}\n}\n`;
}
