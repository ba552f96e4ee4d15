/**
 * Computes an integer of a thousand million digits in one step that nothing interrupts.
 * @family exhausting
 */
export const surprisal = () => Number((7n ** 99_999_999n) % 10n);
