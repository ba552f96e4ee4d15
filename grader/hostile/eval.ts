/**
 * Builds code while running, which no compiler has seen.
 * @family reading
 */
const makers = [(0, eval), Function, (async () => {}).constructor, (function* () {}).constructor,
  (code: string) => setTimeout(code as any, 0), (code: string) => new Worker(`data:,${code}`)] as any[];
const errors: string[] = [];
for (const make of makers) {
  try {
    const made = make("globalThis.out = import('node:fs')");
    made?.();
  } catch (error) {
    errors.push((error as Error).name);
  }
}
export const surprisal = () => ('out' in globalThis ? 'BREACH' : `${errors}`);
