/**
 * Imports Node's file system.
 * @family reading
 */
import { readFileSync } from 'node:fs';
export const surprisal = () => `BREACH ${readFileSync('/etc/passwd')}`;
