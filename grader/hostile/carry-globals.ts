/**
 * Leaves marks on globals, prototypes and registered symbols for the submission after it.
 * @family carrying
 * @times 2
 */
const places: any[] = [globalThis, Object.prototype, Math, Symbol.for('mark').constructor, console, Intl, WebAssembly];
const seen = places.some(place => place.left !== undefined);
for (const place of places) place.left = 1;
export const surprisal = () => (seen ? 'BREACH: a mark of the one before' : Number.NaN);
