/** Steps at which to look: 0, 1, 2, 3, 4, 6, 8, 11, 16, … and the last. */
export function checkpoints(last: number): number[] {
  const steps = [0];
  for (let exponent = 0; 2 ** exponent < last; exponent += 0.5) {
    steps.push(Math.round(2 ** exponent));
  }
  return [...new Set([...steps, last])];
}
