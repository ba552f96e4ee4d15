import { describe, expect, it } from 'vitest';
import { Watch } from './watch.ts';

// Only Linux tells what a process holds.
describe.runIf(process.platform === 'linux')('a process that a call left large', () => {
  const told = { large: () => {}, late: () => {} };
  const watch = (residentMB: number) => new Watch(() => process.pid, residentMB, told);

  it('is seen when the answer comes, if nobody may have looked before', () => {
    expect(watch(1).isLargeAfter(0.2)).toBe(true);
    expect(watch(100_000).isLargeAfter(0.2)).toBe(false);
  });

  it('is not looked at for each of some hundred quick answers', () => {
    expect(watch(1).isLargeAfter(0.001)).toBe(false);
  });
});
