/**
 * What a guest answers, in the sandbox's process and in a page's worker alike, so it imports neither Deno
 * nor Node. What it needs is captured when it loads, before the student's module can patch it.
 */
import { codecLimits, decodeTrusted, encode, isWrittenAs, NotPlainError } from './codec.ts';
import { FIELD, fromGuest } from './frame.ts';

/** Takes a frame away: one of `fromGuest`, and its body. */
export type Send = (kind: number, body: string) => void;

const { apply } = Reflect;
const bind = <F extends (...args: never[]) => unknown>(
  method: F,
): ((self: unknown, ...args: Parameters<F>) => ReturnType<F>) =>
  Function.prototype.call.bind(method) as never;
const indexOf = bind(String.prototype.indexOf);
const slice = bind(String.prototype.slice);
const hasInstance = bind(Function.prototype[Symbol.hasInstance]);
const { stringify } = JSON;
const hasOwn = Object.hasOwn;
const { keys } = Object;

/** What was thrown may be a Proxy that throws again when it is looked at. */
function isNotPlain(error: unknown): boolean {
  try {
    return hasInstance(NotPlainError, error);
  } catch {
    return false;
  }
}

/** What was thrown, in words; reading a thrown object may run the student's code, and may throw again. */
export function sendThrown(send: Send, id: string, error: unknown): void {
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

/** Whether these are values that no call can change. */
function areFixed(values: unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (typeof values[i] === 'object') return false;
  return true;
}

/** The arguments after the call, as they were written before if they are the same; one that became unusable is told in words. */
function rewrite(values: unknown[], before: string): string {
  try {
    if (areFixed(values) || isWrittenAs(values, before)) return before;
    return encode(values, 'changed an argument into');
  } catch {
    let out = '';
    for (let i = 0; i < values.length; i++) {
      let item: string;
      try {
        item = encode(values[i], 'became');
      } catch (error) {
        item = stringify(isNotPlain(error) ? (error as Error).message : 'became unusable');
      }
      out += `${i > 0 ? ',' : ''}${item}`;
    }
    return `[${out}]`;
  }
}

/** @param text of the call: its id, the function's name and the arguments */
export function answer(send: Send, text: string, exports: Record<string, unknown>): void {
  const first = indexOf(text, FIELD);
  const second = indexOf(text, FIELD, first + 1);
  const id = slice(text, 0, first);
  answerCall(send, id, slice(text, first + 1, second), slice(text, second + 1), exports);
}

/** @param source the arguments, as `encode` writes them */
export function answerCall(
  send: Send,
  id: string,
  name: string,
  source: string,
  exports: Record<string, unknown>,
): void {
  const args = decodeTrusted(source) as unknown[];
  try {
    if (!hasOwn(exports, name))
      throw new NotPlainError(`there is no exported function named ${name}`);
    const task = exports[name];
    if (typeof task !== 'function') {
      throw new NotPlainError(`${name} is exported as a ${typeof task}; export a function`);
    }
    const value = encode(apply(task, undefined, args));
    if (value.length > codecLimits.characters) {
      throw new NotPlainError('returned more than 4 MB of data');
    }
    const after = rewrite(args, source);
    send(fromGuest.returned, id + FIELD + value + (after === source ? '' : FIELD + after));
  } catch (error) {
    // NotPlainError is not in the student's reach, so this cannot be one of theirs.
    if (isNotPlain(error)) {
      send(fromGuest.unusable, id + FIELD + stringify((error as Error).message));
    } else {
      sendThrown(send, id, error);
    }
  }
}

export function sendLoaded(send: Send, exports: Record<string, unknown>): void {
  const names = keys(exports);
  let body = '';
  for (let i = 0; i < names.length; i++) {
    body += `${i > 0 ? ',' : ''}${stringify(names[i])}:"${typeof exports[names[i]]}"`;
  }
  send(fromGuest.loaded, `{${body}}`);
}
