/**
 * Never returns.
 * @family exhausting
 */
export const surprisal = () => { for (;;); };
