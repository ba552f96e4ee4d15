/**
 * Reads /etc/passwd, synchronously and by fetch.
 * @family reading
 */
declare const Deno: any;
fetch?.('file:///etc/passwd').then(r => r.text()).then(text => console.log('BREACH', text));
export const surprisal = () => {
  throw new Error(`BREACH: ${Deno.readTextFileSync('/etc/passwd')}`);
};
