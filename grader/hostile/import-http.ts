/**
 * Imports code from the network.
 * @family reading
 */
import * as answers from 'http://127.0.0.1:47613/answers.js';
export const surprisal = (answers as any).surprisal;
