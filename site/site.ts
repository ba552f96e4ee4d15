import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCourse, projectRoot } from '../course/course.ts';
import { CourseError, type Lesson } from '../course/lesson.ts';
import { beginAssets, hashedName, writeAssets } from './assets.ts';
import { Assistant } from './assistant.ts';
import { compose } from './composition.ts';
import { Fingerprint } from './fingerprint.ts';
import { Highlighter } from './highlight.ts';
import { Kept } from './kept.ts';
import { Latest } from './latest.ts';
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
import { searchIndex as indexOf } from './search-index.ts';
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
  /** What earlier builds of this process have read of the code, where changed code ends the process. */
  fingerprint?: Fingerprint;
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
  const kept = options.kept ?? (await Kept.open());
  const assistant = new Assistant();
  try {
    return await build(options, { kept, assistant });
  } finally {
    await assistant.close();
  }
}

/** What lasts for one build. */
interface Means {
  kept: Kept;
  assistant: Assistant;
}

async function build(options: BuildOptions, { kept, assistant }: Means): Promise<Built> {
  const { root = projectRoot, disk } = options;
  if (kept.isEmpty && assistant.isUseful) Studio.prepare(root, assistant);
  beginAssets();
  const fingerprint = options.fingerprint ?? new Fingerprint();
  const rules = fingerprint.of(
    'site/markdown.ts',
    'site/highlight.ts',
    'site/rules/symbol-marks.ts',
  );
  const once: Draft['once'] = (key, compute) => kept.once(`${rules} ${key}`, compute);
  const highlighting = Highlighter.load(once);
  const base = disk ? diskBase : (options.base ?? '/');
  const publication = await loadPublication(root, {
    ...options,
    ...(disk ? { offline: false } : {}),
  });
  const address = (page: string) => base + page;
  const course = await loadCourse(root);
  const studio = await Studio.open(root, course.lessons, kept, fingerprint, assistant);
  const highlighter = await highlighting;
  const published = new Map<string, string>();
  const publish = (name: string, content: string) => {
    const file = hashedName(name, content);
    published.set(file, content);
    return address(file);
  };
  const workshop = { kept, fingerprint, publish, assistant };
  const panes = publishPractice(root, course.lessons, workshop);
  panes.catch(() => {}); // told where it is waited for
  const composed = () => compose(course, root, { address, publish, once, studio, highlighter });
  let { rendered, further, found } = await composed();
  while (await studio.catchUp()) ({ rendered, further, found } = await composed());
  if (found.length && !options.force) {
    await panes;
    await kept.save();
    throw new CourseError(found);
  }

  const work = `${path.resolve(options.out)}.${process.pid}.tmp`;
  const texts = [...rendered.map(one => one.body), ...further.pages.map(one => one.content)];
  // The second thread begins with the fonts, and this one with what is to be searched.
  const written = writeAssets(work, texts, highlighter.css(), address, { kept, assistant });
  written.catch(() => {}); // told where it is waited for
  try {
    const practice = await panes;
    const site = { course, address, publication, previews: further.previews, practice };
    const searched = [
      homePage(site, pictures(rendered), further.terms),
      ...rendered.map(({ lesson, draft, body }) => lessonPage(lesson, draft, body, site)),
      ...further.pages,
      referencesPage(site, citedBy(rendered)),
    ];
    const words = JSON.stringify(indexOf(searched, site));
    const pages = [
      ...searched,
      missingPage(site),
      { ...bookPage(rendered, site), style: publish('book.css', runningTitles(course.lessons)) },
    ];
    const searchIndex = publish('search.json', words);
    for (const [file, content] of published) await write(work, file, content);
    const complete = { ...site, assets: await written, searchIndex };
    for (const page of pages) await writePage(work, page, complete);
    const drafts = rendered.map(({ draft }) => draft);
    const publishAll = () => publishSite(work, pages, drafts, site);
    let offline = disk ? await toDisk(work) : await publishAll();
    if (await studio.catchUp()) offline = await publishAll();
    await kept.save();
    await swap(work, path.resolve(options.out));
    if (found.length) throw new CourseError(found);
    return { pages: pages.map(page => page.path), offline };
  } finally {
    await written.catch(() => {});
    await rm(work, { recursive: true, force: true });
  }
}

/** The first figure of each lesson that is one drawing and not large. */
function pictures(rendered: { lesson: Lesson; body: string }[]): Map<string, string> {
  const result = new Map<string, string>();
  for (const { lesson, body } of rendered) {
    const picture = latestPictures.of(lesson.id, body, () => pictureIn(body));
    if (picture) result.set(lesson.id, picture);
  }
  return result;
}

const latestPictures = new Latest<string | undefined>();

function pictureIn(body: string): string | undefined {
  const drawings = [
    ...body.matchAll(/<div class="picture"[^>]*>(<svg class="fig"[\s\S]*?<\/svg>)<\/div>/g),
  ];
  return drawings.map(match => match[1]).find(drawing => drawing.length < 12_000);
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
