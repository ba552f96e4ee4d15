/**
 * Aborts: Node's abort, a promise that nobody catches, an error in a callback.
 * @family leaving
 */
const world = globalThis as any;
world.process?.abort?.();
queueMicrotask(() => { throw new Error('uncaught'); });
Promise.reject(new Error('unhandled'));
world.reportError?.(new Error('reported'));
export const surprisal = () => Number.NaN;
