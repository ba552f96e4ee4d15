/**
 * Reads the environment, where keys and tokens are.
 * @family reading
 */
const world = globalThis as any;
export const surprisal = () => {
  const environment = world.process?.env ?? world.Deno?.env?.toObject() ?? world.Bun?.env;
  const told = environment && Object.keys(environment).length;
  if (told) throw new Error('BREACH: the environment');
  return Number.NaN;
};
