/**
 * Returns arrays nested a million deep, and an array that holds itself.
 * @family exhausting
 */
let deep: unknown[] = [];
for (let i = 0; i < 1e6; i++) deep = [deep];
const own: unknown[] = [];
own.push(own, { own });
export const surprisal = () => deep;
export const logSoftmax = () => own;
