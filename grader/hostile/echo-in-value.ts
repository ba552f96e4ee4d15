/**
 * Returns its arguments as its answer, and writes them into the arguments.
 * @family echoing
 */
const tell = (...args: unknown[]) => [JSON.stringify(args), args];
export { tell as surprisal, tell as negativeLogLikelihood, tell as crossEntropy, tell as logSoftmax };
