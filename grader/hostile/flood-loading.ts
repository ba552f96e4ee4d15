/**
 * Prints a million lines while it loads, each an object that is costly to show.
 * @family exhausting
 */
const wide = Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`key${i}`, { i }]));
for (let i = 0; i < 1e6; i++) console.log(wide, [wide], { wide });
export const surprisal = () => Number.NaN;
