/**
 * Finds the host's files in a stack trace and imports them, to share its captured channel.
 * @family reading
 */
const places = [...`${new Error('x').stack}`.matchAll(/(file:[^\s:]+|ext:[^\s:]+)/g)].map(([at]) => at);
const found: any[] = [];
for (const place of [...places, 'ext:core/mod.js', 'ext:deno_fs/30_fs.js', 'node:process']) {
  import(place).then(module => found.push(module)).catch(() => {});
}
export const surprisal = () => (found.length ? 'BREACH' : Number.NaN);
