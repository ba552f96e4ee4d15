/**
 * Timers that never come. The guest never yields to its event loop once a module has loaded, so no timer
 * could; and Deno's own cost a third of the time that a guest takes to start. Imported before anything that
 * might look at them.
 */
let timers = 0;
const start = (): number => ++timers;
const stop = (): void => {};

for (const [name, value] of Object.entries({
  setTimeout: start,
  setInterval: start,
  clearTimeout: stop,
  clearInterval: stop,
})) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

export {};
