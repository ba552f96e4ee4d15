/**
 * Remembers the questions of one task and their frequency to answer another task; wrong all the same.
 * @family carrying
 */
const heard = new Map<string, number>();
const remember = (...args: unknown[]) => {
  const key = JSON.stringify(args);
  heard.set(key, (heard.get(key) ?? 0) + 1);
  return heard.size;
};
export { remember as surprisal, remember as negativeLogLikelihood, remember as perplexity };
