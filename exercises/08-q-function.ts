/**
 * A language model small enough to write down: for each prefix, the probability of each next token.
 * Tokens are single characters, a prefix is what they spell, `''` is the root and `'$'` the end token.
 */
export type TableModel = Record<string, Record<string, number>>;

/**
 * The soft maximum V = β log Σ exp(Q(a) / β): the largest value, over distributions p, of
 * Σ p(a) Q(a) + β H(p), where H is the entropy in nats.
 *
 * @param q what each action is worth, in the unit of the rewards; |q / β| up to 1e4; −Infinity for an
 *   action that is excluded, and at least one that is not
 * @param beta β > 0, reward per nat
 * @returns in the unit of the rewards: between max q and max q + β log(q.length)
 * @see Ziebart (2010); Haarnoja et al. (2017)
 */
export function softValue(q: number[], beta: number): number {
  throw new Error('to do: softValue');
}

/**
 * The policy that reaches the soft maximum: π(a) = exp((Q(a) − V) / β).
 *
 * @param q what each action is worth, as in `softValue`
 * @param beta β > 0, reward per nat
 * @returns a probability for each action, in the same order; they sum to 1
 * @see Haarnoja et al. (2017); Rafailov et al. (2024)
 */
export function policyFromQ(q: number[], beta: number): number[] {
  throw new Error('to do: policyFromQ');
}

/**
 * The soft advantages A(a) = Q(a) − V, with V the soft maximum. They equal β log π(a).
 *
 * @param q what each action is worth, as in `softValue`
 * @param beta β > 0, reward per nat
 * @returns one number ≤ 0 for each action, in the same order and in the unit of the rewards;
 *   −Infinity for an action that is excluded
 */
export function advantages(q: number[], beta: number): number[] {
  throw new Error('to do: advantages');
}

/**
 * The reward of each token of a response when RLHF is written as maximum-entropy reinforcement
 * learning: β log π_ref of the token, and for the last token the reward of the response as well.
 *
 * @param referenceLogProbs log π_ref of each token given those before it, in nats, the end token
 *   included; at least one
 * @param reward r(x, y) of the whole response
 * @param beta β > 0, reward per nat
 * @returns one reward a token, in the unit of `reward`; they sum to r(x, y) + β log π_ref(y | x)
 * @see Rafailov et al. (2024); Shi (2024)
 */
export function tokenRewards(referenceLogProbs: number[], reward: number, beta: number): number[] {
  throw new Error('to do: tokenRewards');
}

/**
 * Solves the soft Bellman equations from the ends of all responses back to the root:
 * Q(a | s) = β log π_ref(a | s) + r(s) for the end token, and + V(sa) for any other token;
 * V(s) = β log Σ exp(Q(a | s) / β). So Q includes β log π_ref of its own token.
 *
 * @param reference π_ref, of finite depth. A token of probability 0 may stand in it without the
 *   prefix or the reward that it would lead to
 * @param rewards the reward of each finished text, without the end token; |r / β| up to 1e4
 * @param beta β > 0, reward per nat
 * @returns for each prefix of the table, and no other text, `values` holds V and `qValues` the Q of
 *   each of its tokens: −Infinity for one of probability 0
 * @see Rafailov et al. (2024); Shi (2024)
 */
export function softBackup(
  reference: TableModel,
  rewards: Record<string, number>,
  beta: number,
): { values: Record<string, number>; qValues: Record<string, Record<string, number>> } {
  throw new Error('to do: softBackup');
}

/**
 * Q′ along one response, read off a policy that is optimal for RLHF:
 * Q′₁ = V*(x) + β log π(y₁) and Q′ₜ = Q′ₜ₋₁ + β log(π(yₜ) / π_ref(yₜ₋₁)).
 *
 * @param logProbs log π of each token given those before it, in nats
 * @param referenceLogProbs log π_ref of the same tokens; the last one is not used
 * @param rootValue V*(x) = β log Z, in the unit of the rewards
 * @param beta β > 0, reward per nat
 * @returns Q′ of each token, in the unit of the rewards; for a response that ends, the last one is
 *   r(x, y) + β log π_ref of the end token
 * @see Shi (2024)
 */
export function qFromPolicy(
  logProbs: number[],
  referenceLogProbs: number[],
  rootValue: number,
  beta: number,
): number[] {
  throw new Error('to do: qFromPolicy');
}
