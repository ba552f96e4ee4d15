/**
 * Ends the process while the file loads.
 * @family leaving
 */
declare const Deno: any;
Deno.exit(0);
export const surprisal = () => 0.693147;
