import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

export interface StaticFile {
  status: 200 | 404;
  type: string;
  body: Buffer;
  /** Where a folder without its slash is to be asked for. */
  redirect?: string;
}

/** What a static host answers for an address; undefined where not even a 404 page is built. */
export async function readPage(folder: string, pathname: string): Promise<StaticFile | undefined> {
  const asked = decode(pathname);
  let file = path.join(folder, asked);
  const isInside =
    file === path.resolve(folder) || file.startsWith(path.resolve(folder) + path.sep);
  if (isInside) {
    const isFolder = await stat(file).then(
      found => found.isDirectory(),
      () => false,
    );
    if (isFolder && !asked.endsWith('/')) {
      return { status: 200, type: '', body: Buffer.alloc(0), redirect: `${pathname}/` };
    }
    if (isFolder) file = path.join(file, 'index.html');
    const body = await readFile(file).catch(() => undefined);
    if (body)
      return { status: 200, type: types[path.extname(file)] ?? 'application/octet-stream', body };
  }
  const body = await readFile(path.join(folder, '404.html')).catch(() => undefined);
  return body && { status: 404, type: types['.html'], body };
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '/404.html'; // a lone % is no address
  }
}
