import type { StopReason } from './outcome.ts';
import { usage } from './usage.ts';

/** What the calls of one process may use together. Each of them has limits of its own, but there are hundreds. */
export const allowance = {
  /**
   * How often the calls of one function may use up the time of one. All calls of the slowest reference need
   * a twentieth of a single call's, and where a task trains, a sixth.
   */
  calls: 2,
  /** Characters of all answers; the largest lesson needs a thirtieth of it. */
  characters: 2 * 1024 * 1024,
} as const;

/** On a busy machine time passes without the guest's doing; only this much more of it is its fault anyhow. */
const patience = 4;

export class Allowance {
  #characters = 0;
  readonly #seconds = new Map<string, number>();

  /**
   * Counts one answer.
   * @param seconds that it took, of the `limit` that one call has
   * @returns why there may be no more answers
   */
  use(
    name: string,
    answer: { characters: number; seconds: number; limit: number; pid: number | undefined },
  ): { reason: StopReason; message: string } | undefined {
    this.#characters += answer.characters;
    const seconds = (this.#seconds.get(name) ?? 0) + answer.seconds;
    this.#seconds.set(name, seconds);
    if (this.#characters > allowance.characters) {
      return { reason: 'output', message: 'answered with more than 2 MB in all' };
    }
    const most = allowance.calls * answer.limit;
    if (seconds < most) return undefined;
    const { processorSeconds = seconds } = usage(answer.pid);
    if (processorSeconds < most && seconds < patience * most) return undefined;
    return { reason: 'time', message: `took more than ${most} seconds for all its calls` };
  }
}
