/**
 * Writes answers of its own to the channel that the grader reads.
 * @family verdict
 */
const body = '1\x1e0.693147';
const frame = new Uint8Array([0, 0, 0, body.length, 66, ...new TextEncoder().encode(body)]);
const world = globalThis as any;
export const surprisal = () => {
  for (const stream of [world.Deno?.stdout, world.process?.stdout, world.process?.stderr]) {
    stream?.writeSync?.(frame);
    stream?.write?.(frame);
    if (stream) throw new Error('BREACH: the channel is open');
  }
  world.postMessage?.(frame);
  return Number.NaN;
};
