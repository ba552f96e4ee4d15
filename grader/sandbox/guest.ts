import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawnDeno } from './deno.ts';
import { headerBytes } from './frame.ts';
import { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';
import type { Program } from './program.ts';

interface Events {
  frame: (kind: number, body: string) => void;
  /** A frame longer than the limit. */
  oversized: () => void;
  /** The process is gone, and not because `kill` was called. */
  gone: (how: string, outOfMemory: boolean) => void;
}

const living = new Set<Guest>();
process.once('exit', () => {
  for (const guest of living) guest.kill();
});

/** A guest's process and the frames to and from it. After `kill` no event comes any more. */
export class Guest {
  private readonly child: ChildProcessWithoutNullStreams;
  private errors = '';
  private readonly leaving: Buffer[] = [];

  constructor(limits: Limits, program: Program, events: Events) {
    const inbox = new Inbox(limits.frameBytes);
    this.child = spawnDeno(limits, program);
    living.add(this);
    this.child.stdout.on('data', (chunk: Buffer) => {
      if (!living.has(this)) return;
      const frames = inbox.add(chunk);
      if (frames === 'oversized') events.oversized();
      else for (const { kind, body } of frames) if (living.has(this)) events.frame(kind, body);
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      if (this.errors.length < 8000) this.errors += chunk.toString('latin1', 0, 8000);
    });
    this.child.stdin.on('error', () => {}); // The exit that causes it is reported below.
    const gone = (how: string): void => {
      if (living.delete(this))
        events.gone(how, /out of memory|memory allocation/i.test(this.errors));
    };
    this.child.on('error', error => gone(`it could not be started: ${error.message}`));
    this.child.on('close', (code, signal) => gone(signal ?? `exit code ${code}`));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @param rest of the body, which may be shared with other frames */
  send(kind: number, body: string, rest?: Buffer): void {
    const length = Buffer.byteLength(body);
    const frame = Buffer.allocUnsafe(headerBytes + length);
    frame.writeUInt32BE(length + (rest?.length ?? 0));
    frame[4] = kind;
    frame.write(body, headerBytes);
    // Frames of the same turn leave in one write.
    if (this.leaving.length === 0) {
      process.nextTick(() => this.child.stdin.write(Buffer.concat(this.leaving.splice(0))));
    }
    this.leaving.push(frame);
    if (rest) this.leaving.push(rest);
  }

  kill(): void {
    living.delete(this);
    this.child.kill('SIGKILL');
  }
}
