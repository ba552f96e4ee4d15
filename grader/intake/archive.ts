import type { Readable } from 'node:stream';
import { shownName } from './flat-name.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

/** What one archive may hold. Each is far above what any class or student hands in. */
export interface ArchiveCaps {
  entries: number;
  /** Bytes that are unpacked, kept or not. */
  bytes: number;
  /** Bytes of one file that is kept. */
  fileBytes: number;
}

export const classCaps: ArchiveCaps = {
  entries: 200_000,
  bytes: 4 * 1024 ** 3,
  fileBytes: 64 * 1024 ** 2,
};
export const studentCaps: ArchiveCaps = {
  entries: 50_000,
  bytes: 256 * 1024 ** 2,
  fileBytes: 512 * 1024,
};

/** Beyond the first megabyte, nothing honest unpacks to more than this many times its size. */
export const largestRatio = 250;

/** What an archive says about one of its entries. Nothing of it is trusted. */
export interface RawEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'special';
  open: () => Promise<Readable>;
}

export interface Visitor {
  /** A folder of the archive, or one above a file: `a/b`. */
  folder?(segments: readonly string[]): Promise<void>;
  /** Whether to unpack the file. */
  wants(segments: readonly string[]): boolean;
  file(segments: readonly string[], content: Readable): Promise<void>;
  /** An entry that is left out, and why. The archive is read on. */
  refuse(name: string, why: string): void;
}

/** An archive that cannot be read, or is refused as a whole. */
export class ArchiveError extends Error {}

/**
 * Reads a zip or a gzipped tar entry by entry, never holding more than one piece of it.
 * Links and devices are never followed, and paths that leave the archive are refused by name.
 * @throws {ArchiveError}
 */
export async function readArchive(
  file: string,
  caps: ArchiveCaps,
  visitor: Visitor,
): Promise<void> {
  let entries = 0;
  const visit = async (entry: RawEntry): Promise<void> => {
    if (++entries > caps.entries) {
      throw new ArchiveError(
        `it has more than ${caps.entries.toLocaleString('en')} entries; leave node_modules out`,
      );
    }
    const name = shownName(entry.name);
    const segments = safeSegments(entry.name);
    if (!segments) return visitor.refuse(name, 'leads out of the archive');
    if (!segments.length || segments.some(isClutter)) return;
    if (entry.kind === 'folder') return visitor.folder?.(segments);
    await visitor.folder?.(segments.slice(0, -1));
    if (!visitor.wants(segments)) return;
    if (entry.kind !== 'file') {
      return visitor.refuse(name, 'is not a plain file (links are not followed)');
    }
    await visitor.file(segments, await entry.open());
  };
  const read = /\.zip$/i.test(file) ? readZip : readTar;
  try {
    await read(file, caps, visit);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`it cannot be read (${shownName((error as Error).message)})`);
  }
}

/** @returns undefined for a path that is absolute, climbs, or names a drive. */
function safeSegments(name: string): string[] | undefined {
  if (/^[\\/]|^[A-Za-z]:|\0/.test(name)) return undefined;
  const segments = name.split(/[\\/]+/).filter(segment => segment && segment !== '.');
  return segments.includes('..') ? undefined : segments;
}

function isClutter(segment: string): boolean {
  return segment.startsWith('.') || segment === '__MACOSX' || segment === 'node_modules';
}
