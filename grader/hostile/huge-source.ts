/**
 * Is a file of some megabytes.
 * @family exhausting
 */
export const surprisal = () => 0.693147;
// @repeat 100000
export const surprisal2 = 'this line stands a hundred thousand times';
