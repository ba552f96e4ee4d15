/**
 * Shares memory through WebAssembly with whoever comes after it.
 * @family carrying
 * @times 2
 */
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
const cells = new Uint8Array(memory.buffer);
const seen = cells.some(cell => cell !== 0);
cells.fill(7);
export const surprisal = () => (seen ? 'BREACH: the memory was used before' : Number.NaN);
