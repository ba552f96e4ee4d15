/**
 * Connects and listens, over TCP and over a Unix socket such as Docker's.
 * @family leaving
 */
declare const Deno: any;
export const surprisal = () => {
  Deno.connect({ transport: 'unix', path: '/var/run/docker.sock' });
  Deno.connect({ hostname: '127.0.0.1', port: 47613 });
  Deno.listen({ port: 0 });
  throw new Error('BREACH: a socket is open');
};
