import { usage } from './usage.ts';

interface Watched {
  pid: number | undefined;
  /** Seconds for the call. */
  seconds: number;
  residentMB: number;
  /** Whether the call still waits for its answer. */
  waiting: () => boolean;
  /** Told once, when the time is over. */
  late: () => void;
  /** Told once, when the process holds too much memory. */
  large: () => void;
}

const intervalMs = 50;
/** How much longer than its seconds a call may take when other programs keep it from the processor. */
const patience = 4;

/**
 * Looks at a guest every 50 ms while a call is in flight. Time is over when both the clock and the
 * processor time of the guest have reached the limit, so that a correct answer is not late on a busy
 * machine; a guest that only waits is late after four times the limit. Where the system does not tell the
 * processor time, the clock decides.
 */
export function watch(call: Watched): void {
  const start = performance.now();
  let before: number | undefined;
  let seen = false;
  const look = (): void => {
    if (!call.waiting()) return;
    const { residentBytes, processorSeconds } = usage(call.pid);
    if ((residentBytes ?? 0) > call.residentMB * 1024 * 1024) {
      call.large();
      return;
    }
    if (!seen) {
      before = processorSeconds;
      seen = true;
    }
    const elapsed = (performance.now() - start) / 1000;
    const worked =
      before === undefined || processorSeconds === undefined
        ? elapsed
        : processorSeconds - before + intervalMs / 1000;
    if (elapsed >= call.seconds && (worked >= call.seconds || elapsed >= call.seconds * patience)) {
      // An answer that has arrived but was not read yet, because this process was busy, still counts.
      setImmediate(() => setImmediate(() => call.waiting() && call.late()));
      return;
    }
    setTimeout(look, Math.max(1, Math.min(intervalMs, call.seconds * 1000 - elapsed * 1000)));
  };
  setTimeout(look, Math.min(intervalMs, call.seconds * 1000));
}
