/**
 * Imports a package, and a file by its address.
 * @family reading
 */
import 'npm:esbuild';
import 'file:///etc/passwd';
export const surprisal = () => 'BREACH';
