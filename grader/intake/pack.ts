import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { ZipFile } from 'yazl';

/** For tests: an entry of an archive, with any name and kind. A string is a file's text. */
export type Packed = string | Buffer | { link: string };

export async function packTar(file: string, entries: Record<string, Packed>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const pack = tar.pack();
  for (const [name, content] of Object.entries(entries)) {
    if (typeof content === 'object' && 'link' in content) {
      pack.entry({ name, type: 'symlink', linkname: content.link });
    } else if (name.endsWith('/')) pack.entry({ name, type: 'directory' });
    else pack.entry({ name }, content as string);
  }
  pack.finalize();
  await pipeline(pack, createGzip(), createWriteStream(file));
}

export async function zipped(entries: Record<string, Packed>): Promise<Buffer> {
  const zip = new ZipFile();
  const disguised: [string, string][] = [];
  for (const [name, content] of Object.entries(entries)) {
    // The library refuses names that leave the archive, so they are put in afterwards.
    const safe = name.replace(/\.\./g, '__').replace(/^\//, '_');
    if (safe !== name) disguised.push([safe, name]);
    const link = typeof content === 'object' && 'link' in content;
    const text = link ? (content as { link: string }).link : (content as string | Buffer);
    if (name.endsWith('/')) zip.addEmptyDirectory(safe);
    else zip.addBuffer(Buffer.from(text as string), safe, { mode: link ? 0o120777 : 0o100644 });
  }
  zip.end();
  let bytes = (await buffer(zip.outputStream)).toString('latin1');
  for (const [safe, name] of disguised) bytes = bytes.replaceAll(safe, name);
  return Buffer.from(bytes, 'latin1');
}
