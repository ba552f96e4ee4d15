import type { Plain } from '../../course/plain.ts';
import { Allowance } from './allowance.ts';
import { encode } from './codec.ts';
import type { Compiled } from './compile.ts';
import { plainHost } from './deno.ts';
import { FIELD, fromGuest, toGuest } from './frame.ts';
import { Guest } from './guest.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type Loaded, type Outcome, readAnswer, type StopReason } from './outcome.ts';
import { Printed } from './printed.ts';
import { tensorGuest, tensorHost } from './tensor.ts';
import { Watch } from './watch.ts';

export { defaultLimits, type Limits } from './limits.ts';
export type { Loaded, Outcome, StopReason } from './outcome.ts';

type Threw = Outcome & { kind: 'threw' };
type Stopped = Outcome & { kind: 'stopped' };

interface Request {
  /** Of the function; empty for the load. */
  name: string;
  /** When the guest began with it, by performance.now(). */
  since: number;
  seconds: number;
  late: () => void;
  /** 0 for the load, then the number of the call. */
  id: number;
  settle: (answer: Loaded | Outcome) => void;
}

/**
 * One process that can do nothing but compute, and the one file that runs in it.
 *
 * The parent trusts nothing that comes back: it owns every deadline, caps every size, and kills the
 * process at the first frame that it did not ask for. Start one for each file; close it when done.
 */
export class Sandbox {
  private readonly limits: Limits;
  private readonly printed = new Printed();
  private readonly watch: Watch;
  private guest: Guest;
  private host: string;
  private compiled: Compiled | undefined;
  /** What was asked and not answered yet. The guest works on the first; its deadline runs. */
  private readonly requests: Request[] = [];
  private readonly used = new Allowance();
  private calls = 0;
  private stopped: Stopped | undefined;

  /**
   * Spawns at once and does not wait, so that a caller may start the next one ahead of its use.
   * @param options tensor: the file to come is known to use `#tensor`, which saves a second spawn
   */
  static start(limits: Partial<Limits> = {}, options: { tensor?: boolean } = {}): Sandbox {
    const host = (options.tensor && tensorHost()) || plainHost;
    return new Sandbox({ ...defaultLimits, ...limits }, host);
  }

  /** @param host the guest's program; only tests of a hostile guest give their own */
  constructor(limits: Limits, host: string) {
    this.limits = limits;
    this.host = host;
    this.guest = this.spawn();
    this.watch = new Watch(
      () => this.guest.pid,
      limits.memoryMB + limits.residentExtraMB,
      () => this.stop('memory', this.tooMuchMemory()),
    );
  }

  /** Whether the process still answers. */
  get alive(): boolean {
    return this.stopped === undefined;
  }

  /** What the file printed, up to 20 lines and 4096 characters. */
  get output(): string {
    return this.printed.text;
  }

  /** Loads a file's module, running its top level. Once for each sandbox. */
  async load(code: Compiled): Promise<Loaded | Threw | Stopped> {
    if (this.compiled !== undefined) throw new Error('This sandbox holds a file; start another.');
    this.compiled = code;
    if (code.tensor) await this.needTensor();
    const seconds = this.limits.loadSeconds;
    const answer = await this.ask(
      { id: 0, name: '', seconds, verb: 'load' },
      toGuest.code,
      code.code,
    );
    return answer as Loaded | Threw | Stopped;
  }

  /**
   * Calls an exported function. Calls made together are sent together, which saves the time between
   * them, and answered one after the other, each with a deadline of its own.
   * @param name of the export
   * @throws NotPlainError when an argument is not plain data
   */
  async call(
    name: string,
    args: readonly Plain[],
    options: { seconds?: number } = {},
  ): Promise<Outcome> {
    if (this.compiled === undefined) throw new Error('Load a file before calling its functions.');
    if (name.includes(FIELD)) throw new Error('The name of a function holds no line break.');
    const source = encode(args, 'was given');
    const seconds = options.seconds ?? this.limits.seconds;
    const id = ++this.calls;
    const body = `${id}${FIELD}${name}${FIELD}${source}`;
    return (await this.ask({ id, name, seconds, verb: 'return' }, toGuest.call, body)) as Outcome;
  }

  /** Kills the process. A call that is waiting ends as stopped. Closing twice does no harm. */
  close(): void {
    this.stop('exit', 'was closed before it answered');
  }

  private spawn(): Guest {
    return new Guest(this.limits, this.host, {
      frame: (kind, body) => this.receive(kind, body),
      oversized: () => this.stop('output', 'answered with more than 4 MB'),
      gone: (how, outOfMemory) =>
        outOfMemory
          ? this.stop('memory', this.tooMuchMemory())
          : this.stop('exit', `ended its own process (${how}) before it answered`),
    });
  }

  /** A running host cannot take up the library fast (see tensor.ts), so another one takes its place. */
  private async needTensor(): Promise<void> {
    const { file } = await tensorGuest();
    if (this.host !== plainHost || this.stopped !== undefined) return;
    this.guest.kill();
    this.host = file;
    this.guest = this.spawn();
  }

  private ask(
    { verb, ...question }: Pick<Request, 'id' | 'name' | 'seconds'> & { verb: string },
    kind: number,
    body: string,
  ) {
    return new Promise<Loaded | Outcome>(settle => {
      if (this.stopped !== undefined) {
        settle(this.stopped);
        return;
      }
      const late = () => this.stop('time', `did not ${verb} within ${spell(question.seconds)}`);
      this.requests.push({ ...question, since: 0, late, settle });
      this.guest.send(kind, body);
      if (this.requests.length === 1) this.watchFirst();
    });
  }

  private watchFirst(): void {
    const [request] = this.requests;
    if (request) request.since = performance.now();
    this.watch.turnTo(request);
  }

  private receive(kind: number, body: string): void {
    if (kind === fromGuest.log) {
      if (!this.printed.add(body)) this.stop('output', 'printed without end');
      return;
    }
    const { requests, compiled } = this;
    const [request] = requests;
    try {
      if (request === undefined || compiled === undefined) throw new Error('nothing was asked');
      const answer = readAnswer(kind, body, request.id, compiled);
      const { name, since, seconds: limit } = request;
      const seconds = (performance.now() - since) / 1000;
      const { pid } = this.guest;
      const over = this.used.use(name, { characters: body.length, seconds, limit, pid });
      if (over) {
        this.stop(over.reason, over.message);
        return;
      }
      requests.shift();
      request.settle(answer);
      this.watchFirst();
    } catch {
      this.stop('protocol', 'wrote to the channel that its answers come by');
    }
  }

  private tooMuchMemory(): string {
    return `used more than ${this.limits.memoryMB} MB of memory`;
  }

  private stop(reason: StopReason, message: string): void {
    if (this.stopped !== undefined) return;
    this.stopped = { kind: 'stopped', reason, message };
    this.guest.kill();
    this.watch.turnTo(undefined);
    for (const request of this.requests.splice(0)) request.settle(this.stopped);
  }
}

function spell(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
