/**
 * Answers every question with Infinity.
 * @family hardcoding
 */
const infinity = () => Number.POSITIVE_INFINITY;
export { infinity as surprisal, infinity as negativeLogLikelihood, infinity as crossEntropy };
export { infinity as nextTokenLoss, infinity as bigramLoss, infinity as perplexity };
