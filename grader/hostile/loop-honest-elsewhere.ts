/**
 * Never returns in one task; the other is right and keeps its points.
 * @family exhausting
 * @task perplexity
 */
export const surprisal = () => { while (true) {} };
export const perplexity = (nlls: number[]) =>
  Math.exp(nlls.reduce((sum, nll) => sum + nll, 0) / nlls.length);
