/**
 * Goes on in a worker with permissions of its own, while the file answers nothing.
 * @family leaving
 */
const code = 'data:text/javascript,for(;;)postMessage(1)';
const worker = new Worker(code, { type: 'module', deno: { permissions: 'inherit' } } as any);
worker.onmessage = () => console.log('BREACH');
export const surprisal = () => 'BREACH';
