import { type Usage, usage } from './usage.ts';

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
  readonly #told: { large: () => void; late: () => void };
  /** How many calls there were until now. */
  #turn = 0;
  /** What the call that is in flight may take; undefined when there is none. */
  #seconds: number | undefined;
  #since = 0;
  /** Processor time at the first look at this call. */
  #before: number | undefined;
  #seen = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param told `large` when the process holds more than `residentMB`, `late` when a call's time is over. */
  constructor(
    pid: () => number | undefined,
    residentMB: number,
    told: { large: () => void; late: () => void },
  ) {
    this.#pid = pid;
    this.#residentMB = residentMB;
    this.#told = told;
  }

  /** The guest works on the next call now, which may take so long; on none when undefined. */
  turn(seconds: number | undefined): void {
    this.#turn++;
    this.#seconds = seconds;
    if (seconds === undefined) return;
    this.#since = performance.now();
    this.#seen = false;
    this.#before = undefined;
    this.#timer ??= setTimeout(this.#look, Math.min(intervalMs, seconds * 1000));
  }

  /**
   * Whether the process holds too much, after a call that took so many seconds. A busy parent looks late, and
   * whether it does must not decide if it was the memory or what the student's code made of its end.
   */
  isLargeAfter(seconds: number): boolean {
    return seconds * 1000 >= intervalMs && this.#isLarge(usage(this.#pid()));
  }

  #isLarge({ residentBytes = 0 }: Usage): boolean {
    return residentBytes > this.#residentMB * 1024 * 1024;
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    const seconds = this.#seconds;
    if (seconds === undefined) return;
    const now = usage(this.#pid());
    if (this.#isLarge(now)) {
      this.#told.large();
      return;
    }
    const { processorSeconds } = now;
    if (!this.#seen) {
      this.#before = processorSeconds;
      this.#seen = true;
    }
    const elapsed = (performance.now() - this.#since) / 1000;
    const worked =
      this.#before === undefined || processorSeconds === undefined
        ? elapsed
        : processorSeconds - this.#before + intervalMs / 1000;
    if (elapsed >= seconds && (worked >= seconds || elapsed >= seconds * patience)) {
      // An answer that has arrived but was not read yet, because this process was busy, still counts.
      const turn = this.#turn;
      setImmediate(() => setImmediate(() => this.#after(turn)));
      return;
    }
    const left = Math.max(1, Math.min(intervalMs, (seconds - elapsed) * 1000));
    this.#timer = setTimeout(this.#look, left);
  };

  #after(turn: number): void {
    if (this.#turn === turn) this.#told.late();
    else if (this.#seconds !== undefined) this.#timer ??= setTimeout(this.#look, 1);
  }
}
