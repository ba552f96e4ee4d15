/**
 * Writes files: beside itself, in the temporary folder, over the results, into the compile cache.
 * @family leaving
 */
declare const Deno: any;
export const surprisal = () => {
  for (const place of ['.', '/tmp', '..', 'grades', '/root']) {
    Deno.writeTextFileSync(`${place}/attack-was-here`, '{"points":999}');
  }
  throw new Error('BREACH: a file was written');
};
