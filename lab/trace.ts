import {
  distinctN,
  evaluate,
  type Logits,
  type Outcome,
  type World,
} from '../solutions/11-capstone.ts';
import { checkpoints } from './checkpoints.ts';
import { logProbabilities } from './policy.ts';

/** Where a method stands: after how many steps, at which n or at which β; what it spent and earns. */
export interface Point extends Outcome {
  at: number;
  /** The expected share of different tokens in one response: low when it repeats itself. */
  distinct: number;
}

/** Takes `last` steps, and looks at the policy at the checkpoints. */
export function trace(
  start: Logits,
  world: World,
  last: number,
  step: (logits: Logits) => Logits,
  look?: (logits: Logits, at: number) => void,
): { points: Point[]; end: Logits } {
  const points: Point[] = [];
  const watched = new Set(checkpoints(last));
  const varied = variety(world);
  let logits = start;
  for (let at = 0; at <= last; at++) {
    if (at > 0) logits = step(logits);
    if (!watched.has(at)) continue;
    const chances = logProbabilities(logits, world.sequences).map(Math.exp);
    points.push({ at, ...evaluate(logits, world), distinct: expectation(chances, varied) });
    look?.(logits, at);
  }
  return { points, end: logits };
}

/** A point for any distribution over the responses of the world. */
export function pointOf(at: number, chances: readonly number[], world: World): Point {
  const kl = chances.reduce(
    (sum, chance, y) =>
      chance === 0 ? sum : sum + chance * (Math.log(chance) - world.reference[y]),
    0,
  );
  const [proxy, gold] = [expectation(chances, world.proxy), expectation(chances, world.gold)];
  return { at, kl, proxy, gold, distinct: expectation(chances, variety(world)) };
}

const varieties = new WeakMap<number[][], number[]>();

function variety({ sequences }: World): number[] {
  const known = varieties.get(sequences);
  if (known) return known;
  const values = sequences.map(response => distinctN([response.map(String)], 1));
  varieties.set(sequences, values);
  return values;
}

function expectation(chances: readonly number[], values: readonly number[]): number {
  return chances.reduce((sum, chance, y) => sum + chance * values[y], 0);
}
