import { mulberry32 } from '../course/mulberry32.ts';

/** Numbers in [0, 1) from a seed. */
export type Random = () => number;

export const seededRandom: (seed: number) => Random = mulberry32;

/** An index, drawn with these probabilities. */
export function draw(random: Random, probabilities: readonly number[]): number {
  let rest = random();
  for (const [index, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return index;
  }
  return probabilities.length - 1;
}
