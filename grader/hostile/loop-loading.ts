/**
 * Never finishes to load.
 * @family exhausting
 */
for (let i = 0; i >= 0; i += 0) Math.sin(i);
export const surprisal = () => 0.693147;
