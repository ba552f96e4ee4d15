import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { cacheFolder } from '../course/cache.ts';
import { projectRoot } from '../course/course.ts';
import { CourseError } from '../course/lesson.ts';
import { buildSite } from './site.ts';
import { readPage } from './static.ts';

/** The course's own site, built for the tests as for a project page. */
export const base = '/course/';

export interface BuiltSite {
  /** A copy that is the caller's own, in a folder of its own. */
  folder: string;
  /** HTML by file name: `nll/index.html`. */
  pages: Map<string, string>;
}

/**
 * The site, which all test files share: the first builds it, and the others wait for it. Problems in
 * the lessons' text are the build's to report; here the pages are looked at.
 */
export async function builtSite(): Promise<BuiltSite> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'site-built-')), 'dist');
  await cp(await sharedBuild(), folder, { recursive: true });
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.html'));
  const pages = new Map<string, string>();
  for (const file of files.sort()) {
    pages.set(file.replaceAll(path.sep, '/'), await readFile(path.join(folder, file), 'utf8'));
  }
  return { folder, pages };
}

/** The folder of the site as the sources stand, which is built if nobody has, by one process. */
async function sharedBuild(): Promise<string> {
  const all = cacheFolder('built');
  const name = await digest();
  const folder = path.join(all, name);
  const lock = `${folder}.lock`;
  for (;;) {
    if (await exists(folder)) return folder;
    const isMine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (isMine) break;
    await sleep(100);
    // Whoever was to build it was ended.
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 120_000) await rm(lock, { recursive: true, force: true });
  }
  try {
    if (await exists(folder)) return folder;
    await buildSite({ out: folder, base, force: true }).catch(error => {
      if (!(error instanceof CourseError)) throw error;
    });
    await forget(all, name);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return folder;
}

function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/** Removes builds of sources that are no more; one that is an hour old is copied by nobody. */
async function forget(all: string, current: string): Promise<void> {
  for (const name of await readdir(all)) {
    const folder = path.join(all, name);
    const { mtimeMs } = await stat(folder);
    if (!name.startsWith(current) && Date.now() - mtimeMs > 3_600_000) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Of all that a site is made from. */
async function digest(): Promise<string> {
  const rooms = ['lessons', 'exercises', 'solutions', 'site', 'course', 'lab', 'grader'];
  const files = ['package.json', 'package-lock.json', 'CITATION.cff'];
  for (const room of rooms) {
    const names = await readdir(path.join(projectRoot, room), { recursive: true });
    const sources = names.filter(name => /\.\w+$/.test(name) && !/\.test\.ts$|\.tmp$/.test(name));
    files.push(...sources.map(name => path.join(room, name)));
  }
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) {
    hash.update(`\n${file}\n`);
    hash.update(await readFile(path.join(projectRoot, file)).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Serves the folder below `base` on a free port of the loopback address.
 * @param isCompressed send texts as static hosts do
 */
export async function serveBuilt(
  folder: string,
  isCompressed = false,
): Promise<{ origin: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const found = pathname.startsWith(base)
      ? await readPage(folder, `/${pathname.slice(base.length)}`)
      : undefined;
    const type = found?.type ?? 'text/plain';
    const isSmaller = isCompressed && /text|json|xml/.test(type);
    response.writeHead(found?.status ?? 404, {
      'content-type': type,
      ...(isSmaller && { 'content-encoding': 'gzip' }),
    });
    // An empty worker: one that fetches the whole course at each visit is for its own test.
    const body = pathname.endsWith('/service-worker.js') ? '' : (found?.body ?? '');
    response.end(isSmaller ? gzipSync(body) : body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
