import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCourse, projectRoot } from '../course/course.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { hashedName, writeAssets } from './assets.ts';
import { draftAll } from './drafts.ts';
import { Fingerprint } from './fingerprint.ts';
import { furtherPages } from './further-pages.ts';
import { Highlighter } from './highlight.ts';
import { Kept } from './kept.ts';
import { parseLesson, render } from './markdown.ts';
import { homePage } from './page/home.ts';
import { type Complete, layout, type Page } from './page/layout.ts';
import { lessonPage } from './page/lesson.ts';
import { missingPage } from './page/missing.ts';
import { referencesPage } from './page/references.ts';
import { publishPractice } from './pane/practice.ts';
import { bookPage, runningTitles } from './publish/book.ts';
import { diskBase, toDisk } from './publish/disk.ts';
import type { Offline } from './publish/offline.ts';
import { loadPublication, type PublicationOptions } from './publish/publication.ts';
import { publishSite } from './publish/publish.ts';
import type { Draft } from './rules/draft.ts';
import { searchIndex } from './search-index.ts';
import { Studio } from './studio.ts';

export interface BuildOptions extends PublicationOptions {
  /** The project whose lessons are built. */
  root?: string;
  /** The folder that is written, whole or not at all. */
  out: string;
  /** Where the site will be published: `/`, or `/course/` for a project page. */
  base?: string;
  /** Write the pages in spite of problems in the text, to look at them; the problems are still thrown. */
  force?: boolean;
  /** Make pages that are opened from a disk, wherever the folder lies. */
  disk?: boolean;
  /** What earlier builds of this process have kept; without it, what lies on disk. */
  kept?: Kept;
}

export interface Built {
  pages: string[];
  /** How much a browser keeps for reading offline. */
  offline?: Offline;
}

/**
 * Builds the whole site.
 * @throws {CourseError} with every problem of every lesson, as `file:line: what and the fix`.
 */
export async function buildSite(options: BuildOptions): Promise<Built> {
  const { root = projectRoot, disk } = options;
  const base = disk ? diskBase : (options.base ?? '/');
  const publication = await loadPublication(root, {
    ...options,
    ...(disk ? { offline: false } : {}),
  });
  const address = (page: string) => base + page;
  const course = await loadCourse(root);
  const kept = options.kept ?? (await Kept.open());
  const fingerprint = new Fingerprint();
  const studio = await Studio.open(root, course.lessons, kept, fingerprint);
  const rules = await fingerprint.of(
    'site/markdown.ts',
    'site/highlight.ts',
    'site/rules/symbol-marks.ts',
  );
  const once: Draft['once'] = (key, compute) => kept.once(`${rules} ${key}`, compute);
  const highlighter = await Highlighter.load(once);
  const published = new Map<string, string>();
  const publish = (name: string, content: string) => {
    const file = hashedName(name, content);
    published.set(file, content);
    return address(file);
  };
  const drafts = await draftAll(course, root, { address, publish, once, studio, highlighter });
  const problems = (lesson: Lesson, draft: Draft) =>
    draft.problems
      .toSorted((a, b) => a.line - b.line)
      .map(({ line, message }) => `${lesson.file}:${lesson.bodyLine + line}: ${message}`);

  const parsed = drafts.map(({ lesson, draft }) => ({
    lesson,
    draft,
    tokens: parseLesson(lesson, draft),
  }));
  const rendered = parsed.map(one => ({ ...one, body: render(one.tokens, one.draft) }));
  const ofLessons = rendered.flatMap(({ lesson, draft }) => problems(lesson, draft));
  const further = await furtherPages(root, course, rendered, drafts[0]?.draft);
  const found = [...ofLessons, ...further.problems];
  const workshop = { kept, fingerprint, publish };
  // A browser lets no worker of a page on a disk import what the page made, as a judge's must.
  const practice = disk ? undefined : await publishPractice(root, course.lessons, workshop);
  await kept.save();
  if (found.length && !options.force) throw new CourseError(found);

  const work = `${path.resolve(options.out)}.${process.pid}.tmp`;
  try {
    const html = [...rendered.map(one => one.body), ...further.pages.map(one => one.content)].join(
      '\n',
    );
    const assets = await writeAssets(work, html, highlighter.css(), address, kept);
    const site = { course, address, assets, publication, previews: further.previews, practice };
    const searched = [
      homePage(site, pictures(rendered), further.terms),
      ...rendered.map(({ lesson, draft, body }) => lessonPage(lesson, draft, body, site)),
      ...further.pages,
      referencesPage(site, citedBy(rendered)),
    ];
    const words = JSON.stringify(searchIndex(searched, site));
    const pages = [
      ...searched,
      missingPage(site),
      { ...bookPage(rendered, site), style: publish('book.css', runningTitles(course.lessons)) },
    ];
    const complete = { ...site, searchIndex: publish('search.json', words) };
    for (const page of pages) await writePage(work, page, complete);
    for (const [file, content] of published) await write(work, file, content);
    const lessonDrafts = drafts.map(({ draft }) => draft);
    const offline = disk ? await toDisk(work) : await publishSite(work, pages, lessonDrafts, site);
    await kept.save();
    await swap(work, path.resolve(options.out));
    if (found.length) throw new CourseError(found);
    return { pages: pages.map(page => page.path), offline };
  } finally {
    await rm(work, { recursive: true, force: true });
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

async function writePage(out: string, page: Page, site: Complete): Promise<void> {
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
