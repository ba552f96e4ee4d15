import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ArchiveError, readArchive, studentCaps } from './archive.ts';
import { isArchive, largestFile, lessonFile } from './lesson-file.ts';
import type { Handed, Part, Refusal, SubmissionSource, Submitted } from './submission.ts';

/** Reads one student's files, at most a few hundred kilobytes a lesson. Never throws for what is in them. */
export async function collect(
  source: SubmissionSource,
  lessons: readonly string[],
): Promise<Submitted> {
  const found = new Shelf(lessons);
  for (const part of source.parts) await readPart(part, found);
  for (const lesson of lessons) {
    // Why a file is missing is worth more than that it is.
    const own = ({ name }: Refusal) => lessonFile(path.basename(name), lessons)?.lesson === lesson;
    const why = found.unreadable ?? found.refused.find(own);
    if (!found.lessons.has(lesson) && why) {
      found.lessons.set(lesson, { invalid: `${why.name} ${why.why}.` });
    }
  }
  return { id: source.id, lessons: found.lessons, refused: found.refused };
}

/** What was found so far. The plain name counts before a copy, and among copies the last one handed in. */
class Shelf {
  readonly lessons = new Map<string, Handed>();
  readonly refused: Refusal[] = [];
  /** An archive could not be read, so any lesson may have been in it. */
  unreadable: Refusal | undefined;
  readonly names: readonly string[];
  readonly #copies = new Map<string, number>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** @returns how this name stands among copies, or undefined when a better one was found. */
  rank(name: string, latest = false): number | undefined {
    const file = lessonFile(name, this.names);
    if (!file) return undefined;
    const order = file.copy || latest ? file.copy : Number.POSITIVE_INFINITY;
    const before = this.#copies.get(file.lesson);
    return before === undefined || order > before ? order : undefined;
  }

  put(name: string, rank: number, handed: Handed): void {
    const lesson = lessonFile(name, this.names)?.lesson as string;
    this.#copies.set(lesson, rank);
    this.lessons.set(lesson, handed);
  }
}

async function readPart(part: Part, found: Shelf): Promise<void> {
  if (part.kind === 'archive') return readPacked(part.path, part.shown, found);
  if (part.kind === 'file') {
    const rank = found.rank(part.shown, true);
    if (rank !== undefined) found.put(part.shown, rank, await readPlain(part.path, part.shown));
    return;
  }
  const folder = await findExercises(await realpath(part.path), found.names);
  const top = await readdir(part.path, { withFileTypes: true });
  for (const relative of folder) {
    for (const name of (await readdir(path.join(part.path, relative))).sort()) {
      const plain = ownName(name);
      const rank = found.rank(plain);
      if (rank === undefined) continue;
      const shown = path.posix.join(relative.split(path.sep).join('/'), plain);
      found.put(plain, rank, await readPlain(path.join(part.path, relative, name), shown));
    }
  }
  for (const entry of top.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile() || !isArchive(entry.name)) continue;
    await readPacked(path.join(part.path, entry.name), ownName(entry.name), found);
  }
}

/** A learning platform may have put the student's name before the file's, also within a folder. */
function ownName(name: string): string {
  return /_assignsubmission_file_(.+)$/.exec(name)?.[1] ?? name;
}

/** The folders that may hold exercises: the student's own, `exercises` in it, or both one level lower. */
async function findExercises(root: string, lessons: readonly string[]): Promise<string[]> {
  let at = '';
  for (let depth = 0; depth < 3; depth++) {
    const entries = await readdir(path.join(root, at), { withFileTypes: true });
    const places = entries.some(({ name }) => lessonFile(ownName(name), lessons)) ? [at] : [];
    const exercises = entries.find(entry => entry.name === 'exercises' && entry.isDirectory());
    if (exercises) places.push(path.join(at, 'exercises'));
    if (places.length) return places;
    const folders = entries.filter(
      entry => entry.isDirectory() && !/^\.|^node_modules$|^__MACOSX$/.test(entry.name),
    );
    if (folders.length !== 1) return [];
    at = path.join(at, folders[0].name);
  }
  return [];
}

async function readPlain(file: string, shown: string): Promise<Handed> {
  const stat = await lstat(file);
  if (!stat.isFile()) return { invalid: `${shown} is not a plain file (links are not followed).` };
  if (stat.size > largestFile) return { invalid: tooLarge(shown) };
  return { text: await readFile(file, 'utf8') };
}

async function readPacked(file: string, shown: string, found: Shelf): Promise<void> {
  const before = new Set(found.lessons.keys());
  const depths = new Map<string, number>();
  const lessonOf = (name: string) => lessonFile(name, found.names)?.lesson as string;
  const refuse = (name: string, why: string) => found.refused.push({ name, why });
  try {
    await readArchive(file, studentCaps, {
      wants: segments => {
        const name = segments[segments.length - 1];
        if (!lessonFile(name, found.names) || before.has(lessonOf(name))) return false;
        // `exercises/01-nll.ts` and `01-nll.ts` are as deep as each other.
        const depth = segments.filter(segment => segment !== 'exercises').length;
        const known = depths.get(lessonOf(name));
        if (segments.length > 5 || (known !== undefined && known < depth)) return false;
        if (known === depth && found.rank(name) === undefined) return false;
        depths.set(lessonOf(name), depth);
        return true;
      },
      file: async (segments, content) => {
        const name = segments[segments.length - 1];
        const rank = found.rank(name) ?? 0;
        const chunks: Buffer[] = [];
        let size = 0;
        for await (const chunk of content as AsyncIterable<Buffer>) {
          size += chunk.length;
          // Read to the end, because the archive goes on after it.
          if (size <= largestFile) chunks.push(chunk);
        }
        const shownFile = `${shown}: ${segments.join('/')}`;
        const text = Buffer.concat(chunks).toString('utf8');
        found.put(name, rank, size > largestFile ? { invalid: tooLarge(shownFile) } : { text });
      },
      refuse,
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    found.unreadable = { name: shown, why: `is left out: ${error.message}` };
    found.refused.push(found.unreadable);
  }
}

function tooLarge(shown: string): string {
  return `${shown} is too large; at most ${largestFile} bytes are read.`;
}
