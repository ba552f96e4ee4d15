/**
 * Asks the person at the terminal for permission, and waits for the answer.
 * @family leaving
 */
const world = globalThis as any;
export const surprisal = () => {
  const state = world.Deno?.permissions?.requestSync?.({ name: 'read' }).state;
  const typed = world.prompt?.('Password?') ?? world.confirm?.('Allow?') ?? world.alert?.('!');
  return state === 'granted' || typed ? 'BREACH' : Number.NaN;
};
