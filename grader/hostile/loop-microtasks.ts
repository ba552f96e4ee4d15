/**
 * Starves everything else with promises that follow each other, from the load on.
 * @family exhausting
 */
const again = (): Promise<void> => Promise.resolve().then(again);
again();
export const surprisal = () => { again(); return Number.NaN; };
