import { headerBytes } from './frame.ts';

/**
 * Cuts the guest's bytes into frames. The bytes are hostile: a length above the cap is refused from the
 * header alone, before any of the body is held.
 */
export class Inbox {
  private readonly chunks: Buffer[] = [];
  private held = 0;
  private readonly frameBytes: number;

  /** @param frameBytes the largest body */
  constructor(frameBytes: number) {
    this.frameBytes = frameBytes;
  }

  /** @returns the frames that are complete now, or `oversized` */
  add(chunk: Buffer): { kind: number; body: string }[] | 'oversized' {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const frames: { kind: number; body: string }[] = [];
    while (this.held >= headerBytes) {
      const first = this.firstAtLeast(headerBytes);
      const length = first.readUInt32BE(0);
      if (length > this.frameBytes) return 'oversized';
      if (this.held < headerBytes + length) break;
      const all = this.firstAtLeast(headerBytes + length);
      frames.push({ kind: all[4], body: all.toString('utf8', headerBytes, headerBytes + length) });
      this.chunks[0] = all.subarray(headerBytes + length);
      this.held -= headerBytes + length;
    }
    return frames;
  }

  /** The first chunk, joined with as many of the next as make it hold `length` bytes. */
  private firstAtLeast(length: number): Buffer {
    if (this.chunks[0].length < length) {
      const all = Buffer.concat(this.chunks);
      this.chunks.length = 0;
      this.chunks.push(all);
    }
    return this.chunks[0];
  }
}
