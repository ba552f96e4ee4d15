import { mulberry32 } from '../course/mulberry32.ts';

/** Seeded inputs: the same seed draws the same values on every machine. */
export interface Random {
  /** Uniform in [low, high), with few digits, so that a failing call is easy to read. */
  between(low: number, high: number): number;
  /** Uniform among low, …, high. */
  integer(low: number, high: number): number;
  boolean(): boolean;
  pick<Item>(items: readonly Item[]): Item;
  array<Item>(length: number, draw: (index: number) => Item): Item[];
  shuffle<Item>(items: readonly Item[]): Item[];
  /** `length` positive probabilities that sum to 1. */
  distribution(length: number): number[];
  /** `length` real scores in (-scale, scale). */
  logits(length: number, scale: number): number[];
  /** Standard normal. */
  normal(): number;
}

/** FNV-1a: one 32-bit seed from any parts. */
export function seedOf(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

export function seededRandom(seed: number): Random {
  const unit = mulberry32(seed);
  const integer = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1));
  const random: Random = {
    integer,
    between: (low, high) => readable(low + unit() * (high - low), low, high),
    boolean: () => unit() < 0.5,
    pick: items => items[integer(0, items.length - 1)],
    array: (length, draw) => Array.from({ length }, (_, index) => draw(index)),
    shuffle: items => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
      }
      return shuffled;
    },
    distribution: length => {
      const weights = random.array(length, () => integer(1, 100));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map(weight => weight / total);
    },
    logits: (length, scale) => random.array(length, () => random.between(-scale, scale)),
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
  return random;
}

/** Rounds to about four digits of the range, but never out of it. */
function readable(value: number, low: number, high: number): number {
  const decimals = 4 - Math.ceil(Math.log10(Math.max(high - low, 1e-12)));
  const rounded = Number(value.toFixed(Math.min(Math.max(decimals, 0), 20)));
  return rounded > low && rounded < high ? rounded : value;
}
