import { promisify } from 'node:util';
import { type Entry, getFileNameLowLevel, open, type ZipFile } from 'yauzl';
import { type ArchiveCaps, ArchiveError, largestRatio, type RawEntry } from './archive.ts';

// Names stay bytes, because one name that leaves the archive would otherwise end the reading of it.
const openZip = promisify<string, object, ZipFile>(open);

export async function readZip(
  file: string,
  caps: ArchiveCaps,
  visit: (entry: RawEntry) => Promise<void>,
): Promise<void> {
  const zip = await openZip(file, { lazyEntries: true, autoClose: false, decodeStrings: false });
  const openEntry = promisify(zip.openReadStream.bind(zip) as typeof openStream);
  let bytes = 0;
  const open = async (entry: Entry) => {
    if (entry.isEncrypted()) throw new ArchiveError('it is encrypted');
    const { compressedSize, uncompressedSize } = entry;
    bytes += uncompressedSize;
    if (bytes > caps.bytes) throw new ArchiveError(`it unpacks to more than ${caps.bytes} bytes`);
    if (uncompressedSize > 1024 ** 2 && uncompressedSize > compressedSize * largestRatio) {
      throw new ArchiveError(`it unpacks to more than ${largestRatio} times its size`);
    }
    // Its stream fails when more comes than the entry says.
    return openEntry(entry);
  };
  try {
    for await (const entry of entriesOf(zip)) {
      const raw = entry.fileName as unknown as Buffer;
      const flag = entry.generalPurposeBitFlag;
      const name = getFileNameLowLevel(flag, raw, entry.extraFields, false);
      await visit({ name, kind: kindOf(entry, name), open: () => open(entry) });
    }
  } finally {
    zip.close();
  }
}

declare function openStream(
  entry: Entry,
  done: (error: Error | null, stream: import('node:stream').Readable) => void,
): void;

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (let left = zip.entryCount; left > 0; left--) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      const over = (settle: () => void) => {
        zip.removeAllListeners();
        settle();
      };
      zip.once('entry', (next: Entry) => over(() => resolve(next)));
      zip.once('end', () => over(() => resolve(undefined)));
      zip.once('error', error => over(() => reject(error)));
      zip.readEntry();
    });
    if (!entry) return;
    yield entry;
  }
}

function kindOf({ externalFileAttributes }: Entry, name: string): RawEntry['kind'] {
  // The upper half holds the file's mode, where a Unix program wrote the archive.
  const type = (externalFileAttributes >>> 16) & 0o170000;
  if (type === 0o120000) return 'link';
  if (/[\\/]$/.test(name) || type === 0o040000) return 'folder';
  return type === 0 || type === 0o100000 ? 'file' : 'special';
}
