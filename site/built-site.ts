import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CourseError } from '../course/lesson.ts';
import { buildSite } from './site.ts';
import { readPage } from './static.ts';

/** The course's own site, built for the tests as for a project page. */
export const base = '/course/';

export interface BuiltSite {
  folder: string;
  /** HTML by file name: `nll/index.html`. */
  pages: Map<string, string>;
}

/** Problems in the lessons' text are the build's to report; here the pages are looked at. */
export async function builtSite(): Promise<BuiltSite> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'site-built-')), 'dist');
  await buildSite({ out: folder, base, force: true }).catch(error => {
    if (!(error instanceof CourseError)) throw error;
  });
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.html'));
  const pages = new Map<string, string>();
  for (const file of files.sort()) {
    pages.set(file.replaceAll(path.sep, '/'), await readFile(path.join(folder, file), 'utf8'));
  }
  return { folder, pages };
}

/** Serves the folder below `base` on a free port of the loopback address. */
export async function serveBuilt(folder: string): Promise<{ origin: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const found = pathname.startsWith(base)
      ? await readPage(folder, `/${pathname.slice(base.length)}`)
      : undefined;
    response.writeHead(found?.status ?? 404, { 'content-type': found?.type ?? 'text/plain' });
    response.end(found?.body);
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
