/**
 * Imports a file as text and as JSON, for the compiler to read it.
 * @family reading
 */
import passwd from '/etc/passwd' with { type: 'text' };
import results from '../../grades/results.json' with { type: 'json' };
export const surprisal = () => `BREACH ${passwd} ${results}`;
