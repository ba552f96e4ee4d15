/**
 * Asks for Node's require under the names that bundlers leave behind.
 * @family reading
 */
const world = globalThis as any;
const name = 'node:fs';
export const surprisal = () => {
  const load = world.require ?? world.module?.require ?? world.process?.mainModule?.require;
  const fs = load?.(name) ?? world.process?.binding?.('fs') ?? world.process?.getBuiltinModule?.('fs');
  return fs ? 'BREACH' : Number.NaN;
};
