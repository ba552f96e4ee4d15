import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { type ArchiveCaps, ArchiveError, largestRatio, type RawEntry } from './archive.ts';

export async function readTar(
  file: string,
  caps: ArchiveCaps,
  visit: (entry: RawEntry) => Promise<void>,
): Promise<void> {
  const packed = createReadStream(file);
  const capped = cap(caps, () => packed.bytesRead);
  const extract = tar.extract();
  const fail = (error: Error) => extract.destroy(error);
  packed.on('error', fail);
  const unpacked = packed.pipe(createGunzip().on('error', fail)).pipe(capped.on('error', fail));
  unpacked.pipe(extract);
  try {
    for await (const entry of extract) {
      const { name, type } = entry.header;
      // A reader that stopped early leaves the rest of its entry, which has to be passed over.
      await visit({ name, kind: kindOf(type), open: async () => entry as never });
      entry.resume();
    }
  } finally {
    packed.destroy();
    capped.destroy();
  }
}

/** Passes bytes on until they are too many, in all or for what they were packed in. */
function cap({ bytes }: ArchiveCaps, packed: () => number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new ArchiveError(`it unpacks to more than ${bytes} bytes`));
      else if (seen > 1024 ** 2 && seen > packed() * largestRatio) {
        done(new ArchiveError(`it unpacks to more than ${largestRatio} times its size`));
      } else done(null, chunk);
    },
  });
}

function kindOf(type: string | null | undefined): RawEntry['kind'] {
  if (type === 'file' || type === 'contiguous-file') return 'file';
  if (type === 'directory') return 'folder';
  return type === 'symlink' || type === 'link' ? 'link' : 'special';
}
