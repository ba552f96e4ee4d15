/**
 * Ends the process with exit code 0 in the middle of a question.
 * @family leaving
 */
const world = globalThis as any;
export const surprisal = () => {
  world.process?.reallyExit?.(0);
  world.process?.exit?.(0);
  world.Deno?.exit?.(0);
  world.close?.();
  return Number.NaN;
};
