/**
 * Calls itself without end.
 * @family exhausting
 */
export const surprisal = (p: number): number => surprisal(p / 2) + surprisal(p / 3);
