import { responses } from './kernel.ts';
import type { LiveWorld } from './world.ts';

/** The closed form at β: the reference, each response weighed with exp(proxy / β). */
export function tilt({ reference, proxy }: LiveWorld, beta: number): Float64Array {
  const scores = reference.map((log, y) => log + proxy[y] / beta);
  const top = scores.reduce((a, b) => Math.max(a, b));
  const weights = scores.map(score => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

const orders = new WeakMap<LiveWorld, Int32Array>();

/** The exact distribution of the best of n draws; responses of the same reward share by their chances. */
export function bestOfN(world: LiveWorld, n: number): Float64Array {
  const { reference, proxy } = world;
  const order =
    orders.get(world) ??
    Int32Array.from({ length: responses }, (_, y) => y).sort((a, b) => proxy[a] - proxy[b]);
  orders.set(world, order);
  const result = new Float64Array(responses);
  let below = 0;
  for (let from = 0, to = 0; from < responses; from = to) {
    let level = 0;
    // Sums of the same weights in another order differ by rounding; they tie all the same.
    while (to < responses && proxy[order[to]] - proxy[order[from]] <= 1e-9) {
      level += Math.exp(reference[order[to++]]);
    }
    const won = ((below + level) ** n - below ** n) / level;
    for (let i = from; i < to; i++) result[order[i]] = Math.exp(reference[order[i]]) * won;
    below += level;
  }
  return result;
}

/** A law of over-optimisation fitted to gold gained against d = √KL. */
export interface LiveFit {
  law: 'd(α − βd)' | 'd(α − β log d)';
  gain: (kl: number) => number;
  /** Root mean square of what it misses. */
  residual: number;
}

/** Both laws, by least squares in α and β. */
export function fitLaws(points: readonly { kl: number; gained: number }[]): LiveFit[] {
  const laws = { 'd(α − βd)': (d: number) => d, 'd(α − β log d)': Math.log };
  return (Object.keys(laws) as LiveFit['law'][]).map(law => {
    const terms = (kl: number): [number, number] => {
      const d = Math.sqrt(Math.max(0, kl));
      return d === 0 ? [0, 0] : [d, -d * laws[law](d)];
    };
    let [aa, ab, bb, ag, bg] = [0, 0, 0, 0, 0];
    for (const { kl, gained } of points) {
      const [a, b] = terms(kl);
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ag += a * gained;
      bg += b * gained;
    }
    const determinant = aa * bb - ab * ab;
    const alpha = (ag * bb - bg * ab) / determinant;
    const beta = (aa * bg - ab * ag) / determinant;
    const gain = (kl: number) => {
      const [a, b] = terms(kl);
      return alpha * a + beta * b;
    };
    const squares = points.reduce((sum, { kl, gained }) => sum + (gained - gain(kl)) ** 2, 0);
    return { law, gain, residual: Math.sqrt(squares / points.length) };
  });
}
