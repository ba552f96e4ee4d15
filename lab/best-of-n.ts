/**
 * The exact distribution of best-of-n, as in `bestOfNDistribution` of the lesson on best-of-n, but sorted
 * first: thousands of responses take no longer than the sort.
 */
export function bestOfNChances(
  chances: readonly number[],
  rewards: readonly number[],
  n: number,
): number[] {
  const order = rewards.map((_, y) => y).sort((a, b) => rewards[a] - rewards[b]);
  const result = chances.map(() => 0);
  let worse = 0;
  for (let first = 0; first < order.length; ) {
    let last = first;
    let equal = 0;
    while (last < order.length && sameReward(rewards[order[last]], rewards[order[first]])) {
      equal += chances[order[last++]];
    }
    const won = (worse + equal) ** n - worse ** n;
    for (const y of order.slice(first, last)) result[y] = equal ? (chances[y] / equal) * won : 0;
    worse += equal;
    first = last;
  }
  return result;
}

/** Sums of the same weights in another order differ by rounding; they tie all the same. */
function sameReward(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9;
}
