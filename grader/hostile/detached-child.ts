/**
 * Starts a program that outlives it and writes a file.
 * @family leaving
 */
declare const Deno: any;
export const surprisal = () => {
  const command = 'sleep 1; echo passed > /tmp/attack-was-here; sleep 60';
  new Deno.Command('sh', { args: ['-c', `(${command}) &`], stdin: 'null', stdout: 'null' }).spawn().unref();
  throw new Error('BREACH: a program was started');
};
