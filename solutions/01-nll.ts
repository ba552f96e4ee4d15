/**
 * The information, in nats, of an event with this probability: −log p, with the natural logarithm.
 *
 * @param probability a number from 0 to 1
 * @returns nats, from 0 (a certain event; 0 and never −0) to Infinity (an impossible one)
 * @see Shannon (1948), A Mathematical Theory of Communication
 */
export function surprisal(probability: number): number {
  // #region solution
  return 0 - Math.log(probability); // 0 − 0 is 0, whereas −0 would stay −0
  // #endregion
}

/**
 * The negative log-likelihood of a sequence: the sum of the surprisals of its tokens.
 *
 * @param probabilities for each token, the probability that the model gave it after the tokens before it
 * @returns nats for the whole sequence, not for one token; 0 for the empty sequence
 */
export function negativeLogLikelihood(probabilities: number[]): number {
  // #region solution
  return probabilities.reduce((total, probability) => total + surprisal(probability), 0);
  // #endregion
}

/**
 * The cross-entropy H(p, q) = −Σ p(v) log q(v) of a prediction q under a target p, where 0 · log 0 = 0.
 *
 * @param target the distribution p that outcomes are drawn from, soft or one-hot; sums to 1
 * @param predicted the distribution q that the model gives, in the same order; sums to 1
 * @returns nats; Infinity when some outcome has mass in the target and none in the prediction
 * @see Shannon (1948); Gibbs' inequality: H(p, q) ≥ H(p, p), with equality only for q = p
 */
export function crossEntropy(target: number[], predicted: number[]): number {
  // #region solution
  return target.reduce(
    (total, mass, v) => (mass === 0 ? total : total + mass * surprisal(predicted[v])),
    0,
  );
  // #endregion
}

/**
 * The logarithm of the softmax, z_v − log Σ exp(z_u), without overflow or underflow.
 *
 * @param logits one real score for each token of the vocabulary, of any size; at least one
 * @returns log-probabilities in nats, in the same order, all ≤ 0
 */
export function logSoftmax(logits: number[]): number[] {
  // #region solution
  const highest = logits.reduce((a, b) => Math.max(a, b));
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0); // from 1 to V
  return logits.map(logit => logit - highest - Math.log(total));
  // #endregion
}

/**
 * The loss of a language model on a response: the mean negative log-likelihood of the tokens from
 * position `promptLength` to the end. The prompt is read, but not scored.
 *
 * @param logits one row a position: `logits[t]` scores the token that follows `tokens[0..t]`
 * @param tokens the prompt and then the response, as indices into a row of `logits`
 * @param promptLength the number of tokens in the prompt; 1 ≤ promptLength < tokens.length
 * @returns nats per response token
 */
export function nextTokenLoss(logits: number[][], tokens: number[], promptLength: number): number {
  // #region solution
  const response = tokens.slice(promptLength);
  const losses = response.map((token, i) => -logSoftmax(logits[promptLength + i - 1])[token]);
  return mean(losses);
  // #endregion
}

/**
 * Perplexity: the exponential of the mean loss. A model that hesitates between k equally likely
 * tokens at every step has perplexity k.
 *
 * @param nlls the loss of each token, in nats; at least one
 * @returns a number of tokens, from 1 to Infinity
 * @see Jelinek, Mercer, Bahl and Baker (1977)
 */
export function perplexity(nlls: number[]): number {
  // #region solution
  return Math.exp(mean(nlls));
  // #endregion
}

/**
 * The maximum-likelihood distribution of the token that comes after `prefix`: of the sequences that
 * begin with exactly these tokens and go on, the share that goes on with each token.
 *
 * @param corpus sequences of tokens; any string can be a token
 * @param prefix the tokens before, from the start of the sequence; empty for the first token
 * @returns token → probability, for the tokens that occur there; sequences that end with the prefix
 *   do not count; an empty record when no sequence goes on
 */
export function nextTokenDistribution(
  corpus: string[][],
  prefix: string[],
): Record<string, number> {
  // #region solution
  const next = corpus
    .filter(sequence => sequence.length > prefix.length)
    .filter(sequence => prefix.every((token, i) => token === sequence[i]))
    .map(sequence => sequence[prefix.length]);
  const shares = [...tally(next)].map(([token, count]) => [token, count / next.length]);
  return Object.fromEntries(shares);
  // #endregion
}

/**
 * The mean loss of a character bigram model on the words that it was fitted to.
 *
 * A word of n characters, between one boundary symbol before it and one after it, has n + 1 bigrams.
 * With c for counts, α for `smoothing` and V for the size of the vocabulary (the distinct characters
 * and the boundary), the model is p(b | a) = (c(a, b) + α) / (c(a) + αV).
 *
 * @param words at least one; a character is a code point, as `for … of` gives it
 * @param smoothing α ≥ 0; 0 is maximum likelihood
 * @returns nats per bigram
 * @see Karpathy (2022), makemore
 */
export function bigramLoss(words: string[], smoothing: number): number {
  // #region solution
  const boundary = ''; // no character is the empty string
  const bigrams = words.flatMap(word => {
    const symbols = [boundary, ...word, boundary];
    return symbols.slice(1).map((right, i) => [symbols[i], right]);
  });
  const keys = bigrams.map(bigram => JSON.stringify(bigram));
  const pairs = tally(keys);
  const lefts = tally(bigrams.map(([left]) => left));
  const losses = bigrams.map(([left], i) => {
    const count = pairs.get(keys[i]) ?? 0;
    const total = lefts.get(left) ?? 0;
    return surprisal((count + smoothing) / (total + smoothing * lefts.size));
  });
  return mean(losses);
  // #endregion
}

// #region solution
function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** How often each of the keys occurs. */
function tally(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
// #endregion
