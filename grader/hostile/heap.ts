/**
 * Fills the heap.
 * @family exhausting
 */
export const surprisal = () => {
  const all: number[][] = [];
  for (;;) all.push(new Array(1e6).fill(all.length + 0.5));
};
