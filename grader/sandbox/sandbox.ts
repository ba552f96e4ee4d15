import type { Plain } from '../../course/plain.ts';
import { Allowance } from './allowance.ts';
import { type Batch, encodeQuestions } from './batch.ts';
import type { Compiled } from './compile.ts';
import { FIELD, fromGuest, toGuest } from './frame.ts';
import { Guest } from './guest.ts';
import { defaultLimits, type Limits } from './limits.ts';
import {
  type Loaded,
  type Outcome,
  readAnswer,
  type Stopped,
  type StopReason,
  stoppedBehind,
} from './outcome.ts';
import { Printed } from './printed.ts';
import { type Program, plainProgram } from './program.ts';
import { tensorGuest, tensorProgram } from './tensor.ts';
import { Watch } from './watch.ts';

export { defaultLimits, type Limits } from './limits.ts';
export type { Loaded, Outcome, StopReason } from './outcome.ts';

type Threw = Outcome & { kind: 'threw' };

interface CallOptions {
  seconds?: number;
  /** The part of the seconds that each call has. */
  share?: number;
}

/** A function whose calls take less, in the mean, is asked several questions at a time. */
const quickSeconds = 0.005;

/** How long a batch may be silent before its calls are asked once more, one by one. */
const silentSeconds = 0.25;

/**
 * One process that can do nothing but compute, and the one file that runs in it.
 *
 * The parent trusts nothing that comes back: it owns every deadline, caps every size, and kills the
 * process at the first frame that it did not ask for. Start one for each file; close it when done.
 */
export class Sandbox {
  private readonly limits: Limits;
  private readonly watch: Watch;
  private guest: Guest;
  private program: Program;
  private compiled: Compiled | undefined;
  private printed = new Printed();
  private used = new Allowance();
  /** What was asked and not answered yet. The guest works on the first; its deadline runs. */
  private waiting: Batch[] = [];
  /** What was answered, the load first. */
  private answered: Batch[] = [];
  /** When the guest began with what it is at, by performance.now(). */
  private since = 0;
  private readonly quick = new Set<string>();
  private again = false;
  private calls = 0;
  private stopped: Stopped | undefined;

  /**
   * Spawns at once and does not wait, so that a caller may start the next one ahead of its use.
   * @param options tensor: the file to come is known to use `#tensor`, which saves a second spawn
   */
  static start(limits: Partial<Limits> = {}, options: { tensor?: boolean } = {}): Sandbox {
    const program = (options.tensor && tensorProgram()) || plainProgram();
    return new Sandbox({ ...defaultLimits, ...limits }, program);
  }

  /** @param program of the guest; only tests of a hostile guest give their own */
  constructor(limits: Limits, program: Program) {
    this.limits = limits;
    this.program = program;
    this.guest = this.spawn();
    this.watch = new Watch(() => this.guest.pid, limits.memoryMB + limits.residentExtraMB, {
      large: () => this.end('memory', this.tooMuchMemory()),
      late: () => this.late(),
    });
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
    const [answer] = await this.ask({
      name: '',
      seconds: code.tensor ? this.limits.loadSeconds : this.limits.seconds,
      verb: 'load',
      id: 0,
      count: 1,
      body: Buffer.from(code.code),
      oneByOne: true,
    });
    return answer as Loaded | Threw | Stopped;
  }

  /** Calls an exported function once; see `callAll`. */
  async call(name: string, args: readonly Plain[], options: CallOptions = {}): Promise<Outcome> {
    const [outcome] = await this.callAll(name, [args], options);
    return outcome;
  }

  /**
   * Calls an exported function once for each question, one after the other, each with a deadline of its
   * own. Questions that are frozen, all their parts too, are encoded once for all sandboxes.
   * @param name of the export
   * @throws NotPlainError when an argument is not plain data
   */
  async callAll(
    name: string,
    questions: readonly (readonly Plain[])[],
    { seconds = this.limits.seconds, share = 1 }: CallOptions = {},
  ): Promise<Outcome[]> {
    if (this.compiled === undefined) throw new Error('Load a file before calling its functions.');
    if (name.includes(FIELD)) throw new Error('The name of a function holds no control character.');
    if (questions.length === 0) return [];
    const body = encodeQuestions(questions);
    const id = this.calls + 1;
    this.calls += questions.length;
    return (await this.ask({
      name,
      seconds: seconds * share,
      verb: 'return',
      id,
      count: questions.length,
      body,
      oneByOne: this.again || questions.length === 1 || !this.quick.has(name),
    })) as Outcome[];
  }

  /** Kills the process. A call that is waiting ends as stopped. Closing twice does no harm. */
  close(): void {
    this.stop('exit', 'was closed before it answered');
  }

  private spawn(): Guest {
    return new Guest(this.limits, this.program, {
      frame: (kind, body) => this.receive(kind, body),
      oversized: () => this.stop('output', 'answered with more than 4 MB'),
      gone: (how, outOfMemory) =>
        outOfMemory
          ? this.end('memory', this.tooMuchMemory())
          : this.end('exit', `ended its own process (${how}) before it answered`),
    });
  }

  /** A running host cannot take up the library fast (see tensor.ts), so another one takes its place. */
  private async needTensor(): Promise<void> {
    await tensorGuest();
    const program = tensorProgram();
    if (!program || this.program !== plainProgram() || this.stopped !== undefined) return;
    this.guest.kill();
    this.program = program;
    this.guest = this.spawn();
  }

  private ask(batch: Omit<Batch, 'answers' | 'used' | 'settle'>): Promise<(Loaded | Outcome)[]> {
    return new Promise(settle => {
      const asked = { ...batch, answers: [], used: 0, settle };
      if (this.stopped !== undefined) {
        settle(Array(batch.count).fill(this.stopped));
        return;
      }
      this.waiting.push(asked);
      this.send(asked);
      if (this.waiting.length === 1) this.watchFirst();
    });
  }

  private send({ verb, id, name, body, oneByOne }: Batch): void {
    if (verb === 'load') this.guest.send(toGuest.code, '', body);
    else this.guest.send(toGuest.calls, `${id}${FIELD}${oneByOne ? 1 : 0}${FIELD}${name}`, body);
  }

  private watchFirst(): void {
    const batch: Batch | undefined = this.waiting[0];
    if (batch) this.since = performance.now();
    this.watch.turn(this.unsure ? Math.min(batch.seconds, silentSeconds) : batch?.seconds);
  }

  private late(): void {
    const { verb, seconds } = this.waiting[0];
    this.end('time', `did not ${verb} within ${spell(seconds)}`);
  }

  private receive(kind: number, body: string): void {
    if (kind === fromGuest.log) {
      if (!this.printed.add(body)) this.stop('output', 'printed without end');
      return;
    }
    const { compiled } = this;
    // Not by taking the list apart: this runs for each of some hundred answers.
    const batch: Batch | undefined = this.waiting[0];
    try {
      if (batch === undefined || compiled === undefined) throw new Error('nothing was asked');
      const answer = readAnswer(kind, body, batch.id + batch.answers.length, compiled);
      const { name, seconds: limit } = batch;
      const seconds = (performance.now() - this.since) / 1000;
      const { pid } = this.guest;
      const over = this.used.use(name, { characters: body.length, seconds, limit, pid });
      if (over) {
        this.stop(over.reason, over.message, true);
        return;
      }
      if (this.watch.isLargeAfter(seconds)) {
        this.end('memory', this.tooMuchMemory());
        return;
      }
      batch.answers.push(answer);
      batch.used += seconds;
      if (batch.answers.length === batch.count) this.finish(batch);
      this.watchFirst();
    } catch {
      this.stop('protocol', 'wrote to the channel that its answers come by');
    }
  }

  private finish(batch: Batch): void {
    this.waiting.shift();
    this.answered.push(batch);
    if (batch.used / batch.count < quickSeconds) this.quick.add(batch.name);
    batch.settle(batch.answers);
  }

  /** The guest is within a batch whose answers it holds back, so which call it is at is not known. */
  private get unsure(): boolean {
    const batch: Batch | undefined = this.waiting[0];
    return batch !== undefined && !batch.oneByOne && batch.count - batch.answers.length > 1;
  }

  private end(reason: StopReason, message: string): void {
    if (this.unsure) this.askAgain();
    else this.stop(reason, message);
  }

  /**
   * Puts all questions since the load to a new process, one by one: so the call that did not come back is
   * found, and those before it keep their answers, as if none had been held back.
   */
  private askAgain(): void {
    this.guest.kill();
    this.again = true;
    this.printed = new Printed();
    this.used = new Allowance();
    // To settle those again that have been answered does nothing.
    this.waiting = [...this.answered, ...this.waiting].map(batch => ({
      ...batch,
      oneByOne: true,
      answers: [],
      used: 0,
    }));
    this.answered = [];
    this.guest = this.spawn();
    for (const batch of this.waiting) this.send(batch);
    this.watchFirst();
  }

  private tooMuchMemory(): string {
    return `used more than ${this.limits.memoryMB} MB of memory`;
  }

  private stop(reason: StopReason, message: string, together?: true): void {
    if (this.stopped !== undefined) return;
    this.stopped = { kind: 'stopped', reason, message, ...(together && { together }) };
    this.guest.kill();
    this.watch.turn(undefined);
    const waiting = this.waiting.splice(0);
    for (const { name, answers, count, settle } of waiting) {
      const stopped = stoppedBehind(this.stopped, name, waiting[0].name);
      settle([...answers, ...Array<Stopped>(count - answers.length).fill(stopped)]);
    }
  }
}

function spell(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
