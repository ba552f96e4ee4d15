/**
 * A policy over sequences of T tokens, numbered from 0: `logits[t][previous][next]` scores the token at
 * place t after the token at place t − 1. Nothing stands before the first place: `logits[0]` has one row.
 */
export type Logits = number[][][];

/** Every sequence that can be written, each once, with what is known of it. */
export type World = {
  /** T tokens each */
  sequences: number[][];
  /** log π_ref of each sequence, in nats; −Infinity where the reference excludes it */
  reference: number[];
  /** what the reward model says of each, in nats of log-odds */
  proxy: number[];
  /** what is wanted, in the same unit */
  gold: number[];
};

/** The two sequences of one preference, and their log-probabilities under the reference, in nats. */
export type SequencePair = {
  chosen: number[];
  rejected: number[];
  referenceChosen: number;
  referenceRejected: number;
};

/** How far a policy has gone, and what it earns. */
export type Outcome = {
  /** KL(π‖π_ref), in nats */
  kl: number;
  /** expected proxy reward */
  proxy: number;
  /** expected gold reward */
  gold: number;
};

/**
 * The log-probability of a whole sequence: the sum, over its places, of the log-softmax of the row in
 * force there.
 *
 * @param logits a policy; scores up to ±1e4, or −Infinity for a token that cannot come
 * @param tokens as many as `logits` has places, or fewer: then the probability of beginning like this
 * @returns nats, ≤ 0
 */
export function sequenceLogProbability(logits: Logits, tokens: number[]): number {
  throw new Error('to do: sequenceLogProbability');
}

/**
 * The bigram table of least negative log-likelihood on a corpus: for each token, the share of each token
 * among those that come right after it.
 *
 * @param corpus sequences of tokens 0 … vocabulary − 1, of any length
 * @param vocabulary V ≥ 1, how many tokens there are
 * @returns V + 1 rows of V probabilities, right to 1e-3: row i follows token i, and row V begins a
 *   sequence; 1 / V each in a row that the corpus never uses, where a descent from equal logits stays
 */
export function pretrain(corpus: number[][], vocabulary: number): number[][] {
  throw new Error('to do: pretrain');
}

/**
 * The weights w of a linear reward r(y) = w · f(y), fitted to comparisons: they minimise the mean of
 * −log σ(w · (f(chosen) − f(rejected))) plus ridge · ‖w‖² / 2.
 *
 * @param comparisons for each, the features of the chosen and of the rejected response, d numbers each
 *   that differ by at most 10; at least one comparison
 * @param ridge ≥ 0.001, which makes the minimum unique
 * @returns d weights, in nats of log-odds per unit of the feature, right to 1e-6
 * @see Christiano et al. (2017); Newton's method, as in Böhning and Lindsay (1988)
 */
export function fitReward(
  comparisons: [chosen: number[], rejected: number[]][],
  ridge: number,
): number[] {
  throw new Error('to do: fitReward');
}

/**
 * What a policy spends and earns, by enumeration: no sampling, no error bar.
 *
 * @param logits a policy; scores up to ±1e4
 * @param world all sequences that the policy can write
 * @returns `kl` is Infinity when the policy writes what the reference excludes
 */
export function evaluate(logits: Logits, world: World): Outcome {
  throw new Error('to do: evaluate');
}

/**
 * One step of gradient ascent on J = E[proxy] − β KL(π‖π_ref), by the logits of the policy, with the exact
 * gradient Σ π(y) (proxy(y) − β log(π(y) / π_ref(y))) ∇ log π(y).
 *
 * @param logits where the policy stands; finite, up to ±1e4
 * @param world its `reference` is finite; its `gold` is not looked at
 * @param beta β ≥ 0
 * @param learningRate η ≥ 0: the new logits are the old ones plus η times the gradient
 * @see Williams (1992)
 */
export function policyGradientStep(
  logits: Logits,
  world: World,
  beta: number,
  learningRate: number,
): Logits {
  throw new Error('to do: policyGradientStep');
}

/**
 * One step of gradient descent on the mean DPO loss of some pairs, by the logits of the policy.
 *
 * @param logits where the policy stands; finite, up to ±1e4
 * @param pairs at least one
 * @param beta β > 0
 * @param learningRate η ≥ 0: the new logits are the old ones minus η times the gradient of the loss
 * @see Rafailov et al. (2023), section 4
 */
export function dpoStep(
  logits: Logits,
  pairs: SequencePair[],
  beta: number,
  learningRate: number,
): Logits {
  throw new Error('to do: dpoStep');
}

/**
 * How varied samples are: different n-grams over n-grams, all samples taken together.
 *
 * @param samples tokens of each; any string may be a token; an n-gram never crosses from one to the next
 * @param n ≥ 1
 * @returns from 0 to 1; 0 when no sample has n tokens
 * @see Li et al. (2016), A Diversity-Promoting Objective Function for Neural Conversation Models
 */
export function distinctN(samples: string[][], n: number): number {
  throw new Error('to do: distinctN');
}

/**
 * The curve of over-optimisation, in closed form: at each β, what the policy π_ref exp(proxy / β) / Z
 * spends and earns.
 *
 * @param world |proxy / β| up to 1e4
 * @param betas each > 0, in any order
 * @returns a point for each β, from the smallest KL to the largest, that is from the largest β down
 * @see Gao, Schulman and Hilton (2022); Rafailov et al. (2023), equation 4
 */
export function overoptimizationCurve(
  world: World,
  betas: number[],
): { beta: number; kl: number; proxy: number; gold: number }[] {
  throw new Error('to do: overoptimizationCurve');
}
