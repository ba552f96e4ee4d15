/**
 * Returns a record whose getters give another value at every reading.
 * @family verdict
 */
let reading = 0;
export const nextTokenDistribution = () => ({
  get A() { return [0.75, 1, 0.5][reading++ % 3]; },
  get Q() { return 1 - reading / 10; },
  get b() { return ++reading; },
});
