// A thread does not inherit what reads TypeScript, so it begins in JavaScript.
import { workerData } from 'node:worker_threads';

const address = new URL('./assistant.ts', import.meta.url).href;
const { assist } = await load();
assist();

async function load() {
  if (workerData.compiled) {
    await import(workerData.compiled); // see `compiled.mjs`
    return globalThis.importCompiled(address);
  }
  const { register } = await import('tsx/esm/api');
  register();
  return import(address);
}
