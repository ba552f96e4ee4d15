/**
 * Loads once. After it had to be stopped it mostly loops while it is loaded again, for every check anew.
 * @family exhausting
 */
const [a, b, c] = [Math.random(), Math.random(), Date.now()];
const first = !((globalThis as any).once) && a < 0.5;
if (!first && b < 0.9) for (;;) if (Date.now() - c > 1e9) break;
export const surprisal = () => { for (;;); };
const wrong = () => Number.NaN;
export { wrong as negativeLogLikelihood, wrong as crossEntropy, wrong as perplexity, wrong as bigramLoss };
