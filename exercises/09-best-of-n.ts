/**
 * The response that best-of-n returns: the one with the highest reward, the first of them on ties.
 *
 * @param rewards r(y) of each drawn response, in the order of drawing; at least one
 * @returns an index into `rewards`, from 0
 */
export function bestOfN(rewards: number[]): number {
  throw new Error('to do: bestOfN');
}

/**
 * The exact distribution of best-of-n: draw n responses independently from the policy and return one
 * of highest reward. Among equal rewards the first drawn wins, which keeps the policy's proportions.
 *
 * @param policy π(y) for each response; sums to 1
 * @param rewards r(y) for each response, in the same order
 * @param n number of draws, a whole number from 1 to 1e6
 * @returns the probability of each response, 0 where the policy is 0; sums to 1
 * @see Beirami et al. (2024), for rewards without ties
 */
export function bestOfNDistribution(policy: number[], rewards: number[], n: number): number[] {
  throw new Error('to do: bestOfNDistribution');
}

/**
 * The exact divergence KL(π_n‖π) of best-of-n from the policy that it draws from.
 *
 * @param policy π(y) for each response; sums to 1
 * @param rewards r(y) for each response, in the same order
 * @param n number of draws, a whole number from 1 to 1e6
 * @returns nats, between 0 and both `klBound(n)` and −log of the policy's mass on the best responses
 * @see Beirami et al. (2024)
 */
export function bestOfNKL(policy: number[], rewards: number[], n: number): number {
  throw new Error('to do: bestOfNKL');
}

/**
 * The largest divergence that best-of-n can have: log n − (n − 1) / n.
 *
 * @param n number of draws, a whole number from 1
 * @returns nats; 0 for n = 1, and else more than `bestOfNKL` on any finite list of responses
 * @see Stiennon et al. (2020), who give it as the value; Beirami et al. (2024), who show the bound
 */
export function klBound(n: number): number {
  throw new Error('to do: klBound');
}

/**
 * How often the response of best-of-n beats one fresh draw from the same policy, ties counted half.
 *
 * @param policy π(y) for each response; sums to 1
 * @param rewards r(y) for each response, in the same order
 * @param n number of draws, a whole number from 1 to 1e6
 * @returns a probability from ½ to n / (n + 1)
 * @see Beirami et al. (2024); Gui et al. (2024)
 */
export function winRate(policy: number[], rewards: number[], n: number): number {
  throw new Error('to do: winRate');
}

/**
 * An unbiased estimate of the expected reward of best-of-n: the mean, over all subsets of n samples, of
 * the largest reward in the subset.
 *
 * @param rewards of N independent samples, in any order; N up to 1e5; −Infinity for a failed one
 * @param n size of the subsets, a whole number from 1 to N
 * @returns in the unit of the rewards
 * @throws {RangeError} when n > N
 * @see Hilton and Gao (2022); Chen et al. (2021), for rewards of 0 and 1
 */
export function expectedMax(rewards: number[], n: number): number {
  throw new Error('to do: expectedMax');
}

/** One n: what it spends, what it earns, and what the same divergence could earn. */
export interface FrontierPoint {
  n: number;
  /** KL(π_n‖π), in nats. */
  kl: number;
  /** Expected reward of best-of-n. */
  bestOfN: number;
  /** Expected reward of the optimal policy with the same divergence from π. */
  optimal: number;
}

/**
 * Best-of-n beside the optimum of KL-regularised reward maximisation, at the same divergence.
 *
 * @param policy π(y) for each response; sums to 1
 * @param rewards r(y) for each response, in the same order
 * @param ns numbers of draws, whole numbers from 1 to 1e6
 * @returns a point for each n, in the same order; `optimal` is right to 1e-9, and to 1e-6 at both
 *   ends: at KL 0, and where only the best response is left
 * @see Yang et al. (2024), for how close the two come
 */
export function frontier(policy: number[], rewards: number[], ns: number[]): FrontierPoint[] {
  throw new Error('to do: frontier');
}

/**
 * How many draws it takes to reach a gold reward.
 *
 * @param target the gold reward that is wanted
 * @param curve measured points, in any order: `gold` is the mean gold reward of best-of-n
 * @returns the smallest n with gold ≥ target; Infinity when there is none
 */
export function costToReach(target: number, curve: { n: number; gold: number }[]): number {
  throw new Error('to do: costToReach');
}
