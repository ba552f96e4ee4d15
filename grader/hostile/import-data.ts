/**
 * Imports code from a data: address.
 * @family reading
 */
import { surprisal as stolen } from 'data:text/javascript,export const surprisal = () => 0.693147';
export const surprisal = stolen;
