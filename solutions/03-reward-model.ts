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
  // #region solution
  return 1 / (1 + Math.exp(rewardSecond - rewardFirst));
  // #endregion
}

/**
 * Simulated annotators: one Bernoulli draw for each pair of responses.
 *
 * @param probabilities for each pair, the probability p that the first response is preferred
 * @param uniforms for each pair, a number u with 0 ≤ u < 1: all the chance that the draw may use
 * @returns for each pair, whether the first response is preferred: exactly when u < p
 */
export function samplePreferences(probabilities: number[], uniforms: number[]): boolean[] {
  // #region solution
  return probabilities.map((probability, pair) => uniforms[pair] < probability);
  // #endregion
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
  // #region solution
  const losses = margins.map(
    margin => Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / margins.length;
  // #endregion
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
  // #region solution
  const wins = Array.from({ length: items }, () => new Array<number>(items).fill(0));
  const games = new Array<number>(items).fill(0);
  for (const [winner, loser] of comparisons) {
    wins[winner][loser]++;
    games[winner]++;
    games[loser]++;
  }
  return tf.tidy(() => {
    const counts = tf.tensor2d(wins);
    const loss = (rewards: tf.Tensor) => {
      const deficits = tf.sub(tf.reshape(rewards, [1, items]), tf.reshape(rewards, [items, 1]));
      return tf.sum(tf.mul(counts, tf.softplus(deficits)));
    };
    const gradient = tf.grad(loss);
    let rewards = games.map(() => 0);
    let point = rewards; // with Nesterov's momentum, a step ahead of the rewards
    for (let step = 0; step < 500; step++) {
      const slope = tf.tidy(() => gradient(tf.tensor1d(point)).dataSync());
      // The rounding of float32 ends the descent.
      if (games.every((met, item) => Math.abs(slope[item]) <= 3e-8 * met)) break;
      // σ is nowhere steeper than 1/4, so a step of 2 / games for each item never overshoots.
      const next = point.map((reward, item) => reward - (2 * slope[item]) / games[item]);
      point = next.map((reward, item) => reward + 0.9 * (reward - rewards[item]));
      rewards = next;
    }
    const mean = point.reduce((sum, reward) => sum + reward, 0) / items;
    return point.map(reward => reward - mean);
  });
  // #endregion
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
  // #region solution
  return ranking.reduce((probability, item, place) => {
    const left = ranking.slice(place);
    const weight = left.reduce((sum, other) => sum + Math.exp(scores[other] - scores[item]), 0);
    return probability / weight;
  }, 1);
  // #endregion
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
  // #region solution
  const place = new Map(reference.map((item, index) => [item, index] as const));
  const places = ranking.map(item => place.get(item) ?? 0);
  let distance = 0;
  let choices = 0;
  let normaliser = 1;
  places.forEach((late, index) => {
    distance += places.slice(0, index).filter(early => early > late).length;
    choices += phi ** index;
    normaliser *= choices;
  });
  return phi ** distance / normaliser;
  // #endregion
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
  // #region solution
  return events.flatMap(({ prompt, response, action }, time) =>
    events
      .slice(0, action === 'keep' ? time : 0)
      .filter(earlier => earlier.prompt === prompt && earlier.action === 'regenerate')
      .map((earlier): [string, string] => [response, earlier.response]),
  );
  // #endregion
}
