import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Course, loadCourse, projectRoot } from '../course/course.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { loadReference } from '../course/reference.ts';
import { hashedName, writeAssets } from './assets.ts';
import { FilmCache } from './film-cache.ts';
import { furtherPages } from './further-pages.ts';
import { Highlighter } from './highlight.ts';
import { parse, render } from './markdown.ts';
import { homePage } from './page/home.ts';
import { layout, type Page, type Site } from './page/layout.ts';
import { lessonPage } from './page/lesson.ts';
import { missingPage } from './page/missing.ts';
import { referencesPage } from './page/references.ts';
import type { Figures } from './plot/figure.ts';
import type { Draft } from './rules/draft.ts';

export interface BuildOptions {
  /** The project whose lessons are built. */
  root?: string;
  /** The folder that is written, whole or not at all. */
  out: string;
  /** Where the site will be published: `/`, or `/course/` for a project page. */
  base?: string;
  /** Write the pages in spite of problems in the text, to look at them; the problems are still thrown. */
  force?: boolean;
}

export interface Built {
  pages: string[];
}

/**
 * Builds the whole site.
 * @throws {CourseError} with every problem of every lesson, as `file:line: what and the fix`.
 */
export async function buildSite(options: BuildOptions): Promise<Built> {
  const { root = projectRoot, base = '/' } = options;
  const address = (page: string) => base + page;
  const [course, highlighter] = await Promise.all([loadCourse(root), Highlighter.load()]);
  const published = new Map<string, string>();
  const publish = (name: string, content: string) => {
    const file = hashedName(name, content);
    published.set(file, content);
    return address(file);
  };
  const films = await FilmCache.open(root);
  const drafts = await draftAll(course, root, { address, publish, films }, highlighter);
  const problems = (lesson: Lesson, draft: Draft) =>
    draft.problems
      .toSorted((a, b) => a.line - b.line)
      .map(({ line, message }) => `${lesson.file}:${lesson.bodyLine + line}: ${message}`);

  const parsed = drafts.map(({ lesson, draft }) => ({
    lesson,
    draft,
    tokens: parse(lesson.body, draft),
  }));
  const rendered = parsed.map(one => ({ ...one, body: render(one.tokens, one.draft) }));
  const ofLessons = rendered.flatMap(({ lesson, draft }) => problems(lesson, draft));
  const further = await furtherPages(root, course, rendered, drafts[0]?.draft);
  const found = [...ofLessons, ...further.problems];
  if (found.length && !options.force) throw new CourseError(found);

  const work = `${path.resolve(options.out)}.${process.pid}.tmp`;
  try {
    const html = [...rendered.map(one => one.body), ...further.pages.map(one => one.content)].join(
      '\n',
    );
    const assets = await writeAssets(work, html, highlighter.css(), address);
    const site: Site = { course, address, assets };
    const pages = [
      homePage(site, pictures(rendered)),
      ...rendered.map(({ lesson, draft, body }) => lessonPage(lesson, draft, body, site)),
      ...further.pages,
      referencesPage(site, citedBy(rendered)),
      missingPage(site),
    ];
    for (const page of pages) await writePage(work, page, site);
    for (const [file, content] of published) await write(work, file, content);
    await films.save();
    await swap(work, path.resolve(options.out));
    if (found.length) throw new CourseError(found);
    return { pages: pages.map(page => page.path) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function draftAll(
  course: Course,
  root: string,
  { films, ...site }: Pick<Draft, 'address' | 'publish'> & { films: FilmCache },
  highlighter: Highlighter,
) {
  const others = new Map<string, Draft>();
  const { references } = course;
  const drafts = await Promise.all(
    course.lessons.map(async lesson => {
      const { figures = {}, values = {} } = await loadFigures(root, lesson.name);
      const reference = await loadAnswers(root, lesson.name);
      const draft: Draft = {
        lesson,
        problems: [],
        labels: new Map(),
        headings: [],
        cited: new Set(),
        scope: { ...reference, ...values },
        figures,
        references,
        others,
        ...site,
        film: (name, interaction) => films.film(lesson.name, name, interaction),
        highlight: highlighter.highlight,
      };
      return { lesson, draft };
    }),
  );
  for (const { lesson, draft } of drafts) others.set(lesson.id, draft);
  return drafts;
}

async function loadAnswers(root: string, name: string): Promise<Record<string, unknown>> {
  try {
    return await loadReference(name, root);
  } catch (error) {
    throw new CourseError([`solutions/${name}.ts: it does not load: ${(error as Error).message}`]);
  }
}

/** A lesson without a figure file has no figures; one that fails says where. */
async function loadFigures(
  root: string,
  name: string,
): Promise<{ figures?: Figures; values?: Record<string, unknown> }> {
  const file = `site/figures/${name}.ts`;
  try {
    return await import(pathToFileURL(path.join(root, file)).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`${name}.ts'`)) return {};
    throw new CourseError([`${file}: it does not load: ${message}`]);
  }
}

/** The first figure of each lesson that is one drawing and not large. */
function pictures(rendered: { lesson: Lesson; body: string }[]): Map<string, string> {
  const result = new Map<string, string>();
  for (const { lesson, body } of rendered) {
    const drawings = [
      ...body.matchAll(/<div class="picture"[^>]*>(<svg class="fig"[\s\S]*?<\/svg>)<\/div>/g),
    ];
    const found = drawings.map(match => match[1]).find(drawing => drawing.length < 12_000);
    if (found) result.set(lesson.id, found);
  }
  return result;
}

function citedBy(rendered: { lesson: Lesson; draft: Draft }[]): Map<string, Lesson[]> {
  const result = new Map<string, Lesson[]>();
  for (const { lesson, draft } of rendered) {
    for (const key of draft.cited) result.set(key, [...(result.get(key) ?? []), lesson]);
  }
  return result;
}

async function writePage(out: string, page: Page, site: Site): Promise<void> {
  const file = page.path.endsWith('.html') ? page.path : `${page.path}index.html`;
  await write(out, file, layout(page, site));
}

async function write(out: string, file: string, content: string): Promise<void> {
  const where = path.join(out, file);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, content);
}

/** The old site stands until the new one is complete. */
async function swap(work: string, out: string): Promise<void> {
  const old = `${work}.old.tmp`;
  await rename(out, old).catch(error => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(work, out);
  await rm(old, { recursive: true, force: true });
}
