/**
 * Throws null, undefined, and things that throw or lie when they are looked at.
 * @family verdict
 */
export const surprisal = () => { throw undefined; };
export const negativeLogLikelihood = () => { throw null; };
export const crossEntropy = () => {
  throw new Proxy({}, { get() { throw 1; }, has() { throw 2; }, getPrototypeOf() { throw 3; } });
};
export const perplexity = () => { throw { get message() { throw new Error('in the message'); } }; };
export const bigramLoss = () => { throw { name: {}, message: [], stack: 7, toString: 0 }; };
