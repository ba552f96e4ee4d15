/**
 * What choosing by the proxy forfeits: the best gold reward on offer, minus the gold reward of the
 * candidate with the highest proxy reward.
 *
 * @param proxy for each candidate, the reward that one can measure; at least one candidate
 * @param gold for each candidate, in the same order, the reward that one wants
 * @returns ≥ 0, in the unit of the gold rewards; among equal proxies the first candidate is chosen
 */
export function hackRegret(proxy: number[], gold: number[]): number {
  // #region solution
  return highest(gold) - gold[proxy.indexOf(highest(proxy))];
  // #endregion
}

/**
 * The first step at which the proxy went up and the gold went down.
 *
 * @param proxy the proxy reward at steps 0, 1, 2, … of an optimisation
 * @param gold the gold reward at the same steps
 * @returns the first t ≥ 1 with proxy[t] > proxy[t − 1] and gold[t] < gold[t − 1]; −1 if there is none
 */
export function hackOnset(proxy: number[], gold: number[]): number {
  // #region solution
  return proxy.findIndex((now, t) => now > proxy[t - 1] && gold[t] < gold[t - 1]); // false at t = 0
  // #endregion
}

/**
 * Regressional Goodhart: the expected gold reward of a response of which only the proxy is known. The
 * proxy is the gold plus a noise; both are normal with mean 0 and independent of each other.
 *
 * @param proxy the proxy reward of the response
 * @param goldVariance ≥ 0, the variance of the gold over all responses
 * @param noiseVariance ≥ 0, the variance of the noise; not both variances are 0
 * @returns E[gold | proxy], in the unit of the rewards
 * @see Manheim and Garrabrant (2018), Categorizing Variants of Goodhart's Law
 */
export function regressionalGoodhart(
  proxy: number,
  goldVariance: number,
  noiseVariance: number,
): number {
  // #region solution
  return proxy * (goldVariance / (goldVariance + noiseVariance));
  // #endregion
}

/**
 * The gold reward that the over-optimisation laws predict, above that of the reference. With d = √KL it is
 * d (α − βd) for best-of-n, and d (α − β log d) for reinforcement learning.
 *
 * @param kl KL(π‖π_ref) ≥ 0, in nats
 * @param alpha α, reward per √nat
 * @param beta β, reward per nat for best-of-n, and per √nat for reinforcement learning
 * @param method how the policy was optimised
 * @returns in the unit of the gold reward; 0 at KL 0
 * @see Gao, Schulman and Hilton (2022), Scaling Laws for Reward Model Overoptimization
 */
export function goldReward(
  kl: number,
  alpha: number,
  beta: number,
  method: 'bestOfN' | 'rl',
): number {
  // #region solution
  const d = Math.sqrt(kl);
  return alpha * d - beta * loss(d, method);
  // #endregion
}

/**
 * Where the gold reward of `goldReward` is highest.
 *
 * @param alpha α, reward per √nat; positive for reinforcement learning
 * @param beta β ≥ 0; where it is 0, α is positive
 * @param method how the policy was optimised
 * @returns the KL of the peak in nats, and the gold reward there. Both are 0 for best-of-n with α ≤ 0,
 *   which only loses; both are Infinity for β = 0, where nothing turns the gold over
 */
export function overoptimizationPeak(
  alpha: number,
  beta: number,
  method: 'bestOfN' | 'rl',
): { kl: number; reward: number } {
  // #region solution
  if (beta === 0) return { kl: Number.POSITIVE_INFINITY, reward: Number.POSITIVE_INFINITY };
  if (method === 'rl') {
    const d = Math.exp(alpha / beta - 1);
    return { kl: d * d, reward: beta * d };
  }
  const d = Math.max(0, alpha / (2 * beta));
  return { kl: d * d, reward: beta * d * d };
  // #endregion
}

/**
 * The α and β with which `goldReward` comes closest to measured gold rewards, in least squares.
 *
 * @param points the measurements: KL ≥ 0 in nats, and gold reward above that of the reference
 * @param method how the policy was optimised
 * @returns α and β, which minimise Σ (reward − goldReward(kl, α, β, method))²
 * @throws {RangeError} when fewer than two different KLs are positive: many laws then fit equally well
 */
export function fitOveroptimization(
  points: { kl: number; reward: number }[],
  method: 'bestOfN' | 'rl',
): { alpha: number; beta: number } {
  // #region solution
  const different = new Set(points.map(({ kl }) => kl).filter(kl => kl > 0));
  if (different.size < 2) throw new RangeError('A fit needs two different KLs above 0.');
  const gains = points.map(({ kl }) => Math.sqrt(kl));
  const losses = gains.map(d => loss(d, method));
  const rewards = points.map(({ reward }) => reward);
  // Only what is orthogonal to the gains can tell β from α. Taken from the rewards as well, it keeps
  // the digits when all KLs lie close together.
  const along = (column: number[]) => dot(gains, column) / dot(gains, gains);
  const rest = (column: number[]) => column.map((value, i) => value - along(column) * gains[i]);
  const beta = -dot(rest(losses), rest(rewards)) / dot(rest(losses), rest(losses));
  return { alpha: along(rewards) + beta * along(losses), beta };
  // #endregion
}

/**
 * What three reward curves of one training run say went wrong; higher is better on each.
 *
 * @param curves at the same steps, at least one: the proxy reward on the prompts that were trained on, the
 *   proxy reward on held-out prompts, and the gold reward
 * @returns 'overfitting' when the held-out proxy ends below its best; else 'overoptimization' when the gold
 *   ends below its best; else 'healthy'
 */
export function diagnose(curves: {
  trainProxy: number[];
  heldOutProxy: number[];
  gold: number[];
}): 'healthy' | 'overfitting' | 'overoptimization' {
  // #region solution
  const endsBelowBest = (curve: number[]) => curve[curve.length - 1] < highest(curve);
  if (endsBelowBest(curves.heldOutProxy)) return 'overfitting';
  return endsBelowBest(curves.gold) ? 'overoptimization' : 'healthy';
  // #endregion
}

/**
 * The values in a linear causal graph, without noise, after one node was set by hand. Each other node is
 * the weighted sum of its parents, 0 if it has none.
 *
 * @param weights square; weights[i][j] is the strength of the edge i → j, and 0 where there is none.
 *   Edges go forwards only: all entries with i ≥ j are 0
 * @param node the node that is set
 * @param value what it is set to, whatever its parents say
 * @returns the value of every node, in order
 * @see Pearl (2009), Causality, chapter 3
 */
export function intervene(weights: number[][], node: number, value: number): number[] {
  // #region solution
  const values: number[] = [];
  for (let child = 0; child < weights.length; child++) {
    const caused = values.reduce((sum, cause, parent) => sum + cause * weights[parent][child], 0);
    values.push(child === node ? value : caused);
  }
  return values;
  // #endregion
}

// #region solution
function highest(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}

function dot(first: number[], second: number[]): number {
  return first.reduce((sum, number, i) => sum + number * second[i], 0);
}

/** What β multiplies in the law of a method. */
function loss(d: number, method: 'bestOfN' | 'rl'): number {
  if (method === 'bestOfN') return d * d;
  return d === 0 ? 0 : d * Math.log(d);
}
// #endregion
