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
  throw new Error('to do: implicitReward');
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
  throw new Error('to do: recoverReward');
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
  throw new Error('to do: preferencePair');
}

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
  throw new Error('to do: dpoLoss');
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
  throw new Error('to do: dpoGradientWeight');
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
  throw new Error('to do: dpoMetrics');
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
  throw new Error('to do: trainDPO');
}
