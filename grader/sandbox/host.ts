/**
 * The guest's side, run by Deno without any permission: it loads one student's module and calls what it
 * exports, one call at a time.
 *
 * After the module has loaded this file never yields to the event loop: it reads, calls and writes
 * synchronously. So nothing that the student's code left behind (a timer, a promise) runs between calls
 * or competes with the protocol. The parent trusts nothing written here; what this file protects is the
 * fairness of an honest answer, by capturing what it needs before the student's module can patch it.
 */
import { codecLimits, decode, encode, NotPlainError } from './codec.ts';
import { FIELD, fromGuest, headerBytes, toGuest } from './frame.ts';
import { removeGlobals } from './globals.ts';
import { cappedConsole } from './printing.ts';

interface Pipe {
  readSync(into: Uint8Array): number | null;
  writeSync(from: Uint8Array): number;
}
declare const Deno: {
  stdin: Pipe;
  stdout: Pipe;
  inspect(value: unknown, options: object): string;
  exit(): never;
};

const { stdin, stdout, inspect, exit } = Deno;
const { apply } = Reflect;
const bind = <F extends (...args: never[]) => unknown>(
  method: F,
): ((self: unknown, ...args: Parameters<F>) => ReturnType<F>) =>
  Function.prototype.call.bind(method) as never;
const subarray = bind(Uint8Array.prototype.subarray);
const copyBytes = bind(Uint8Array.prototype.set);
const toBytes = TextEncoder.prototype.encode.bind(new TextEncoder());
const toText = TextDecoder.prototype.decode.bind(new TextDecoder());
const indexOf = bind(String.prototype.indexOf);
const slice = bind(String.prototype.slice);
const hasInstance = bind(Function.prototype[Symbol.hasInstance]);
const { stringify } = JSON;
const hasOwn = Object.hasOwn;
const { keys } = Object;
const Bytes = Uint8Array;
const BlobOf = Blob;
const urlOf = URL.createObjectURL;

/** What was thrown may be a Proxy that throws again when it is looked at. */
function isNotPlain(error: unknown): boolean {
  try {
    return hasInstance(NotPlainError, error);
  } catch {
    return false;
  }
}

function read(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Bytes(length);
  for (let done = 0; done < length; ) {
    const count = stdin.readSync(subarray(bytes, done) as Uint8Array);
    if (count === null) exit(); // The parent closed the pipe, or died.
    done += count;
  }
  return bytes;
}

function send(kind: number, body: string): void {
  const bytes = toBytes(body);
  const length = bytes.length;
  const frame = new Bytes(headerBytes + length);
  frame[0] = length >>> 24;
  frame[1] = length >>> 16;
  frame[2] = length >>> 8;
  frame[3] = length;
  frame[4] = kind;
  copyBytes(frame, bytes, headerBytes);
  for (let done = 0; done < frame.length; ) {
    done += stdout.writeSync(subarray(frame, done) as Uint8Array);
  }
}

/** What was thrown, in words; reading a thrown object may run the student's code, and may throw again. */
function sendThrown(id: string, error: unknown): void {
  let name = 'Error';
  let message = 'something that cannot be shown';
  let stack = '';
  try {
    if (typeof error === 'object' && error !== null && 'message' in error) {
      const thrown = error as { name?: unknown; message?: unknown; stack?: unknown };
      if (typeof thrown.name === 'string') name = slice(thrown.name, 0, 100);
      if (typeof thrown.message === 'string') message = slice(thrown.message, 0, 2000);
      if (typeof thrown.stack === 'string') stack = slice(thrown.stack, 0, 8000);
    } else {
      message = `threw ${typeof error === 'string' ? stringify(slice(error, 0, 2000)) : encode(error)}`;
    }
  } catch {
    // The words above stand.
  }
  send(
    fromGuest.threw,
    `${id}${FIELD}{"name":${stringify(name)},"message":${stringify(message)},"stack":${stringify(stack)}}`,
  );
}

/** The fragment ends the module's address, so that the parent knows the module's frames in a stack. */
async function load(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>> {
  return await import(`${urlOf(new BlobOf([bytes], { type: 'text/javascript' }))}#exercise`);
}

/** The arguments after the call; one that became unusable is told in words. */
function rewrite(values: unknown): string {
  try {
    return encode(values, 'changed an argument into');
  } catch {
    let out = '';
    const list = values as unknown[];
    for (let i = 0; i < list.length; i++) {
      let item: string;
      try {
        item = encode(list[i], 'became');
      } catch (error) {
        item = stringify(isNotPlain(error) ? (error as Error).message : 'became unusable');
      }
      out += `${i > 0 ? ',' : ''}${item}`;
    }
    return `[${out}]`;
  }
}

function answer(id: string, name: string, source: string, exports: Record<string, unknown>): void {
  const args = decode(source);
  try {
    if (!hasOwn(exports, name))
      throw new NotPlainError(`there is no exported function named ${name}`);
    const task = exports[name];
    if (typeof task !== 'function') {
      throw new NotPlainError(`${name} is exported as a ${typeof task}; export a function`);
    }
    const value = encode(apply(task, undefined, args as unknown[]));
    if (value.length > codecLimits.characters) {
      throw new NotPlainError('returned more than 4 MB of data');
    }
    const after = rewrite(args);
    send(fromGuest.returned, id + FIELD + value + (after === source ? '' : FIELD + after));
  } catch (error) {
    // NotPlainError is not in the student's reach, so this cannot be one of theirs.
    if (isNotPlain(error)) {
      send(fromGuest.unusable, id + FIELD + stringify((error as Error).message));
    } else {
      sendThrown(id, error);
    }
  }
}

function sendLoaded(exports: Record<string, unknown>): void {
  const names = keys(exports);
  let body = '';
  for (let i = 0; i < names.length; i++) {
    body += `${i > 0 ? ',' : ''}${stringify(names[i])}:"${typeof exports[names[i]]}"`;
  }
  send(fromGuest.loaded, `{${body}}`);
}

(globalThis as { console: unknown }).console = cappedConsole(
  line => send(fromGuest.log, line),
  value => inspect(value, { depth: 4, colors: false, iterableLimit: 100, strAbbreviateSize: 1000 }),
);
// Ten frames, the default, may all lie inside TensorFlow.js.
Error.stackTraceLimit = 50;
// Deno sets its timers up at their first use, with globals that are about to go.
clearTimeout(setTimeout(() => {}, 0));
removeGlobals();

let exports: Record<string, unknown> = {};
for (;;) {
  const header = read(headerBytes);
  const body = read(((header[0] << 24) | (header[1] << 16) | (header[2] << 8) | header[3]) >>> 0);
  if (header[4] === toGuest.call) {
    const text = toText(body);
    const first = indexOf(text, FIELD);
    const second = indexOf(text, FIELD, first + 1);
    answer(slice(text, 0, first), slice(text, first + 1, second), slice(text, second + 1), exports);
  } else {
    try {
      exports = await load(body);
      sendLoaded(exports);
    } catch (error) {
      sendThrown('0', error);
    }
  }
}
