import { usage } from './usage.ts';

interface Watched {
  /** Seconds for the call. */
  seconds: number;
  /** Told once, when the time is over. */
  late: () => void;
}

const intervalMs = 50;
/** How much longer than its seconds a call may take when other programs keep it from the processor. */
const patience = 4;

/**
 * Looks at a guest every 50 ms while a call is in flight. Time is over when both the clock and the
 * processor time of the guest have reached the limit, so that a correct answer is not late on a busy
 * machine; a guest that only waits is late after four times the limit. Where the system does not tell the
 * processor time, the clock decides.
 *
 * One timer serves all calls of a guest: most are answered in microseconds, and a timer each would cost
 * more than they do.
 */
export class Watch {
  readonly #pid: () => number | undefined;
  readonly #residentMB: number;
  readonly #large: () => void;
  #call: Watched | undefined;
  #since = 0;
  /** Processor time at the first look at this call. */
  #before: number | undefined;
  #seen = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param large is told when the process holds more than `residentMB`. */
  constructor(pid: () => number | undefined, residentMB: number, large: () => void) {
    this.#pid = pid;
    this.#residentMB = residentMB;
    this.#large = large;
  }

  /** The guest works on this call now; on none when undefined. */
  turnTo(call: Watched | undefined): void {
    this.#call = call;
    if (!call) return;
    this.#since = performance.now();
    this.#seen = false;
    this.#before = undefined;
    this.#timer ??= setTimeout(this.#look, Math.min(intervalMs, call.seconds * 1000));
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    const call = this.#call;
    if (!call) return;
    const { residentBytes, processorSeconds } = usage(this.#pid());
    if ((residentBytes ?? 0) > this.#residentMB * 1024 * 1024) {
      this.#large();
      return;
    }
    if (!this.#seen) {
      this.#before = processorSeconds;
      this.#seen = true;
    }
    const elapsed = (performance.now() - this.#since) / 1000;
    const worked =
      this.#before === undefined || processorSeconds === undefined
        ? elapsed
        : processorSeconds - this.#before + intervalMs / 1000;
    if (elapsed >= call.seconds && (worked >= call.seconds || elapsed >= call.seconds * patience)) {
      // An answer that has arrived but was not read yet, because this process was busy, still counts.
      setImmediate(() => setImmediate(() => this.#after(call)));
      return;
    }
    const left = Math.max(1, Math.min(intervalMs, (call.seconds - elapsed) * 1000));
    this.#timer = setTimeout(this.#look, left);
  };

  #after(call: Watched): void {
    if (this.#call === call) call.late();
    else if (this.#call) this.#timer ??= setTimeout(this.#look, 1);
  }
}
