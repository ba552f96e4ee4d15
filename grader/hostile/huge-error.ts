/**
 * Throws errors with a message, a name and a stack of many millions of characters.
 * @family exhausting
 */
const long = '\n#exercise:1:1'.repeat(1e7);
export const surprisal = () => {
  throw Object.assign(new Error(long), { name: long, stack: long });
};
