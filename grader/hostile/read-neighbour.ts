/**
 * Reads the folder of another student, and hands it in as its own.
 * @family reading
 */
declare const Deno: any;
const other = [...(globalThis as any).Deno?.readDirSync('..') ?? []].map(entry => entry.name);
export const surprisal = () => {
  throw new Error(`BREACH: ${other.length || Deno.readTextFileSync('../honest/01-nll.ts')}`);
};
