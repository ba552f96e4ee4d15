/**
 * The worker's side of the page: what `sandbox/host.ts` is to Deno. It loads one student's module and
 * answers calls of what that exports. It protects a reader from their own mistakes, no more: whoever
 * cheats here cheats themselves, and grades are reached elsewhere.
 */
import { formatValue } from '../../course/format.ts';
import type { Plain } from '../../course/plain.ts';
import { answer, sendLoaded, sendThrown } from '../sandbox/answer.ts';
import { fromGuest, toGuest } from '../sandbox/frame.ts';
import { removeGlobals } from '../sandbox/globals.ts';
import { cappedConsole } from '../sandbox/printing.ts';
import type { Load } from './page-sandbox.ts';

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

async function load({ module, tensor }: Load): Promise<void> {
  try {
    // TensorFlow.js looks around while it loads, so it comes before the world is emptied.
    // It also greets on the console, which is the student's.
    console.warn = () => {};
    if (tensor) await import(tensor);
    setUp();
    exports = await import(module);
    sendLoaded(send, exports);
  } catch (error) {
    sendThrown(send, '0', error);
  }
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
