import { type Logits, policyGradientStep, type World } from '../solutions/11-capstone.ts';
import { logProbabilities } from './policy.ts';

export interface PpoOptions {
  beta: number;
  /** Infinity leaves the ratio alone. */
  epsilon: number;
  learningRate: number;
  /** Gradient steps on each batch; here a batch is every sequence, weighted by its probability. */
  epochs: number;
}

/**
 * One round of PPO: the advantages are those of the policy at its start, and a sequence whose ratio has left
 * the clip range in the direction of its advantage has no gradient any more.
 */
export function ppoRound(start: Logits, world: World, options: PpoOptions): Logits {
  const { beta, epsilon, learningRate, epochs } = options;
  const old = logProbabilities(start, world.sequences);
  const net = world.proxy.map((reward, y) => reward - beta * (old[y] - world.reference[y]));
  const expected = net.reduce((sum, value, y) => sum + Math.exp(old[y]) * value, 0);
  const advantages = net.map(value => value - expected);
  let logits = start;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const now = logProbabilities(logits, world.sequences);
    const unclipped = advantages.map((advantage, y) => {
      const ratio = Math.exp(now[y] - old[y]);
      const spent = advantage > 0 ? ratio > 1 + epsilon : ratio < 1 - epsilon;
      return spent ? 0 : advantage;
    });
    // ∇ Σ π_old(y) ρ(y) A(y) = Σ π(y) A(y) ∇ log π(y): the policy gradient with A for a reward, and no β.
    logits = policyGradientStep(logits, { ...world, proxy: unclipped }, 0, learningRate);
  }
  return logits;
}
