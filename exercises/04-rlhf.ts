import * as tf from '#tensor';

/**
 * The Kullback–Leibler divergence KL(p‖q) = Σ p(y) log(p(y) / q(y)), where 0 · log 0 = 0: how many nats
 * more surprising outcomes drawn from p are to somebody who expects q.
 *
 * @param p the distribution that outcomes are drawn from; sums to 1
 * @param q the distribution they are held against, in the same order; sums to 1
 * @returns nats, ≥ 0 up to rounding; Infinity when some outcome has mass in p and none in q
 * @see Kullback and Leibler (1951), On Information and Sufficiency
 */
export function klDivergence(p: number[], q: number[]): number {
  throw new Error('to do: klDivergence');
}

/**
 * The objective of RLHF for one prompt: J(π) = E[r(y)] − β KL(π‖π_ref), with y drawn from π.
 *
 * @param policy π, a probability for each response; sums to 1
 * @param reference π_ref, likewise, in the same order
 * @param rewards r(y) for each response, in nats of log-odds
 * @param beta β > 0, reward per nat of divergence
 * @returns in the unit of the rewards; −Infinity when π uses a response that the reference excludes
 * @see Ziegler et al. (2019); Ouyang et al. (2022)
 */
export function rlhfObjective(
  policy: number[],
  reference: number[],
  rewards: number[],
  beta: number,
): number {
  throw new Error('to do: rlhfObjective');
}

/**
 * The policy that maximises the objective of RLHF: π*(y) = π_ref(y) exp(r(y) / β) / Z.
 *
 * @param reference π_ref, a probability for each response; sums to 1
 * @param rewards r(y) for each response, in the same order; |r / β| up to 1e4
 * @param beta β > 0
 * @returns π*, which sums to 1; 0 where the reference is 0
 * @see Ziebart (2010); Rafailov et al. (2023), equation 4
 */
export function optimalPolicy(reference: number[], rewards: number[], beta: number): number[] {
  throw new Error('to do: optimalPolicy');
}

/**
 * The largest value that the objective of RLHF can take: β log Z, with Z = Σ π_ref(y) exp(r(y) / β).
 *
 * @param reference π_ref, a probability for each response; sums to 1
 * @param rewards r(y) for each response, in the same order; |r / β| up to 1e4
 * @param beta β > 0
 * @returns in the unit of the rewards: between their mean under the reference and their maximum
 */
export function optimalValue(reference: number[], rewards: number[], beta: number): number {
  throw new Error('to do: optimalValue');
}

/**
 * The β at which the optimal policy spends exactly this much KL: KL(π*‖π_ref) = budget.
 *
 * @param reference π_ref, a probability for each response; sums to 1
 * @param rewards r(y) for each response, in the same order
 * @param budget in nats
 * @returns β > 0, right to a relative 1e-9 if the budget is 1e-6 or more away from both its bounds
 * @throws {RangeError} when the budget is ≤ 0, or ≥ −log of the reference's mass on the best responses
 *   (those of the highest reward among the responses that the reference does not exclude)
 */
export function betaForBudget(reference: number[], rewards: number[], budget: number): number {
  throw new Error('to do: betaForBudget');
}

/**
 * The clipped objective of PPO: the mean of min(ρA, clip(ρ, 1 − ε, 1 + ε) A).
 *
 * @param ratios for each sample, ρ = π(y) / π_old(y): how much likelier it has become since it was drawn
 * @param advantages for each sample, A: its reward minus what was expected; at least one sample
 * @param epsilon ε, with 0 < ε < 1
 * @returns in the unit of the advantages; to be maximised
 * @see Schulman et al. (2017), Proximal Policy Optimization Algorithms, equation 7
 */
export function ppoClippedObjective(
  ratios: number[],
  advantages: number[],
  epsilon: number,
): number {
  throw new Error('to do: ppoClippedObjective');
}

/**
 * An estimate of KL(π‖π_ref) from samples of π: the mean of x (k1), x² / 2 (k2) or e^−x − 1 + x (k3).
 *
 * @param logRatios for each sample y drawn from π, x = log π(y) − log π_ref(y), in nats; at least one
 * @param kind which estimate
 * @returns nats; k3 keeps its digits where x is tiny
 * @see Schulman (2020), Approximating KL Divergence
 */
export function klEstimate(logRatios: number[], kind: 'k1' | 'k2' | 'k3'): number {
  throw new Error('to do: klEstimate');
}

/**
 * The exact gradient of the objective of RLHF by the logits of the policy: for each response,
 * π(y) (f(y) − E[f]), with f(y) = r(y) − β log(π(y) / π_ref(y)).
 *
 * @param logits one finite score for each response, up to ±1e4; π is their softmax
 * @param reference π_ref, a positive probability for each response; sums to 1
 * @param rewards r(y) for each response
 * @param beta β > 0
 * @returns ∂J / ∂logit for each response, in the unit of the rewards; they sum to 0
 * @see Williams (1992), for the gradient of an expected reward
 */
export function policyGradient(
  logits: number[],
  reference: number[],
  rewards: number[],
  beta: number,
): number[] {
  throw new Error('to do: policyGradient');
}

/**
 * Trains a policy, by gradient ascent from the reference, on the objective of RLHF.
 *
 * @param reference π_ref, a probability of at least 0.001 for each response; sums to 1
 * @param rewards r(y) for each response, which differ by at most 20 β; a common offset does not matter
 * @param beta β > 0
 * @returns the trained policy, each probability within 1e-3 of `optimalPolicy`
 * @see Amari (1998) and Kakade (2001), for the natural gradient of this solution: it comes within 1e-5
 */
export function trainPolicy(reference: number[], rewards: number[], beta: number): number[] {
  throw new Error('to do: trainPolicy');
}
