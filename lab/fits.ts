import { fitOveroptimization, goldReward } from '../solutions/10-goodhart.ts';
import type { Point } from './trace.ts';

export interface Fit {
  curve: 'bestOfN' | 'closedForm';
  form: 'bestOfN' | 'rl';
  alpha: number;
  beta: number;
  /** Root mean square of what the fit misses, in units of gold. */
  residual: number;
}

/** Both laws of over-optimisation on both exact curves: gold above the reference against KL. */
export function fits(proxy: Record<Fit['curve'], Point[]>): Fit[] {
  return (['bestOfN', 'closedForm'] as const).flatMap(curve =>
    (['bestOfN', 'rl'] as const).map(form => {
      const start = proxy.bestOfN[0].gold;
      const points = proxy[curve].map(({ kl, gold }) => ({
        kl: Math.max(0, kl),
        reward: gold - start,
      }));
      const { alpha, beta } = fitOveroptimization(points, form);
      const squares = points.map(
        ({ kl, reward }) => (reward - goldReward(kl, alpha, beta, form)) ** 2,
      );
      const residual = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
      return { curve, form, alpha, beta, residual };
    }),
  );
}
