import { combinePolicies, mixLogits } from '../solutions/07-logit-mixing.ts';
import type { Logits, World } from '../solutions/11-capstone.ts';
import { logProbabilities } from './policy.ts';
import { type Point, pointOf } from './trace.ts';

/** Decoding with weight `w` on the aligned policy and 1 − w on the reference: nothing is trained. */
export interface Mixed {
  w: number;
  /** The closed form at β / w; at w = 0 the reference. */
  retrained: Point;
  /** π_ref^(1−w) π_β^w, normalised over whole responses: the same to the last digit. */
  whole: Point;
  /** The same with the logits of each next token, which is all that a decoder can do. */
  tokens: Point;
  /** Logits of the reference and of the policy that policy gradient left, token by token. */
  trained: Point;
  /** Total variation between `whole` and `tokens`: how much of the probability lies elsewhere. */
  gap: number;
}

export const mixingWeights = [
  0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 3,
];

/** Mixes the logits of the reference with those of the closed form at β, and with a trained policy's. */
export function mixing(world: World, base: Logits, trained: Logits, beta: number): Mixed[] {
  const reference = world.reference.map(Math.exp);
  const aligned = tilted(world, beta);
  const conditionals = tokenwise(aligned, world, base);
  return mixingWeights.map(w => {
    const whole = combinePolicies(reference, [aligned], [w]);
    const tokens = distribution(mixed(base, conditionals, w), world);
    const gap = whole.reduce((sum, chance, y) => sum + Math.abs(chance - tokens[y]), 0) / 2;
    return {
      w,
      retrained: pointOf(w, w === 0 ? reference : tilted(world, beta / w), world),
      whole: pointOf(w, whole, world),
      tokens: pointOf(w, tokens, world),
      trained: pointOf(w, distribution(mixed(base, trained, w), world), world),
      gap,
    };
  });
}

/** The closed form π_ref exp(proxy / β) / Z, a probability for each response. */
export function tilted({ reference, proxy }: World, beta: number): number[] {
  const logits = reference.map((log, y) => log + proxy[y] / beta);
  const top = logits.reduce((a, b) => Math.max(a, b));
  const weights = logits.map(logit => Math.exp(logit - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

/**
 * The next-token logits of a distribution over responses: the share of each token among those that come
 * after the same token at the same place. Rewards that count tokens or neighbours lose nothing by it.
 */
export function tokenwise(chances: readonly number[], world: World, shape: Logits): Logits {
  const shares = shape.map(rows => rows.map(row => row.map(() => 0)));
  world.sequences.forEach((tokens, y) => {
    tokens.forEach((token, t) => {
      shares[t][t === 0 ? 0 : tokens[t - 1]][token] += chances[y];
    });
  });
  return shares.map(rows => rows.map(row => row.map(Math.log)));
}

/** `mixLogits` in every row. */
function mixed(base: Logits, aligned: Logits, w: number): Logits {
  return base.map((rows, t) => rows.map((row, i) => mixLogits([row, aligned[t][i]], [1 - w, w])));
}

function distribution(logits: Logits, { sequences }: World): number[] {
  return logProbabilities(logits, sequences).map(Math.exp);
}
