/**
 * Prints without end.
 * @family exhausting
 */
export const surprisal = () => { for (;;) console.log('x'.repeat(1e5)); };
