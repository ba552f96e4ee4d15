/**
 * Returns a thousand million zeros, a text of a thousand million letters, and an array of any length.
 * @family exhausting
 */
export const surprisal = () => new Array(4e9);
export const perplexity = () => 'x'.repeat(5e8);
export const logSoftmax = () => new Array(1e7).fill(0);
