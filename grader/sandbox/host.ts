/**
 * The guest's side, run by Deno without any permission: it loads one student's module and calls what it
 * exports, one call at a time.
 *
 * After the module has loaded this file never yields to the event loop: it reads, calls and writes
 * synchronously. So nothing that the student's code left behind (a timer, a promise) runs between calls
 * or competes with the protocol. The parent trusts nothing written here; what this file protects is the
 * fairness of an honest answer, by capturing what it needs before the student's module can patch it.
 */
import './timers.ts';
import { answerCall, sendLoaded, sendThrown } from './answer.ts';
import { FIELD, fromGuest, headerBytes, toGuest } from './frame.ts';
import { removeGlobals } from './globals.ts';
import { flush, read, send, sinceFlush } from './pipe.ts';
import { cappedConsole } from './printing.ts';

declare const Deno: { inspect(value: unknown, options: object): string };

const { inspect } = Deno;
const bind = <F extends (...args: never[]) => unknown>(
  method: F,
): ((self: unknown, ...args: Parameters<F>) => ReturnType<F>) =>
  Function.prototype.call.bind(method) as never;
const indexOf = bind(String.prototype.indexOf);
const slice = bind(String.prototype.slice);
const toText = TextDecoder.prototype.decode.bind(new TextDecoder());
const toNumber = Number;
const BlobOf = Blob;
const urlOf = URL.createObjectURL;

/** Milliseconds after which answers leave though more calls are to come. */
const longestHold = 5;

/** A turn of the pipe costs more than most answers, hence all those of a batch leave together. */
function answerAll(text: string, exports: Record<string, unknown>): void {
  let at = 0;
  const next = (): string => {
    const end = indexOf(text, FIELD, at);
    const field = slice(text, at, end < 0 ? text.length : end);
    at = end < 0 ? -1 : end + 1;
    return field;
  };
  const first = toNumber(next());
  const atOnce = next() === '1';
  const name = next();
  for (let call = 0; at >= 0; call++) {
    answerCall(send, `${first + call}`, name, next(), exports);
    // To look at the clock costs as much as a short answer.
    if (atOnce || (call % 4 === 3 && sinceFlush() > longestHold)) flush();
  }
  flush();
}

/** The fragment ends the module's address, so that the parent knows the module's frames in a stack. */
async function load(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>> {
  return await import(`${urlOf(new BlobOf([bytes], { type: 'text/javascript' }))}#exercise`);
}

(globalThis as { console: unknown }).console = cappedConsole(
  line => {
    send(fromGuest.log, line);
    flush(); // What was printed before a loop helps to find it.
  },
  value => inspect(value, { depth: 4, colors: false, iterableLimit: 100, strAbbreviateSize: 1000 }),
);
// Ten frames, the default, may all lie inside TensorFlow.js.
Error.stackTraceLimit = 50;
removeGlobals();

let exports: Record<string, unknown> = {};
for (;;) {
  const header = read(headerBytes);
  const kind = header[4];
  const body = read(((header[0] << 24) | (header[1] << 16) | (header[2] << 8) | header[3]) >>> 0);
  if (kind === toGuest.calls) {
    answerAll(toText(body), exports);
  } else {
    try {
      exports = await load(body);
      sendLoaded(send, exports);
    } catch (error) {
      sendThrown(send, '0', error);
    }
    flush();
  }
}
