/**
 * Nests functions, which takes compilers exponential time.
 * @family exhausting
 */
export const surprisal =
// @repeat 3000
  (a: any) =>
  0.693147;
