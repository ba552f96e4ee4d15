import type { World } from '../solutions/11-capstone.ts';
import { bestOfNChances } from './best-of-n.ts';
import type { Random } from './random.ts';

/** Best-of-n by drawing, beside its exact value. */
export interface Drawn {
  n: number;
  draws: number;
  /** Means over the draws, and how many standard errors they lie from the exact values. */
  proxy: number;
  gold: number;
  proxyErrors: number;
  goldErrors: number;
}

/** How many times a response is drawn for each n, and at most how often the best is taken. */
const pool = 2 ** 20;
const mostDraws = 4096;

/** Draws n responses from the reference, keeps the one that the proxy likes best, and does it again. */
export function drawBestOfN(random: Random, world: World, ns: readonly number[]): Drawn[] {
  const reference = world.reference.map(Math.exp);
  const sums: number[] = [];
  reference.forEach((chance, y) => {
    sums.push((sums[y - 1] ?? 0) + chance);
  });
  const drawn = Int32Array.from({ length: pool }, () =>
    place(sums, random() * sums[sums.length - 1]),
  );
  return ns.map(n => {
    const draws = Math.min(mostDraws, Math.floor(pool / n));
    const best = Array.from({ length: draws }, (_, i) => {
      let chosen = drawn[i * n];
      for (let k = 1; k < n; k++) {
        const next = drawn[i * n + k];
        if (world.proxy[next] > world.proxy[chosen] + 1e-9) chosen = next;
      }
      return chosen;
    });
    const chances = bestOfNChances(reference, world.proxy, n);
    const [proxy, proxyErrors] = compared(best, chances, world.proxy);
    const [gold, goldErrors] = compared(best, chances, world.gold);
    return { n, draws, proxy, gold, proxyErrors, goldErrors };
  });
}

/** The error of the mean is the exact one: draws that are all alike would know of none. */
function compared(
  best: readonly number[],
  chances: readonly number[],
  values: readonly number[],
): [mean: number, errors: number] {
  const mean = best.reduce((sum, y) => sum + values[y], 0) / best.length;
  const exact = chances.reduce((sum, chance, y) => sum + chance * values[y], 0);
  const variance = chances.reduce((sum, chance, y) => sum + chance * (values[y] - exact) ** 2, 0);
  const error = Math.sqrt(variance / best.length);
  return [mean, (mean - exact) / Math.max(error, 1e-9)];
}

/** The first place at which the running sum exceeds the target. */
function place(sums: readonly number[], target: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
