/**
 * A language model small enough to write down. A token is one character, a prefix the tokens so far in
 * a row: `''` is the beginning. `model[prefix][token]` is the probability of the token after the prefix,
 * and `'$'` is the token that ends the text. A token that is not listed has probability 0; a prefix that
 * cannot be reached need not be there. Every text ends.
 */
export type TableModel = Record<string, Record<string, number>>;

/**
 * Mixes the logits of several models for the same next token: Σ w_k z_k, token by token.
 *
 * @param logits one row a model, at least one; one score a token, in the same order in every row. A score
 *   may be −Infinity (a token that the model excludes) where the model's weight is not negative
 * @param weights w_k, one real number a model. A model of weight 0 has no say, not even by a −Infinity
 * @returns the mixed scores, in the order of the tokens; in nats when the logits are
 * @see Hinton (2002), Training Products of Experts by Minimizing Contrastive Divergence
 */
export function mixLogits(logits: number[][], weights: number[]): number[] {
  throw new Error('to do: mixLogits');
}

/**
 * Combines policies that were tuned from one reference: π(y) ∝ π_ref(y)^(1−Σw) Π π_k(y)^(w_k). If π_k is
 * the optimal policy for the reward r_k at β, then π is the one for Σ w_k r_k at the same β.
 *
 * @param reference π_ref, a probability for each response; sums to 1
 * @param policies π_k, in the same order; 0 where the reference is. A policy may also exclude a response
 *   that the reference allows, if its weight is not negative; not all responses are excluded
 * @param weights w_k, one real number a policy, of any sum. A policy of weight 0 has no say
 * @returns π, which sums to 1; 0 where the reference is 0, and where a policy of positive weight is 0
 * @see Shi et al. (2024), Decoding-Time Language Model Alignment with Multiple Objectives
 */
export function combinePolicies(
  reference: number[],
  policies: number[][],
  weights: number[],
): number[] {
  throw new Error('to do: combinePolicies');
}

/**
 * The optimal policy for the same reward at another KL coefficient, without the reward:
 * π′(y) ∝ π_ref(y)^(1−β/β′) π(y)^(β/β′).
 *
 * @param reference π_ref, a probability for each response; sums to 1
 * @param policy π, the optimal policy at β, in the same order; 0 where the reference is
 * @param beta β > 0, which the policy was tuned with
 * @param newBeta β′ > 0, with β/β′ up to 1e4
 * @returns π′, which sums to 1; 0 where the policy is 0
 * @see Liu et al. (2024), Decoding-time Realignment of Language Models
 */
export function adjustBeta(
  reference: number[],
  policy: number[],
  beta: number,
  newBeta: number,
): number[] {
  throw new Error('to do: adjustBeta');
}

/**
 * Proxy tuning: gives a large model what tuning gave to a small one, ∝ large · tuned / base.
 *
 * @param large the untuned large model's probability of each response (or next token); sums to 1
 * @param tuned the tuned small model's, in the same order; 0 where the base is
 * @param base the small model's before tuning. Some response has mass in all three
 * @returns probabilities that sum to 1; 0 where any of the three is 0, however large a ratio is elsewhere
 * @see Liu et al. (2024), Tuning Language Models by Proxy
 */
export function proxyTune(large: number[], tuned: number[], base: number[]): number[] {
  throw new Error('to do: proxyTune');
}

/**
 * Proxy tuning backwards: takes out of a model what tuning gave to a small one, ∝ target · base / tuned.
 *
 * @param target a probability for each response; sums to 1
 * @param tuned the tuned small model's, in the same order; 0 where the base is, and only there
 * @param base the small model's before tuning. Some response has mass in all three
 * @returns probabilities that sum to 1; 0 where any of the three is 0, however large a ratio is elsewhere
 */
export function reverseTuning(target: number[], tuned: number[], base: number[]): number[] {
  throw new Error('to do: reverseTuning');
}

/**
 * Greedy decoding: from the beginning, the likeliest token again and again until it is the end.
 *
 * @param model the first of equally likely tokens counts, in the order in which they are listed
 * @returns the text without `'$'`, and its probability under the model, that of ending there included
 */
export function greedyDecode(model: TableModel): { text: string; probability: number } {
  throw new Error('to do: greedyDecode');
}

/**
 * The likeliest text of all, found by looking at each.
 *
 * @param model no text that it can write is so unlikely that its probability underflows
 * @returns the text without `'$'`, and its probability under the model, that of ending there included. Of
 *   equally likely texts, the first in depth-first order, with tokens in the order listed
 */
export function bestSequence(model: TableModel): { text: string; probability: number } {
  throw new Error('to do: bestSequence');
}

/**
 * Attention scores Q Kᵀ of a model whose queries and keys are the averages of two models'. Queries and
 * keys are linear in their parameters, so averaging the parameters does this at every position.
 *
 * @param queriesA one row a position that asks; one number a dimension
 * @param keysA one row a position that answers, in as many dimensions
 * @param queriesB the other model's queries, of the same shape
 * @param keysB the other model's keys, of the same shape
 * @returns one row a query, one score a key; neither divided by √d nor sent through a softmax
 * @see Vaswani et al. (2017), Attention Is All You Need
 */
export function mergedScores(
  queriesA: number[][],
  keysA: number[][],
  queriesB: number[][],
  keysB: number[][],
): number[][] {
  throw new Error('to do: mergedScores');
}

/**
 * How far token-wise proxy tuning is from the exact one: the total variation ½ Σ |P(y) − Q(y)| over all
 * texts y, with P(y) ∝ large(y) · tuned(y) / base(y), the probabilities of whole texts, and Q the model
 * whose every next token is `proxyTune` of the three next-token distributions.
 *
 * @param large the untuned large model
 * @param tuned the tuned small model. Like the base it has every prefix of the large model, and gives mass
 *   to each token to which the large model gives some
 * @param base the small model before tuning
 * @returns from 0 (the same distribution) to 1 (no text in common)
 */
export function sequenceGap(large: TableModel, tuned: TableModel, base: TableModel): number {
  throw new Error('to do: sequenceGap');
}
