import * as tf from '#tensor';

/** What a user did with one response to one prompt. */
export type FeedbackEvent = {
  prompt: string;
  response: string;
  action: 'keep' | 'regenerate' | 'abandon';
};

/**
 * The probability that the first of two responses to one prompt is preferred, under the Bradley–Terry
 * model: σ(rewardFirst − rewardSecond).
 *
 * @param rewardFirst the first response's reward, in nats of log-odds
 * @param rewardSecond the second response's reward, likewise; only the difference counts
 * @returns a probability from 0 to 1, for differences of any size and sign
 * @see Bradley and Terry (1952), Rank Analysis of Incomplete Block Designs
 */
export function preferenceProbability(rewardFirst: number, rewardSecond: number): number {
  throw new Error('to do: preferenceProbability');
}

/**
 * Simulated annotators: one Bernoulli draw for each pair of responses.
 *
 * @param probabilities for each pair, the probability p that the first response is preferred
 * @param uniforms for each pair, a number u with 0 ≤ u < 1: all the chance that the draw may use
 * @returns for each pair, whether the first response is preferred: exactly when u < p
 */
export function samplePreferences(probabilities: number[], uniforms: number[]): boolean[] {
  throw new Error('to do: samplePreferences');
}

/**
 * The loss of a reward model: the mean of −log σ(m) over its margins, to full relative precision for
 * margins of any size and sign.
 *
 * @param margins for each comparison, reward of the chosen minus reward of the rejected response, in
 *   nats of log-odds; at least one
 * @returns nats for each comparison, ≥ 0
 * @see Christiano et al. (2017); Ouyang et al. (2022), equation 1
 */
export function rewardModelLoss(margins: number[]): number {
  throw new Error('to do: rewardModelLoss');
}

/**
 * The Bradley–Terry rewards that make the comparisons most probable, with mean zero.
 *
 * @param comparisons `[winner, loser]` for each comparison; items are numbered from 0 and never meet
 *   themselves; the graph of wins is strongly connected, so that the maximum exists
 * @param items how many items there are
 * @returns for each item its reward, in nats of log-odds, right to 1e-4
 * @see Ford (1957); Hunter (2004), MM algorithms for generalized Bradley–Terry models
 */
export function fitBradleyTerry(
  comparisons: [winner: number, loser: number][],
  items: number,
): number[] {
  throw new Error('to do: fitBradleyTerry');
}

/**
 * The probability of a full ranking under the Plackett–Luce model: choose the best with softmax
 * probabilities, remove it, choose the best of the rest, and so on.
 *
 * @param scores for each item 0 … n−1 its score, in nats of log-odds, any real number up to ±1e4
 * @param ranking the n items in order, best first
 * @returns a probability from 0 to 1
 * @see Luce (1959), Individual Choice Behavior; Plackett (1975), The Analysis of Permutations
 */
export function plackettLuce(scores: number[], ranking: number[]): number {
  throw new Error('to do: plackettLuce');
}

/**
 * The probability of a ranking under the Mallows model: φ^d / Z, where d is the Kendall distance to a
 * reference ranking, the number of pairs of items that the two put in opposite orders.
 *
 * @param ranking the items 0 … n−1 in order, best first
 * @param reference the most probable ranking, written likewise
 * @param phi dispersion from 0 (only the reference occurs) to 1 (all rankings are equally probable)
 * @returns a probability from 0 to 1
 * @see Mallows (1957), Non-Null Ranking Models
 */
export function mallows(ranking: number[], reference: number[], phi: number): number {
  throw new Error('to do: mallows');
}

/**
 * The preference pairs that a log of user actions implies: a kept response beats every response to the
 * same prompt that was regenerated before it.
 *
 * @param events in order of time; any string may be a prompt, and the responses to one prompt all differ
 * @returns `[chosen, rejected]` pairs, in the order of the `keep` events and, for one `keep`, in the
 *   order of the `regenerate` events
 */
export function pairsFromFeedback(events: FeedbackEvent[]): [chosen: string, rejected: string][] {
  throw new Error('to do: pairsFromFeedback');
}
