/**
 * Fills memory outside the heap.
 * @family exhausting
 */
export const surprisal = () => {
  const all: Uint8Array[] = [];
  for (;;) all.push(new Uint8Array(1e8).fill(1));
};
