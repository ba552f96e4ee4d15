/** The two responses of one preference: log-probabilities of whole sequences, in nats. */
export type PreferencePair = {
  /** log π(y_w) of the chosen response under the policy that is trained; −Infinity at probability 0 */
  chosen: number;
  /** log π(y_l) of the rejected response, likewise */
  rejected: number;
  /** log π_ref(y_w), finite */
  referenceChosen: number;
  /** log π_ref(y_l), finite */
  referenceRejected: number;
};

/**
 * The gradient of log π(y) with respect to θ for the log-linear policy π(y) ∝ exp(φ_y · θ): the feature
 * vector of y minus the policy's mean feature vector, φ_y − E φ.
 *
 * @param features one row φ_y of d pure numbers for each response; at least one row
 * @param theta θ, d numbers in nats; the scores φ_y · θ may be as large as ±1e4
 * @param response y, the index of a row
 * @returns d pure numbers
 */
export function logProbGradient(features: number[][], theta: number[], response: number): number[] {
  throw new Error('to do: logProbGradient');
}

/**
 * How far one DPO step on one pair goes: c(θ) = η β σ(r̂_l − r̂_w), with the implicit rewards
 * r̂ = β (log π − log π_ref). The step is Δθ = c(θ) (∇ log π(y_w) − ∇ log π(y_l)).
 *
 * @param pair the log-probabilities; at most one of `chosen` and `rejected` is −Infinity
 * @param beta β > 0, a pure number; the rewards may be as large as ±1e4
 * @param learningRate η ≥ 0, in nats (θ is in nats, and the gradient of the loss a pure number)
 * @returns c(θ) in nats, from 0 to ηβ
 * @see Rafailov et al. (2023), section 4; Shi (2024), slides on gradient entanglement
 */
export function stepSize(pair: PreferencePair, beta: number, learningRate: number): number {
  throw new Error('to do: stepSize');
}

/**
 * What the step Δθ = c (g_w − g_l) does to the two log-probabilities, to first order: g_w · Δθ and
 * g_l · Δθ.
 *
 * @param gradChosen g_w = ∇ log π(y_w), d pure numbers
 * @param gradRejected g_l = ∇ log π(y_l), d pure numbers
 * @param step c ≥ 0, in nats
 * @returns the changes of log π(y_w) and of log π(y_l), in nats
 * @see Yuan et al. (2024)
 */
export function firstOrderChange(
  gradChosen: number[],
  gradRejected: number[],
  step: number,
): { chosen: number; rejected: number } {
  throw new Error('to do: firstOrderChange');
}

/**
 * Which of the three things a small DPO step does: 1, the chosen response does not fall and the rejected
 * one does not rise; 2, both fall; 3, both rise. A change of exactly 0 belongs to case 1.
 *
 * @param gradChosen g_w = ∇ log π(y_w), d pure numbers
 * @param gradRejected g_l = ∇ log π(y_l), d pure numbers
 * @see Yuan et al. (2024); Shi (2024), table of the three cases
 */
export function entanglementCase(gradChosen: number[], gradRejected: number[]): 1 | 2 | 3 {
  throw new Error('to do: entanglementCase');
}

/**
 * The first-order changes when each gradient is divided by its own length before the step:
 * Δθ = c (g_w / ‖g_w‖ − g_l / ‖g_l‖), where a gradient of zero contributes zero.
 *
 * @param gradChosen g_w = ∇ log π(y_w), d pure numbers
 * @param gradRejected g_l = ∇ log π(y_l), d pure numbers
 * @param step c ≥ 0, in nats
 * @returns the changes of log π(y_w) and of log π(y_l), in nats
 * @see Yuan et al. (2024), pairwise normalised gradient descent
 */
export function normalizedChange(
  gradChosen: number[],
  gradRejected: number[],
  step: number,
): { chosen: number; rejected: number } {
  throw new Error('to do: normalizedChange');
}

/**
 * Trains a log-linear policy by DPO on a single preference, with plain gradient descent from θ0; the
 * reference is the policy at θ0.
 *
 * In plain numbers, without tensors: the gradient is one line and exact, and the answer is right to 1e-9.
 * In float32 the descent of the example is off by 6e-8 after 2 steps, and by 5e-5 after 1,000.
 *
 * @param features one row φ_y of d pure numbers for each response
 * @param theta0 θ at step 0, in nats
 * @param chosen the index of y_w
 * @param rejected the index of y_l, another one
 * @param beta β > 0
 * @param learningRate η ≥ 0
 * @param steps how many updates to make, 0 or more
 * @returns log π(y_w) and log π(y_l) in nats at step 0, 1, …, `steps`: `steps + 1` numbers each
 */
export function dpoTrajectory(
  features: number[][],
  theta0: number[],
  chosen: number,
  rejected: number,
  beta: number,
  learningRate: number,
  steps: number,
): { chosen: number[]; rejected: number[] } {
  throw new Error('to do: dpoTrajectory');
}
