import * as tf from '#tensor';

/** The log-probabilities, in nats, of two whole responses to one prompt, under a policy and its reference. */
export type PreferencePair = {
  /** log π(y_w | x), of the response that was preferred */
  chosen: number;
  /** log π(y_l | x), of the other one */
  rejected: number;
  /** log π_ref(y_w | x) */
  referenceChosen: number;
  /** log π_ref(y_l | x) */
  referenceRejected: number;
};

/**
 * The reward that a policy implies: β log(π/π_ref), up to a number that depends on the prompt alone.
 *
 * @param logProb log π(y | x) of the whole response, in nats; −Infinity for probability 0
 * @param referenceLogProb log π_ref(y | x), in nats, finite
 * @param beta the KL coefficient β > 0, reward per nat of divergence
 * @returns the implicit reward, in nats of log-odds; −Infinity for a response that the policy excludes
 * @see Rafailov et al. (2023), equation 5 without its last term
 */
export function implicitReward(logProb: number, referenceLogProb: number, beta: number): number {
  // #region solution
  return beta * (logProb - referenceLogProb);
  // #endregion
}

/**
 * The reward for which this policy is the optimum of the KL-regularised objective, shifted so that its
 * mean under the reference is 0.
 *
 * @param policy a probability for each response; it has mass exactly where the reference has
 * @param reference the probabilities of π_ref for the same responses
 * @param beta the KL coefficient β > 0
 * @returns for each response its reward; NaN where policy and reference are both 0, since nothing about
 *   its reward can be known (it weighs nothing in the mean)
 * @see Rafailov et al. (2023), equation 5
 */
export function recoverReward(policy: number[], reference: number[], beta: number): number[] {
  // #region solution
  const rewards = policy.map((p, y) => implicitReward(Math.log(p), Math.log(reference[y]), beta));
  const mean = rewards.reduce((sum, r, y) => (reference[y] > 0 ? sum + reference[y] * r : sum), 0);
  return rewards.map(reward => reward - mean);
  // #endregion
}

/**
 * The log-probabilities of two whole responses from those of their tokens.
 *
 * @param chosen for each token of the chosen response its log-probability under the policy, in nats
 * @param rejected the same for the rejected response, which may have another length
 * @param referenceChosen the chosen response's tokens under the reference
 * @param referenceRejected the rejected response's tokens under the reference
 * @returns four sums; a single token of probability 0 (−Infinity) makes its sum −Infinity
 */
export function preferencePair(
  chosen: number[],
  rejected: number[],
  referenceChosen: number[],
  referenceRejected: number[],
): PreferencePair {
  // #region solution
  const total = (logProbs: number[]) => logProbs.reduce((sum, logProb) => sum + logProb, 0);
  return {
    chosen: total(chosen),
    rejected: total(rejected),
    referenceChosen: total(referenceChosen),
    referenceRejected: total(referenceRejected),
  };
  // #endregion
}

// #region solution
/** r̂_w − r̂_l, the margin of the implicit rewards. */
function marginOf(pair: PreferencePair, beta: number): number {
  return (
    implicitReward(pair.chosen, pair.referenceChosen, beta) -
    implicitReward(pair.rejected, pair.referenceRejected, beta)
  );
}
// #endregion

/**
 * The DPO loss of one pair: −log σ(r̂_w − r̂_l), to full relative precision for margins of any size.
 *
 * @param pair sequence log-probabilities, those of the reference finite; at most one of the policy's two
 *   is −Infinity
 * @param beta the KL coefficient β > 0
 * @returns nats, ≥ 0; log 2 where the policy is the reference; Infinity if the chosen response is
 *   excluded, 0 if the rejected one is
 * @see Rafailov et al. (2023), equation 7
 */
export function dpoLoss(pair: PreferencePair, beta: number): number {
  // #region solution
  const margin = marginOf(pair, beta);
  return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
  // #endregion
}

/**
 * How much a pair weighs in the gradient of the DPO loss: σ(r̂_l − r̂_w), the probability that the
 * implicit rewards give to the wrong verdict. The factor β stands outside.
 *
 * @param pair sequence log-probabilities, as for `dpoLoss`
 * @param beta the KL coefficient β > 0
 * @returns from 0 (the pair is settled) to 1 (it is badly wrong), to full relative precision
 * @see Rafailov et al. (2023), section 4
 */
export function dpoGradientWeight(pair: PreferencePair, beta: number): number {
  // #region solution
  return 1 / (1 + Math.exp(marginOf(pair, beta)));
  // #endregion
}

/**
 * What a training log shows: means over a batch.
 *
 * @param pairs at least one, as for `dpoLoss`
 * @param beta the KL coefficient β > 0
 * @returns `loss` in nats for each pair; `accuracy`, the share of pairs with a margin above 0;
 *   `chosenReward` and `rejectedReward`, the mean implicit rewards; `margin`, the mean of r̂_w − r̂_l
 */
export function dpoMetrics(
  pairs: PreferencePair[],
  beta: number,
): {
  loss: number;
  accuracy: number;
  chosenReward: number;
  rejectedReward: number;
  margin: number;
} {
  // #region solution
  const mean = (measure: (pair: PreferencePair) => number) =>
    pairs.reduce((sum, pair) => sum + measure(pair), 0) / pairs.length;
  return {
    loss: mean(pair => dpoLoss(pair, beta)),
    accuracy: mean(pair => (marginOf(pair, beta) > 0 ? 1 : 0)),
    chosenReward: mean(pair => implicitReward(pair.chosen, pair.referenceChosen, beta)),
    rejectedReward: mean(pair => implicitReward(pair.rejected, pair.referenceRejected, beta)),
    margin: mean(pair => marginOf(pair, beta)),
  };
  // #endregion
}

/**
 * Population DPO: the policy of least expected DPO loss, every pair of responses weighted alike, found by
 * gradient descent on one logit for each response.
 *
 * @param reference at most 8 probabilities, none 0
 * @param preferences `preferences[i][j]` = P(i beats j), from 0.01 to 0.99, and P(j beats i) is 1 minus
 *   that; the diagonal is 0.5
 * @param beta the KL coefficient, 0.05 ≤ β ≤ 20
 * @returns the policy, each probability right to 1e-3; for preferences that follow Bradley–Terry it is
 *   the optimum of the KL-regularised objective for their rewards
 * @see Rafailov et al. (2023), equation 7; Polyak (1964), on the momentum
 */
export function trainDPO(reference: number[], preferences: number[][], beta: number): number[] {
  // #region solution
  return tf.tidy(() => {
    const beats = tf.tensor2d(preferences);
    const referenceLogs = tf.log(tf.tensor1d(reference));
    const loss = (logits: tf.Tensor) => {
      const rewards = tf.mul(beta, tf.sub(tf.logSoftmax(logits), referenceLogs));
      const deficits = tf.sub(tf.expandDims(rewards, 0), tf.expandDims(rewards, 1));
      return tf.sum(tf.mul(beats, tf.softplus(deficits)));
    };
    const gradient = tf.grad(loss);
    // Up to a margin of log 99, σ′ is 1/4 to 1/100: along the logits the loss bends by nβ²/4 to nβ²/100.
    // So the step is one over the larger, whatever β is, and the momentum (1 − √(4/100))².
    const step = 4 / (reference.length * beta ** 2);
    let logits = reference.map(Math.log);
    let velocity = reference.map(() => 0);
    for (let count = 0; count < 200; count++) {
      const slope = tf.tidy(() => gradient(tf.tensor1d(logits)).dataSync());
      velocity = velocity.map((speed, y) => 0.64 * speed - step * slope[y]);
      logits = logits.map((logit, y) => logit + velocity[y]);
    }
    return Array.from(tf.softmax(tf.tensor1d(logits)).dataSync());
  });
  // #endregion
}
