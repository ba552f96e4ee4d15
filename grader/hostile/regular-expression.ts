/**
 * Matches a regular expression that takes exponential time.
 * @family exhausting
 */
export const surprisal = () => (/^(\w+\s?)+$/.test(`${'word'.repeat(30)}!`) ? 1 : 0);
