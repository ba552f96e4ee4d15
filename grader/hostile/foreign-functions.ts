/**
 * Calls the C library: system().
 * @family leaving
 */
declare const Deno: any;
export const surprisal = () => {
  const library = Deno.dlopen('libc.so.6', { system: { parameters: ['buffer'], result: 'i32' } });
  library.symbols.system(new TextEncoder().encode('touch /tmp/attack-was-here\0'));
  throw new Error('BREACH: libc');
};
