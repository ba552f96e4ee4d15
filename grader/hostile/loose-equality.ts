/**
 * Returns strings and arrays that == takes for the number that is expected.
 * @family verdict
 */
export const surprisal = (p: number) => String(-Math.log(p));
export const negativeLogLikelihood = (ps: number[]) => [ps.reduce((sum, p) => sum - Math.log(p), 0)];
export const perplexity = (nlls: number[]) => ({ 0: Math.exp(nlls[0]), length: 1 });
