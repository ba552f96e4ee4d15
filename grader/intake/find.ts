import { createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ArchiveError, classCaps, readArchive } from './archive.ts';
import { cleanId, flatName } from './flat-name.ts';
import { gradescopeIds, metadataName } from './gradescope-export.ts';
import { isArchive, lessonFile, looksLikeLesson } from './lesson-file.ts';
import type { Part, Refusal, SubmissionSource } from './submission.ts';
import { temporaryFolder } from './temporary.ts';
import { UsageError } from './usage-error.ts';

export interface Found {
  /** Sorted by id. */
  submissions: SubmissionSource[];
  refused: Refusal[];
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/**
 * Finds the submissions in a folder, or in an archive of one: a folder or an archive a student, or the
 * flat names of a learning platform. Hidden folders and `node_modules` are passed over.
 * @param lessons names of all lessons
 * @throws {UsageError} when there is nothing to read, or nothing in it.
 */
export async function findSubmissions(root: string, lessons: readonly string[]): Promise<Found> {
  const stat = await lstat(root).catch(() => undefined);
  if (stat?.isFile() && isArchive(root)) {
    const folder = await temporaryFolder();
    const close = () => rm(folder, { recursive: true, force: true });
    try {
      const refused = await unpack(root, folder);
      const submissions = await list(await unwrap(folder, lessons), root, lessons);
      return { submissions, refused, close };
    } catch (error) {
      await close();
      throw error;
    }
  }
  const folder = await readdir(root).catch(() => undefined);
  if (!folder) {
    throw new UsageError(
      `${root} is no folder and no .zip, .tar.gz or .tgz. Give what holds one folder a student: submissions/alice/01-nll.ts`,
    );
  }
  return { submissions: await list(root, root, lessons), refused: [], close: async () => {} };
}

async function list(
  folder: string,
  shown: string,
  lessons: readonly string[],
): Promise<SubmissionSource[]> {
  const parts = new Map<string, Part[]>();
  const add = (name: string, part: Part) => {
    const id = cleanId(name);
    parts.set(id, [...(parts.get(id) ?? []), part]);
  };
  const names = await gradescopeIds(folder);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (/^\.|^node_modules$|^__MACOSX$/.test(name)) continue;
    const at = path.join(folder, name);
    const flat = flatName(name);
    if (entry.isDirectory()) add(names[name] ?? flat?.id ?? name, { kind: 'folder', path: at });
    else if (!entry.isFile()) continue;
    else if (isArchive(name)) {
      const id = flat?.id ?? name.replace(/\.(?:zip|tar\.gz|tgz)$/i, '');
      add(id, { kind: 'archive', path: at, shown: flat?.rest || name });
    } else if (flat && lessonFile(flat.rest, lessons)) {
      add(flat.id, { kind: 'file', path: at, shown: flat.rest });
    } else if (flat) parts.set(cleanId(flat.id), parts.get(cleanId(flat.id)) ?? []);
  }
  if (!parts.size) {
    throw new UsageError(
      `${shown} holds no submission. Each student has a folder there, as in ${path.join(shown, 'alice/01-nll.ts')}, or an archive.`,
    );
  }
  return [...parts]
    .map(([id, found]) => ({ id, parts: found }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Unpacks a class, keeping only what may be a submission. */
async function unpack(archive: string, folder: string): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const made = new Set<string>();
  try {
    await readArchive(archive, classCaps, {
      folder: async segments => {
        // A student who handed in nothing that counts is still one of the class.
        const at = path.join(folder, ...segments.slice(0, 4));
        if (!made.has(at)) await mkdir(at, { recursive: true, mode: 0o700 });
        made.add(at);
      },
      wants: segments => {
        const name = segments[segments.length - 1];
        return looksLikeLesson(name) || isArchive(name) || name === metadataName;
      },
      file: async (segments, content) => {
        const name = segments.join('/');
        const file = path.join(folder, ...segments);
        if (made.has(file)) return void refused.push({ name, why: 'is there twice' });
        made.add(file);
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        const state = { size: 0 };
        const flags = { flags: 'wx', mode: 0o600 };
        await pipeline(limit(content, state), createWriteStream(file, flags));
        if (state.size <= classCaps.fileBytes) return;
        refused.push({ name, why: `has more than ${classCaps.fileBytes} bytes` });
        await rm(file, { force: true });
      },
      refuse: (name, why) => refused.push({ name, why }),
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new UsageError(`${archive} is not graded: ${error.message}.`);
  }
  return refused;
}

/** Reads to the end, because the archive goes on after it, but passes no more on than a file may have. */
async function* limit(content: AsyncIterable<Buffer>, state: { size: number }) {
  for await (const chunk of content) {
    state.size += chunk.length;
    if (state.size <= classCaps.fileBytes) yield chunk;
  }
}

/** Archives often hold one folder that holds everything; a student's own folder is no such wrapper. */
async function unwrap(folder: string, lessons: readonly string[]): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length !== 1 || !entries[0].isDirectory()) return folder;
  const inner = path.join(folder, entries[0].name);
  const names = await readdir(inner);
  const student = names.some(name => name === 'exercises' || lessonFile(name, lessons));
  return student || !names.length ? folder : inner;
}
