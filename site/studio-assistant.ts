import {
  MessageChannel,
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from 'node:worker_threads';
import { type Drawing, draw, type FigureFile, loadFigures } from './drawing.ts';

interface Job {
  lesson: string;
  figure: string;
}

interface Order {
  root: string;
  jobs: Job[];
  /** The state of each job. Whoever turns `free` into `taken` does it. */
  states: Int32Array;
  port: MessagePort;
}

const [free, taken, done, failed] = [0, 1, 2, 3];

/** A thread that is stuck for so long, in milliseconds, is no longer waited for. */
const patience = 60_000;

/** A second thread that draws figures, beginning with the last: pages are written from the first on. */
export class Assistant {
  readonly #order: Order;
  readonly #inbox: MessagePort;
  readonly #results = new Map<number, Drawing>();

  constructor(root: string, jobs: Job[]) {
    const { port1, port2 } = new MessageChannel();
    const states = new Int32Array(new SharedArrayBuffer(4 * jobs.length));
    this.#order = { root, jobs, states, port: port2 };
    this.#inbox = port1;
    const worker = new Worker(new URL('studio-thread.mjs', import.meta.url), {
      execArgv: [],
      workerData: { assist: this.#order },
      transferList: [port2],
      stdout: true,
      stderr: true,
    });
    worker.on('error', () => {}); // what it leaves undone is drawn by who needs it
    worker.unref();
    this.#inbox.unref();
  }

  /** What the thread drew; undefined, at once, if it has not begun with it: then it never will. */
  fetch(lesson: string, figure: string): Drawing | undefined {
    const { jobs, states } = this.#order;
    const index = jobs.findIndex(job => job.lesson === lesson && job.figure === figure);
    if (index < 0) return undefined;
    if (Atomics.compareExchange(states, index, free, taken) === free) return undefined;
    Atomics.wait(states, index, taken, patience);
    for (let mail = next(this.#inbox); mail; mail = next(this.#inbox)) {
      this.#results.set(mail.index, mail.drawing);
    }
    return this.#results.get(index);
  }
}

function next(inbox: MessagePort): { index: number; drawing: Drawing } | undefined {
  return receiveMessageOnPort(inbox)?.message;
}

/** A figure that fails is left to the thread that writes the page, which reports it. */
async function assist({ root, jobs, states, port }: Order): Promise<void> {
  const files = new Map<string, Promise<FigureFile>>();
  for (let index = jobs.length - 1; index >= 0; index--) {
    if (Atomics.compareExchange(states, index, free, taken) !== free) continue;
    const { lesson, figure } = jobs[index];
    try {
      const file = files.get(lesson) ?? loadFigures(root, lesson);
      files.set(lesson, file);
      const { figures = {} } = await file;
      port.postMessage({ index, drawing: draw(figure, figures[figure]) });
      Atomics.store(states, index, done);
    } catch {
      Atomics.store(states, index, failed);
    }
    Atomics.notify(states, index);
  }
}

if (parentPort && workerData?.assist) await assist(workerData.assist);
