import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { writeWhole } from '../../course/write.ts';

/** Writes all files of a folder into a zip. The same files make the same bytes, on every machine. */
export async function archive(
  folder: string,
  file: string,
): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map(name => name.split(path.sep).join('/'))
    .sort();
  const zip = new ZipFile();
  // Archives hold local time unless told otherwise: this is the same hour everywhere.
  const options = { mtime: new Date(2000, 0, 1), mode: 0o100644, forceDosTimestamp: true };
  for (const name of files) {
    zip.addBuffer(await readFile(path.join(folder, name)), `objective-lessons/${name}`, options);
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  await writeWhole(file, bytes);
  return { files: files.length, bytes: bytes.length };
}
