import type { Logits, SequencePair } from '../solutions/11-capstone.ts';
import { logProbabilities } from './policy.ts';

/** What one DPO step on all the pairs does to each of them. */
export interface Entanglement {
  /** The step. */
  at: number;
  /** Means over the pairs of log π before it, in nats. */
  chosen: number;
  rejected: number;
  /** How many pairs see: the gap open from both sides; both fall; both rise; the chosen fall, the rejected rise. */
  cases: [opens: number, bothFall: number, bothRise: number, wrongWay: number];
}

export function entanglement(
  before: Logits,
  after: Logits,
  pairs: readonly SequencePair[],
  at: number,
): Entanglement {
  const changes = (side: 'chosen' | 'rejected') => {
    const responses = pairs.map(pair => pair[side]);
    const [old, now] = [before, after].map(logits => logProbabilities(logits, responses));
    return {
      mean: old.reduce((sum, log) => sum + log, 0) / pairs.length,
      by: now.map((log, i) => log - old[i]),
    };
  };
  const [chosen, rejected] = [changes('chosen'), changes('rejected')];
  const cases: Entanglement['cases'] = [0, 0, 0, 0];
  pairs.forEach((_, i) => {
    const [up, down] = [chosen.by[i] >= 0, rejected.by[i] <= 0];
    cases[up ? (down ? 0 : 2) : down ? 1 : 3]++;
  });
  return { at, chosen: chosen.mean, rejected: rejected.mean, cases };
}
