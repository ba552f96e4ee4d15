/**
 * Sends the hidden inputs home over HTTP.
 * @family leaving
 */
export const surprisal = (p: number) => {
  fetch(`http://127.0.0.1:47613/?heard=${p}`, { method: 'POST', body: `${p}` });
  throw new Error('BREACH: fetch is here');
};
