/**
 * Hides the same in a line that does not compile, because the line is shown.
 * @family verdict
 */
export const surprisal = "[2J[1A" 5 "2J";
