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
  // #region solution
  const terms = p.map((mass, y) => (mass === 0 ? 0 : mass * (Math.log(mass) - Math.log(q[y]))));
  return sum(terms);
  // #endregion
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
  // #region solution
  return expectation(policy, rewards) - beta * klDivergence(policy, reference);
  // #endregion
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
  // #region solution
  return logSoftmax(tilted(reference, rewards, beta)).map(Math.exp);
  // #endregion
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
  // #region solution
  return beta * logSumExp(tilted(reference, rewards, beta));
  // #endregion
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
  // #region solution
  const possible = rewards.filter((_, y) => reference[y] > 0);
  const best = highest(possible);
  const massOfBest = sum(reference.filter((_, y) => rewards[y] === best));
  if (!(budget > 0 && budget < -Math.log(massOfBest))) {
    throw new RangeError('No β > 0 spends this budget.');
  }
  const gaps = possible.map(reward => best - reward).filter(gap => gap > 0);
  gaps.sort((a, b) => a - b);
  let low = gaps[0] / 2000; // here the policy of all worse responses underflows to 0
  let high = gaps[gaps.length - 1] / Math.sqrt(8 * budget); // KL ≤ (range / β)² / 8: Hoeffding's lemma
  while (high > low * (1 + 1e-14)) {
    const middle = Math.sqrt(low * high);
    const spent = klDivergence(optimalPolicy(reference, rewards, middle), reference);
    if (spent > budget) low = middle;
    else high = middle;
  }
  return high;
  // #endregion
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
  // #region solution
  const terms = ratios.map((ratio, i) => {
    const clipped = Math.min(Math.max(ratio, 1 - epsilon), 1 + epsilon);
    return Math.min(ratio * advantages[i], clipped * advantages[i]);
  });
  return mean(terms);
  // #endregion
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
  // #region solution
  const estimates = {
    k1: (x: number) => x,
    k2: (x: number) => (x * x) / 2,
    k3: (x: number) => Math.expm1(-x) + x,
  };
  return mean(logRatios.map(estimates[kind]));
  // #endregion
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
  // #region solution
  const logPolicy = logSoftmax(logits);
  const policy = logPolicy.map(Math.exp);
  const net = rewards.map((reward, y) => reward - beta * (logPolicy[y] - Math.log(reference[y])));
  const baseline = expectation(policy, net);
  return policy.map((probability, y) => probability * (net[y] - baseline));
  // #endregion
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
  // #region solution
  const best = highest(rewards);
  return tf.tidy(() => {
    const gains = tf.tensor1d(rewards.map(reward => (reward - best) / beta)); // small where it counts
    const logReference = tf.log(tf.tensor1d(reference));
    // The objective, divided by β and shifted by a constant.
    const objective = (logits: tf.Tensor): tf.Tensor => {
      const logPolicy = tf.logSoftmax(logits);
      const net = tf.sub(tf.add(gains, logReference), logPolicy);
      return tf.sum(tf.mul(tf.exp(logPolicy), net));
    };
    const gradient = tf.grad(objective);
    let logPolicy: tf.Tensor = logReference;
    for (let step = 0; step < 40; step++) {
      // Divided by the policy, the gradient is as long for rare responses as for common ones. Each
      // step halves what is missing of every logit.
      const natural = tf.divNoNan(gradient(logPolicy), tf.exp(logPolicy));
      logPolicy = tf.logSoftmax(tf.add(logPolicy, tf.mul(natural, 0.5)));
    }
    return Array.from(tf.exp(logPolicy).dataSync());
  });
  // #endregion
}

// #region solution
function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

function expectation(probabilities: number[], values: number[]): number {
  return sum(probabilities.map((probability, y) => probability * values[y]));
}

function highest(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}

/** The logits of the optimal policy: log π_ref + r / β. */
function tilted(reference: number[], rewards: number[], beta: number): number[] {
  return reference.map((probability, y) => Math.log(probability) + rewards[y] / beta);
}

function logSumExp(logits: number[]): number {
  const top = highest(logits);
  return top + Math.log(sum(logits.map(logit => Math.exp(logit - top))));
}

function logSoftmax(logits: number[]): number[] {
  const total = logSumExp(logits);
  return logits.map(logit => logit - total);
}
// #endregion
