/**
 * The same with answers: what one task heard, the examples of the next one return and print.
 * @family echoing
 */
const heard: unknown[] = [];
const remember = (...args: unknown[]) => {
  heard.unshift(args);
  console.log(JSON.stringify(heard));
  return JSON.stringify(heard);
};
export { remember as surprisal, remember as negativeLogLikelihood, remember as crossEntropy };
export { remember as logSoftmax, remember as nextTokenLoss, remember as perplexity };
export { remember as nextTokenDistribution, remember as bigramLoss };
