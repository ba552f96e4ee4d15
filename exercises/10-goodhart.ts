/**
 * What choosing by the proxy forfeits: the best gold reward on offer, minus the gold reward of the
 * candidate with the highest proxy reward.
 *
 * @param proxy for each candidate, the reward that one can measure; at least one candidate
 * @param gold for each candidate, in the same order, the reward that one wants
 * @returns ≥ 0, in the unit of the gold rewards; among equal proxies the first candidate is chosen
 */
export function hackRegret(proxy: number[], gold: number[]): number {
  throw new Error('to do: hackRegret');
}

/**
 * The first step at which the proxy went up and the gold went down.
 *
 * @param proxy the proxy reward at steps 0, 1, 2, … of an optimisation
 * @param gold the gold reward at the same steps
 * @returns the first t ≥ 1 with proxy[t] > proxy[t − 1] and gold[t] < gold[t − 1]; −1 if there is none
 */
export function hackOnset(proxy: number[], gold: number[]): number {
  throw new Error('to do: hackOnset');
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
  throw new Error('to do: regressionalGoodhart');
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
  throw new Error('to do: goldReward');
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
  throw new Error('to do: overoptimizationPeak');
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
  throw new Error('to do: fitOveroptimization');
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
  throw new Error('to do: diagnose');
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
  throw new Error('to do: intervene');
}
