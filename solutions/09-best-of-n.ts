/**
 * The response that best-of-n returns: the one with the highest reward, the first of them on ties.
 *
 * @param rewards r(y) of each drawn response, in the order of drawing; at least one
 * @returns an index into `rewards`, from 0
 */
export function bestOfN(rewards: number[]): number {
  // #region solution
  return rewards.reduce((best, reward, i) => (reward > rewards[best] ? i : best), 0);
  // #endregion
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
  // #region solution
  return policy.map((mass, y) => {
    if (mass === 0) return 0;
    const worse = massBelow(policy, rewards, y);
    const equal = massEqual(policy, rewards, y);
    return (mass / equal) * ((worse + equal) ** n - worse ** n);
  });
  // #endregion
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
  // #region solution
  return divergence(bestOfNDistribution(policy, rewards, n), policy);
  // #endregion
}

/**
 * The largest divergence that best-of-n can have: log n − (n − 1) / n.
 *
 * @param n number of draws, a whole number from 1
 * @returns nats; 0 for n = 1, and else more than `bestOfNKL` on any finite list of responses
 * @see Stiennon et al. (2020), who give it as the value; Beirami et al. (2024), who show the bound
 */
export function klBound(n: number): number {
  // #region solution
  return Math.log(n) - (n - 1) / n;
  // #endregion
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
  // #region solution
  const beaten = policy.map(
    (_, y) => massBelow(policy, rewards, y) + massEqual(policy, rewards, y) / 2,
  );
  return expectation(bestOfNDistribution(policy, rewards, n), beaten);
  // #endregion
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
  // #region solution
  const size = rewards.length;
  if (n > size) throw new RangeError('No subset of the samples is that large.');
  let share = n / size; // of all subsets, those that hold the best sample
  const terms = [...rewards]
    .sort((a, b) => b - a)
    .slice(0, size - n + 1)
    .map((reward, better) => {
      const term = share * reward;
      share *= (size - better - n) / (size - better - 1); // and so on, for the next best
      return term;
    });
  return sum(terms);
  // #endregion
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
  // #region solution
  return ns.map(n => {
    const kl = bestOfNKL(policy, rewards, n);
    const bestOfN = expectation(bestOfNDistribution(policy, rewards, n), rewards);
    return { n, kl, bestOfN, optimal: rewardWithin(kl, policy, rewards) };
  });
  // #endregion
}

/**
 * How many draws it takes to reach a gold reward.
 *
 * @param target the gold reward that is wanted
 * @param curve measured points, in any order: `gold` is the mean gold reward of best-of-n
 * @returns the smallest n with gold ≥ target; Infinity when there is none
 */
export function costToReach(target: number, curve: { n: number; gold: number }[]): number {
  // #region solution
  return Math.min(...curve.filter(point => point.gold >= target).map(point => point.n));
  // #endregion
}

// #region solution
function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function expectation(probabilities: number[], values: number[]): number {
  return sum(probabilities.map((probability, y) => probability * values[y]));
}

/** The mass of the responses that are worse than y. */
function massBelow(policy: number[], rewards: number[], y: number): number {
  let total = 0;
  for (let other = 0; other < policy.length; other++) {
    if (rewards[other] < rewards[y]) total += policy[other];
  }
  return total;
}

/** The mass of the responses that are as good as y, y among them. */
function massEqual(policy: number[], rewards: number[], y: number): number {
  let total = 0;
  for (let other = 0; other < policy.length; other++) {
    if (rewards[other] === rewards[y]) total += policy[other];
  }
  return total;
}

/** KL(p‖q), with 0 · log 0 = 0. */
function divergence(p: number[], q: number[]): number {
  return sum(p.map((mass, y) => (mass === 0 ? 0 : mass * (Math.log(mass) - Math.log(q[y])))));
}

/** The largest expected reward with a KL to the policy of at most `budget`. */
function rewardWithin(budget: number, policy: number[], rewards: number[]): number {
  const possible = rewards.filter((_, y) => policy[y] > 0);
  const best = Math.max(...possible);
  const tilt = (strength: number) => {
    const weights = policy.map((mass, y) =>
      mass === 0 ? 0 : mass * Math.exp(strength * (rewards[y] - best)),
    );
    return weights.map(weight => weight / sum(weights));
  };
  // The KL grows with the strength 1 / β. At 2000 over the smallest gap only the best is left.
  let low = 0;
  let high = 2000 / Math.min(...possible.map(reward => best - reward).filter(gap => gap > 0));
  for (let strength = high / 2; low < strength && strength < high; strength = (low + high) / 2) {
    if (divergence(tilt(strength), policy) < budget) low = strength;
    else high = strength;
  }
  return expectation(tilt(low), rewards);
}
// #endregion
