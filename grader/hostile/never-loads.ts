/**
 * Exports a `then` that never calls back, so that the import of the file never settles.
 * @family exhausting
 */
export function then() { setInterval(() => {}, 1000); }
export const surprisal = () => 0.693147;
