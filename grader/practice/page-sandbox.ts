import type { Plain } from '../../course/plain.ts';
import { Allowance } from '../sandbox/allowance.ts';
import { encode } from '../sandbox/codec.ts';
import type { Compiled } from '../sandbox/compile.ts';
import { FIELD, fromGuest, toGuest } from '../sandbox/frame.ts';
import { defaultLimits } from '../sandbox/limits.ts';
import {
  type Loaded,
  type Outcome,
  readAnswer,
  type Stopped,
  type StopReason,
  stoppedBehind,
} from '../sandbox/outcome.ts';
import { Printed } from '../sandbox/printed.ts';
import { isAble, isUnable, type Load } from './load.ts';

type Answered = Loaded | Outcome;

interface Request {
  id: number;
  name: string;
  seconds: number;
  verb: string;
  since: number;
  settle(answer: Answered): void;
}

/** The program of a worker, as one classic script. Put in by the bundler. */
declare const GUEST: string;
const guest = GUEST;
let guestAddress: string | undefined;

/**
 * What `sandbox/sandbox.ts` is to the terminal: one fresh worker, and the one file that runs in it, with
 * the same frames and the same limits of time, output and size. Memory is the browser's to watch.
 */
export class PageSandbox {
  readonly #worker: Worker;
  readonly #printed = new Printed();
  readonly #used = new Allowance();
  readonly #requests: Request[] = [];
  #compiled: Compiled | undefined;
  #calls = 0;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #stopped: Stopped | undefined;
  #found: (isAble: boolean) => void = () => {};

  /** Whether this browser lets a worker of this page run what it is given. */
  readonly isAble: Promise<boolean>;

  /** Starts at once, so that a worker may be there before it is needed. */
  constructor() {
    guestAddress ??= URL.createObjectURL(new Blob([guest], { type: 'text/javascript' }));
    this.#worker = new Worker(guestAddress);
    this.isAble = new Promise(settle => {
      this.#found = settle;
    });
    this.#worker.onmessage = ({ data }) => {
      if (data === isAble || data === isUnable) this.#found(data === isAble);
      else this.#receive(...(data as [number, string]));
    };
    this.#worker.onerror = event => {
      event.preventDefault();
      this.#found(false);
    };
  }

  get alive(): boolean {
    return !this.#stopped;
  }

  get output(): string {
    return this.#printed.text;
  }

  /**
   * Loads a file's module, running its top level. Once for each sandbox.
   * @param tensor the code of TensorFlow.js, for a module that imports it
   */
  async load(compiled: Compiled, tensor?: string): Promise<Loaded | Stopped | Threw> {
    this.#compiled = compiled;
    await this.isAble; // the time that a worker takes to start is not the file's
    const load: Load = { code: compiled.code, tensor };
    const seconds = tensor ? tensorSeconds : defaultLimits.seconds;
    const answer = await this.#ask({ id: 0, name: '', seconds, verb: 'load' }, toGuest.code, load);
    return answer as Loaded | Stopped | Threw;
  }

  /** Calls an exported function once for each question, one after the other. */
  callAll(
    name: string,
    questions: readonly (readonly Plain[])[],
    { seconds = defaultLimits.seconds, share = 1 }: { seconds?: number; share?: number },
  ): Promise<Outcome[]> {
    return Promise.all(questions.map(args => this.#call(name, args, seconds * share)));
  }

  async #call(name: string, args: readonly Plain[], seconds: number): Promise<Outcome> {
    const id = ++this.#calls;
    const body = `${id}${FIELD}${name}${FIELD}${encode(args, 'was given')}`;
    return (await this.#ask({ id, name, seconds, verb: 'return' }, toGuest.call, body)) as Outcome;
  }

  close(): void {
    this.#stop('exit', 'was closed before it answered');
  }

  #ask(
    question: Pick<Request, 'id' | 'name' | 'seconds' | 'verb'>,
    kind: number,
    body: string | Load,
  ): Promise<Answered> {
    return new Promise(settle => {
      if (this.#stopped) {
        settle(this.#stopped);
        return;
      }
      this.#requests.push({ ...question, since: 0, settle });
      this.#worker.postMessage([kind, body]);
      if (this.#requests.length === 1) this.#watchFirst();
    });
  }

  /** The worker answers one question after the other; the time of each begins with the answer before. */
  #watchFirst(): void {
    clearTimeout(this.#deadline);
    const [request] = this.#requests;
    if (!request) return;
    request.since = performance.now();
    const late = () => {
      if (this.#requests[0] !== request) return;
      this.#stop('time', `did not ${request.verb} within ${spell(request.seconds)}`);
    };
    // Nobody tells the page what of the processor the worker got. So time is counted in ticks: where other
    // programs want the processor too, these come late as well.
    let ticks = (request.seconds * 1000) / tickMs;
    const tick = () => {
      // An answer that has arrived and was not read yet, because the page was busy, still counts.
      this.#deadline = --ticks > 0 ? setTimeout(tick, tickMs) : setTimeout(late, 20);
    };
    this.#deadline = setTimeout(tick, tickMs);
  }

  #receive(kind: number, body: string): void {
    if (this.#stopped) return;
    if (kind === fromGuest.log) {
      if (!this.#printed.add(body)) this.#stop('output', 'printed without end');
      return;
    }
    const [request] = this.#requests;
    if (!request || !this.#compiled) return;
    const answer = readAnswer(kind, body, request.id, this.#compiled);
    const over = this.#used.use(request.name, {
      characters: body.length,
      seconds: (performance.now() - request.since) / 1000,
      limit: request.seconds,
      pid: undefined,
    });
    if (over) {
      this.#stop(over.reason, over.message, true);
      return;
    }
    this.#requests.shift();
    request.settle(answer);
    this.#watchFirst();
  }

  #stop(reason: StopReason, message: string, together?: true): void {
    if (this.#stopped) return;
    this.#stopped = { kind: 'stopped', reason, message, ...(together && { together }) };
    this.#worker.terminate();
    this.#found(true);
    clearTimeout(this.#deadline);
    const [at, ...waiting] = this.#requests.splice(0);
    at?.settle(this.#stopped);
    for (const { name, settle } of waiting) settle(stoppedBehind(this.#stopped, name, at.name));
  }
}

type Threw = Extract<Outcome, { kind: 'threw' }>;

const tickMs = 50;

/** A slow phone takes a while to read TensorFlow.js. */
const tensorSeconds = 15;

function spell(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
