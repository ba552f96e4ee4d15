import type { View } from '../../lab/features.ts';

export const methods = ['policy gradient', 'PPO', 'DPO', 'closed form', 'best-of-n'] as const;
export type Method = (typeof methods)[number];

/** What a reader sets. A method looks at what concerns it. */
export interface LiveSetting {
  method: Method;
  beta: number;
  /** Gradient steps. */
  steps: number;
  /** The largest n of best-of-n. */
  draws: number;
  comparisons: number;
  view: View;
  seed: number;
}

/** Where a method stands. */
export interface LivePoint {
  /** The step, the n or the β. */
  at: number;
  kl: number;
  proxy: number;
  gold: number;
  distinct: number;
  /** Of DPO: mean log π of its chosen and rejected responses, and the four cases of its next step. */
  pairs?: { chosen: number; rejected: number; cases: number[] };
}
