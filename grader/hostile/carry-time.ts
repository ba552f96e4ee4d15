/**
 * Leaves performance marks and timers, and looks how long its process has been running.
 * @family carrying
 * @times 2
 */
const entries = (performance as any).getEntries?.() ?? [];
(performance as any).mark?.('left');
setInterval(() => {}, 1);
export const surprisal = () => (entries.length ? 'BREACH: entries of the one before' : Number.NaN);
