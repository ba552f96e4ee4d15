/** How much the enumerable world is built from. */
export interface Scale {
  pages: number;
  comparisons: number;
}

export const fullScale: Scale = { pages: 2000, comparisons: 4000 };

/** The λ of the reward models' fit. */
export const ridge = 0.001;

/** Of policy gradient and PPO, and of DPO: the objectives are exact, so steps may be large. */
export const learningRate = 8;
export const dpoRate = 40;

/** Gradient steps in one round of PPO. */
export const epochs = 8;
