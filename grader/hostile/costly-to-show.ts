/**
 * Prints a value whose showing never ends.
 * @family exhausting
 */
const endless = { [Symbol.for('Deno.customInspect')]() { for (;;); }, get a() { for (;;); } };
export const surprisal = () => { console.log(endless); return Number.NaN; };
