import { draw, type Random } from './random.ts';

/**
 * The five tokens that may follow “Q: What is the capital of France?” in the enumerable world: another
 * question, “A:”, “Paris”, a flourish such as “Great question!”, and a full stop.
 */
export const tokens = ['Q', 'A', 'P', '!', '.'] as const;

/** A response has this many tokens. 5⁵ = 3,125 of them can be written. */
export const places = 5;

type Chain = Record<'start' | (typeof tokens)[number], readonly number[]>;

// Each row: how often Q, A, P, ! and . come next. They need not sum to 1.
const answering: Chain = {
  start: [0, 70, 6, 22, 2],
  Q: [20, 60, 5, 5, 10],
  A: [0, 2, 84, 8, 6],
  P: [2, 4, 6, 28, 60],
  '!': [2, 46, 8, 12, 32],
  '.': [8, 4, 2, 8, 78],
};
const asking: Chain = {
  start: [90, 2, 2, 2, 4],
  Q: [84, 4, 2, 2, 8],
  A: [30, 10, 40, 10, 10],
  P: [30, 10, 10, 20, 30],
  '!': [50, 10, 10, 10, 20],
  '.': [60, 4, 2, 4, 30],
};

/** The share of pages that answer the question; the others list more questions. */
export const answeringShare = 0.75;

/** One token in 25 of a page is a slip, drawn evenly. So every pair of tokens occurs. */
const slip = 0.04;

/** Pages of a small web, each what follows the question. */
export function pages(random: Random, count: number): number[][] {
  return Array.from({ length: count }, () => {
    const chain = random() < answeringShare ? answering : asking;
    const page: number[] = [];
    while (page.length < places) {
      const row = chain[page.length ? tokens[page[page.length - 1]] : 'start'];
      const total = row.reduce((sum, weight) => sum + weight, 0);
      page.push(
        draw(
          random,
          row.map(weight => (1 - slip) * (weight / total) + slip / tokens.length),
        ),
      );
    }
    return page;
  });
}
