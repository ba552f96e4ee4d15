import { expect, it } from 'vitest';
import { seededRandom, seedOf } from './random.ts';

it('draws the same values from the same seed, and others from another', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.between(0, 1), random.integer(1, 6), random.distribution(3), random.normal()];
  };
  expect(draw(seedOf('alice', 'nll'))).toEqual(draw(seedOf('alice', 'nll')));
  expect(draw(seedOf('alice', 'nll'))).not.toEqual(draw(seedOf('bob', 'nll')));
  expect(seedOf('ab', 'c')).not.toBe(seedOf('a', 'bc'));
});

it('keeps to its ranges and reaches their ends', () => {
  const random = seededRandom(7);
  const integers = random.array(500, () => random.integer(-1, 2));
  expect(new Set(integers)).toEqual(new Set([-1, 0, 1, 2]));
  for (const value of random.array(2000, () => random.between(0.2, 0.3))) {
    expect(value).toBeGreaterThanOrEqual(0.2);
    expect(value).toBeLessThan(0.3);
    expect(String(value).length).toBeLessThanOrEqual(9);
  }
  for (const value of random.array(200, () => random.between(-1e-300, 1e-300))) {
    expect(Math.abs(value)).toBeLessThanOrEqual(1e-300);
  }
});

it('draws distributions that are positive and sum to 1', () => {
  const random = seededRandom(11);
  for (let length = 1; length < 9; length++) {
    const weights = random.distribution(length);
    expect(weights).toHaveLength(length);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  }
});

it('shuffles without loss, leaving its argument alone', () => {
  const random = seededRandom(3);
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = random.shuffle(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort()).toEqual(items);
});

it('draws normals of mean 0 and variance 1', () => {
  const random = seededRandom(5);
  const values = random.array(20000, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});
