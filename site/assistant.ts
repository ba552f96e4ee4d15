import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, Worker } from 'node:worker_threads';

interface Call {
  id: number;
  /** Address of a module. */
  module: string;
  name: string;
  args: unknown[];
  /** Whether others go before it. */
  isPatient: boolean;
}

interface Answer {
  id: number;
  result?: unknown;
  /** With its stack. */
  error?: string;
}

declare global {
  /** The address of the module that knows the compiled ones, where there are any: see `compiled.mjs`. */
  var compiledIndex: string | undefined;
}

/** So many calls the second thread has before it, so that it need not wait for this one's answer. */
export const ahead = 2;

const ended = 'The second thread has ended.';

/**
 * A second thread, which calls functions of modules for the first, one after the other. Arguments and
 * results are plain data.
 */
export class Assistant {
  #worker?: Worker;
  #hasEnded = false;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Whether it would take work off the first thread: it does not on a machine with one core. */
  readonly isUseful = availableParallelism() > 1;

  /** Whether it was started: that takes time, which a few small tasks are not worth. */
  get isAtWork(): boolean {
    return this.#worker !== undefined;
  }

  start(): void {
    if (this.#worker || !this.isUseful) return;
    this.#worker = new Worker(new URL('assistant-thread.mjs', import.meta.url), {
      execArgv: [],
      workerData: { compiled: globalThis.compiledIndex },
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#take(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    });
    this.#worker.on('error', error => this.#giveUp(error));
    this.#worker.on('exit', () => {
      this.#hasEnded = true;
      this.#giveUp(new Error(ended));
    });
    this.#worker.unref();
  }

  /** @throws what the function throws, or that the thread has ended */
  call<Result>(module: URL, name: string, ...args: unknown[]): Promise<Result> {
    return this.#ask({ module: module.href, name, args, isPatient: false });
  }

  /** For a result that nobody needs soon: whatever else is asked for meanwhile goes before it. */
  callAtLeisure<Result>(module: URL, name: string, ...args: unknown[]): Promise<Result> {
    return this.#ask({ module: module.href, name, args, isPatient: true });
  }

  #ask<Result>(call: Omit<Call, 'id'>): Promise<Result> {
    this.start();
    if (!this.#worker) return Promise.reject(new Error('There is no second thread.'));
    if (this.#hasEnded) return Promise.reject(new Error(ended));
    const id = this.#asked++;
    this.#worker.ref(); // only for as long as somebody waits for it
    this.#worker.postMessage({ ...call, id } satisfies Call);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!this.#waiting.size) this.#worker?.unref();
    return waiting;
  }

  #giveUp(error: unknown): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** What the thread itself does: see `assistant-thread.mjs`. */
export function assist(): void {
  const calls: Call[] = [];
  let isAtWork = false;
  parentPort?.on('message', async (call: Call) => {
    calls.push(call);
    if (isAtWork) return;
    isAtWork = true;
    while (calls.length) {
      const urgent = calls.findIndex(({ isPatient }) => !isPatient);
      const [next] = calls.splice(Math.max(urgent, 0), 1);
      await answer(next);
      await turn(); // what has been asked meanwhile is heard now
    }
    isAtWork = false;
  });
}

async function answer({ id, module, name, args }: Call): Promise<void> {
  try {
    const { [name]: called } = await import(module);
    const result = await called(...args);
    parentPort?.postMessage({ id, result } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({
      id,
      error: String((error as Error)?.stack ?? error),
    } satisfies Answer);
  }
}
