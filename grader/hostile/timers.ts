/**
 * Leaves timers behind that work and print after the answer.
 * @family exhausting
 */
const busy = () => { console.log('BREACH'); for (;;); };
export const surprisal = () => {
  setTimeout(busy, 0);
  setInterval(busy, 1);
  queueMicrotask(busy);
  Promise.resolve().then(busy);
  return Number.NaN;
};
