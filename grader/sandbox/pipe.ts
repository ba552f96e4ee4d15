/**
 * The guest's end of the pipe. Everything is captured or made when this module loads, before the student's
 * module can patch it. Views are made by the constructor, of buffers that only this file holds: `subarray`
 * would ask the prototype which constructor to take, and so hand the buffer to whoever patched it.
 */
import { headerBytes } from './frame.ts';

interface Pipe {
  readSync(into: Uint8Array): number | null;
  writeSync(from: Uint8Array): number;
}
declare const Deno: { stdin: Pipe; stdout: Pipe; exit(): never };

const { stdin, stdout, exit } = Deno;
const encodeInto = TextEncoder.prototype.encodeInto.bind(new TextEncoder());
const now = performance.now.bind(performance);
const Bytes = Uint8Array;

const room = 1 << 16;
const incoming = new ArrayBuffer(room);
const arrived = new Bytes(incoming);
let taken = 0;
let held = 0;

/** The next bytes from the parent; they stand until it is asked for others. */
export function read(length: number): Uint8Array<ArrayBuffer> {
  if (held - taken < length) {
    if (length > room) return readLong(length);
    const rest = held - taken;
    for (let i = 0; i < rest; i++) arrived[i] = arrived[taken + i];
    taken = 0;
    held = rest;
    while (held < length) held += receive(new Bytes(incoming, held, room - held));
  }
  taken += length;
  return new Bytes(incoming, taken - length, length);
}

function readLong(length: number): Uint8Array<ArrayBuffer> {
  const buffer = new ArrayBuffer(length);
  const bytes = new Bytes(buffer);
  let done = 0;
  while (taken < held) bytes[done++] = arrived[taken++];
  while (done < length) done += receive(new Bytes(buffer, done, length - done));
  return bytes;
}

function receive(into: Uint8Array): number {
  const count = stdin.readSync(into);
  return count ?? exit(); // Without any, the parent has closed the pipe, or died.
}

const outgoing = new ArrayBuffer(room);
const leaving = new Bytes(outgoing);
let filled = 0;
let left = 0;

/** Sends what was held back. */
export function flush(): void {
  writeAll(outgoing, filled);
  filled = 0;
  left = now();
}

function writeAll(buffer: ArrayBuffer, length: number): void {
  for (let done = 0; done < length; ) {
    done += stdout.writeSync(new Bytes(buffer, done, length - done));
  }
}

/** Holds back what is sent until `flush`, or until there is no room for more. */
export function send(kind: number, body: string): void {
  // A character takes three bytes at most.
  const most = headerBytes + 3 * body.length;
  if (most > room - filled) flush();
  if (most > room) {
    const buffer = new ArrayBuffer(most);
    const rest = new Bytes(buffer, headerBytes);
    writeAll(buffer, write(new Bytes(buffer), 0, rest, kind, body));
  } else {
    const rest = new Bytes(outgoing, filled + headerBytes);
    filled += write(leaving, filled, rest, kind, body);
  }
}

/**
 * Writes a frame into `bytes`.
 * @param rest of `bytes`, behind the header that stands at `at`
 * @returns the length of the frame
 */
function write(bytes: Uint8Array, at: number, rest: Uint8Array, kind: number, body: string) {
  const length = encodeInto(body, rest).written;
  bytes[at] = length >>> 24;
  bytes[at + 1] = length >>> 16;
  bytes[at + 2] = length >>> 8;
  bytes[at + 3] = length;
  bytes[at + 4] = kind;
  return headerBytes + length;
}

/** @returns milliseconds since something was sent */
export function sinceFlush(): number {
  return now() - left;
}
