/** What an agent could do next, and what would follow, over the same steps t = 0, 1, 2, … */
export type Plan = {
  /** `register[t]`: what the loss register will hold at step t, in nats. */
  register: number[];
  /** `predicted[t]`: the distribution over classes that the agent will announce at step t. */
  predicted: number[][];
  /** `outcomes[t]`: the class that will then come true. */
  outcomes: number[];
};

/** Two of the things that "it wants a low loss" can mean. */
export type Motive = { kind: 'register'; discount: number } | { kind: 'prediction' };

/** Sentences that say "loss". Which of the four senses each of them uses is the task `senses`. */
export const statements = {
  s1: 'At step 4,100 the loss came out as NaN, and one step later so did every weight.',
  s2: 'The assistant agrees with everyone because it wants its loss to stay low.',
  s3: 'The loss is convex in the logits.',
  s4: 'We still lack a loss that captures what patients mean by good care.',
  s5: 'Computing the loss in half precision takes a tenth of each training step.',
  s6: 'The agent would overwrite the loss register if it could: a 0 there is all it is after.',
  s7: 'The new loss is in better agreement with honesty than the old one was.',
  s8: 'No predictor has an expected loss below the entropy of the labels.',
  s9: 'A flipped bit in the loss of one batch pushed the weights the wrong way.',
  s10: 'The loss is differentiable wherever the true class has positive probability.',
  s11: 'What the forecaster cares about is a small loss on tomorrow’s labels, so it studies.',
  s12: 'A loss made of click counts does not stand for what readers value.',
} as const;

export type StatementId = keyof typeof statements;

/**
 * The loss as a float32 machine computes it by the naive formula −log(exp(z_y) / Σ exp(z_k)).
 *
 * `Math.fround` rounds to float32: each logit, each exponential, the running sum after every addition
 * (from 0, left to right), the quotient, and the final −log.
 *
 * @param logits z, one real score a class (at least one class)
 * @param label y, the index of the true class
 * @returns nats; `Infinity` and `NaN` where the machine gives them
 */
export function physicalCrossEntropy(logits: number[], label: number): number {
  throw new Error('to do: physicalCrossEntropy');
}

/**
 * The gradient of the cross-entropy by the logits: softmax(z) minus the one-hot label.
 *
 * @param logits z, one real score a class, |z_k| up to 1e4
 * @param label y, the index of the true class
 * @returns one slope a class, in nats per unit of logit
 */
export function crossEntropyGradient(logits: number[], label: number): number[] {
  throw new Error('to do: crossEntropyGradient');
}

/**
 * The loss itself, log Σ exp(z_k) − z_y: the real number, as near as a double comes to it.
 *
 * @param logits z, one real score a class, |z_k| up to 1e4
 * @param label y, the index of the true class
 * @returns nats, finite
 */
export function mathematicalCrossEntropy(logits: number[], label: number): number {
  throw new Error('to do: mathematicalCrossEntropy');
}

/**
 * The mathematical loss of a predictor on the problem (D, ℓ): the mean of ℓ = −log q_i[y_i].
 *
 * @param predicted q_i, one distribution over classes for each of the N ≥ 1 members of D
 * @param labels y_i, the true classes in the same order
 * @returns nats per member; `Infinity` if any true class was given probability 0
 */
export function empiricalRisk(predicted: number[][], labels: number[]): number {
  throw new Error('to do: empiricalRisk');
}

/**
 * What a plan is worth to an agent that wants a low number in its loss register: −Σ_t γ^t ℓ_t.
 *
 * @param losses ℓ_t, the register at steps t = 0, 1, 2, … in nats; no steps are worth 0
 * @param discount γ, from 0 to 1; γ^0 = 1 also for γ = 0
 * @returns nats, larger is better
 */
export function registerValue(losses: number[], discount: number): number {
  throw new Error('to do: registerValue');
}

/**
 * What a plan is worth to an agent that wants its predictions to come true: Σ_t log q_t[y_t].
 *
 * @param predicted q_t, the distributions announced at steps t = 0, 1, 2, …
 * @param outcomes y_t, the classes that then came true; no steps are worth 0
 * @returns nats, at most 0, larger is better; `-Infinity` if something "impossible" came true
 */
export function predictionUtility(predicted: number[][], outcomes: number[]): number {
  throw new Error('to do: predictionUtility');
}

/**
 * The plan that an agent with this motive takes.
 *
 * A `register` agent goes by `registerValue` of the register alone, a `prediction` agent by
 * `predictionUtility` of predictions and outcomes alone.
 *
 * @param plans at least one
 * @returns the index of the best plan, the first of those that tie
 */
export function choosePlan(plans: Plan[], motive: Motive): number {
  throw new Error('to do: choosePlan');
}

/**
 * How many predictions two predictors differ in, on the inputs trained on and on others.
 *
 * @param f the class that one predictor gives to each input
 * @param g the same for the other
 * @param train indices of inputs; one that is listed twice counts twice
 * @param test the same
 * @returns for each list, the fraction (0 to 1) of its indices where f and g disagree; 0 if it is empty
 */
export function sameLossDifferentMinds(
  f: number[],
  g: number[],
  train: number[],
  test: number[],
): { train: number; test: number } {
  throw new Error('to do: sameLossDifferentMinds');
}

/**
 * Which alignment failure one training episode shows, by the catalogue in the discussion of
 * "Four usages of 'loss' in AI" (2022).
 *
 * @param rewarded whether training rewarded the action (`false`: punished it)
 * @param wanted whether the designers wanted the action
 * @param goodReasons whether the agent did it for the reasons the designers had in mind
 * @returns `'outer'` if the reward disagrees with what was wanted; failing that, `'inner'` if the
 *   reasons disagree with the action; failing that, `'none'`
 */
export function failureKind(
  rewarded: boolean,
  wanted: boolean,
  goodReasons: boolean,
): 'none' | 'outer' | 'inner' {
  throw new Error('to do: failureKind');
}

/**
 * The sense of "loss" in each of the `statements`: 1 physical, 2 mathematical, 3 standing for a goal,
 * 4 cared about by an agent.
 *
 * @returns one sense for each of s1 … s12
 */
export function senses(): Record<StatementId, 1 | 2 | 3 | 4> {
  throw new Error('to do: senses');
}
