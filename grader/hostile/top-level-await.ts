/**
 * Waits at the top level for what never comes.
 * @family exhausting
 */
await new Promise(() => {});
export const surprisal = () => 0.693147;
