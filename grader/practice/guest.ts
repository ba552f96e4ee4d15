/**
 * The worker's side of the page: what `sandbox/host.ts` is to Deno. It loads one student's module and
 * answers calls of what that exports. It protects a reader from their own mistakes, no more: whoever
 * cheats here cheats themselves, and grades are reached elsewhere.
 *
 * Code arrives as text, and this worker makes modules of it itself: on a page that was opened from a disk,
 * Chromium lets a worker import no other, and nobody may import a file.
 */
import { formatValue } from '../../course/format.ts';
import type { Plain } from '../../course/plain.ts';
import { answer, sendLoaded, sendThrown } from '../sandbox/answer.ts';
import { fromGuest, toGuest } from '../sandbox/frame.ts';
import { removeGlobals } from '../sandbox/globals.ts';
import { cappedConsole } from '../sandbox/printing.ts';
import { isAble, isUnable, type Load } from './load.ts';
import { linkTensor } from './tensor-link.ts';

const post = postMessage.bind(globalThis);
const send = (kind: number, body: string): void => post([kind, body]);
let exports: Record<string, unknown> = {};

addEventListener('message', ({ data: [kind, body] }: MessageEvent<[number, string | Load]>) => {
  if (kind === toGuest.call) answer(send, body as string, exports);
  else void load(body as Load);
});
// What the student's code left behind (a timer, a promise) must not end the worker.
addEventListener('error', event => event.preventDefault());
addEventListener('unhandledrejection', event => event.preventDefault());

// Some browsers, as Safari on a page from a disk, let a worker import nothing at all.
import(addressOf('')).then(
  () => post(isAble),
  () => post(isUnable),
);

async function load({ code, tensor }: Load): Promise<void> {
  try {
    // TensorFlow.js looks around while it loads, so it comes before the world is emptied.
    // It also greets on the console, which is the student's.
    console.warn = () => {};
    const library = tensor && addressOf(tensor);
    if (library) await import(library);
    const module = addressOf(library ? linkTensor(code, library) : code);
    setUp();
    // The fragment marks the module's frames in a stack.
    exports = await import(`${module}#exercise`);
    sendLoaded(send, exports);
  } catch (error) {
    sendThrown(send, '0', error);
  }
}

function addressOf(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

function setUp(): void {
  Error.stackTraceLimit = 50;
  (globalThis as { console: unknown }).console = cappedConsole(
    line => send(fromGuest.log, line),
    value => (value instanceof Error ? String(value) : formatValue(value as Plain)),
  );
  try {
    removeGlobals();
  } catch {
    // A browser keeps some; what is left is of no use to an exercise.
  }
}
