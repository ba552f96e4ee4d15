/**
 * Fills memory through WebAssembly.
 * @family exhausting
 */
export const surprisal = () => {
  const all: WebAssembly.Memory[] = [];
  for (;;) {
    const memory = new WebAssembly.Memory({ initial: 2000, maximum: 65536 });
    new Uint8Array(memory.buffer).fill(1);
    all.push(memory);
  }
};
