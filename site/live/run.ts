import { checkpoints } from '../../lab/checkpoints.ts';
import { dpoRate, epochs, learningRate } from '../../lab/enumerable-scale.ts';
import { bestOfN, tilt } from './exact.ts';
import { ascend, expectation, logProbabilities, responses } from './kernel.ts';
import type { LivePoint, LiveSetting } from './setting.ts';
import type { LiveWorld } from './world.ts';

export interface Look {
  point: LivePoint;
  /** The probability of each response. */
  chances: Float64Array;
  /** How much of the run is done, from 0 to 1. */
  share: number;
}

/**
 * Follows a method, and stops to look: so a caller can draw, wait, or leave. It also stops, with nothing to
 * look at, on long ways between two looks.
 */
export function* run(
  world: LiveWorld,
  setting: LiveSetting,
): Generator<Look | undefined, void, void> {
  const { method, beta, draws } = setting;
  if (method === 'best-of-n') {
    for (let n = 1; n <= draws; n *= 2) {
      yield looked(world, n, bestOfN(world, n), Math.log2(n) / Math.max(1, Math.log2(draws)));
    }
  } else if (method === 'closed form') {
    for (const [i, at] of path(beta).entries()) {
      yield looked(world, at, tilt(world, at), (i + 1) / path(beta).length);
    }
  } else yield* descend(world, setting);
}

/** From the reference, which is β = ∞, and β = 10 down, on the lab's grid, to the β that was asked for. */
function path(beta: number): number[] {
  const grid = Array.from({ length: 64 }, (_, i) => 10 * 10 ** (-i / 16));
  return [Infinity, ...grid.filter(value => value > beta * 1.001), beta];
}

function* descend(
  world: LiveWorld,
  { method, beta, steps }: LiveSetting,
): Generator<Look | undefined, void, void> {
  const logits = world.base.slice();
  const logs = new Float64Array(responses);
  const step = steppers[method as keyof typeof steppers](world, beta);
  const stops = new Set(checkpoints(steps));
  for (let at = 0; at <= steps; at++) {
    if (at > 0) step(logits, logs);
    if (!stops.has(at)) {
      if (at % breath === 0) yield undefined;
      continue;
    }
    logProbabilities(logits, logs);
    const look = looked(world, at, logs.map(Math.exp), at / steps, logs);
    if (method === 'DPO') look.point.pairs = pairsNext(world, logits, logs, step);
    yield look;
  }
}

/** Steps after which a caller may want to leave. */
const breath = 100;

type Step = (logits: Float64Array, logs: Float64Array) => void;

/** Policy gradient: π(y) (proxy(y) − β log(π/π_ref)) on every response. */
function climber({ reference, proxy }: LiveWorld, beta: number): Step {
  const weights = new Float64Array(responses);
  return (logits, logs) => {
    logProbabilities(logits, logs);
    for (let y = 0; y < responses; y++) {
      weights[y] = Math.exp(logs[y]) * (proxy[y] - beta * (logs[y] - reference[y]));
    }
    ascend(logits, weights, learningRate);
  };
}

/** PPO: advantages of the policy as it was up to eight steps ago, none outside of the clip range. */
function clippedClimber({ reference, proxy }: LiveWorld, beta: number): Step {
  const [weights, old, advantages] = [0, 1, 2].map(() => new Float64Array(responses));
  const clip = 0.2;
  let steps = 0;
  return (logits, logs) => {
    logProbabilities(logits, logs);
    if (steps++ % epochs === 0) {
      let baseline = 0;
      for (let y = 0; y < responses; y++) {
        old[y] = logs[y];
        advantages[y] = proxy[y] - beta * (logs[y] - reference[y]);
        baseline += Math.exp(logs[y]) * advantages[y];
      }
      for (let y = 0; y < responses; y++) advantages[y] -= baseline;
    }
    for (let y = 0; y < responses; y++) {
      const ratio = Math.exp(logs[y] - old[y]);
      const isSpent = advantages[y] > 0 ? ratio > 1 + clip : ratio < 1 - clip;
      weights[y] = isSpent ? 0 : Math.exp(logs[y]) * advantages[y];
    }
    ascend(logits, weights, learningRate);
  };
}

/** DPO: up with the chosen, down with the rejected, by how wrong the pair still is. */
function contrast({ reference, chosen, rejected }: LiveWorld, beta: number): Step {
  const weights = new Float64Array(responses);
  return (logits, logs) => {
    logProbabilities(logits, logs);
    weights.fill(0);
    for (let i = 0; i < chosen.length; i++) {
      const [w, l] = [chosen[i], rejected[i]];
      const margin = beta * (logs[w] - reference[w] - logs[l] + reference[l]);
      const push = beta / (1 + Math.exp(margin)) / chosen.length;
      weights[w] += push;
      weights[l] -= push;
    }
    ascend(logits, weights, dpoRate);
  };
}

const steppers = { 'policy gradient': climber, PPO: clippedClimber, DPO: contrast };

/** What the next step does to each pair: the gap opens, both fall, both rise, or the wrong way round. */
function pairsNext(
  { chosen, rejected }: LiveWorld,
  logits: Float64Array,
  logs: Float64Array,
  step: Step,
): LivePoint['pairs'] {
  const next = logits.slice();
  const after = new Float64Array(responses);
  step(next, after);
  logProbabilities(next, after);
  const mean = (side: Int32Array) => side.reduce((sum, y) => sum + logs[y], 0) / side.length;
  const cases = [0, 0, 0, 0];
  chosen.forEach((w, i) => {
    const l = rejected[i];
    const [up, down] = [after[w] >= logs[w], after[l] <= logs[l]];
    cases[up ? (down ? 0 : 2) : down ? 1 : 3]++;
  });
  return { chosen: mean(chosen), rejected: mean(rejected), cases };
}

function looked(
  world: LiveWorld,
  at: number,
  chances: Float64Array,
  share: number,
  logs?: Float64Array,
): Look {
  let kl = 0;
  chances.forEach((chance, y) => {
    if (chance > 0) kl += chance * ((logs ? logs[y] : Math.log(chance)) - world.reference[y]);
  });
  const [proxy, gold, distinct] = [world.proxy, world.gold, world.variety].map(values =>
    expectation(chances, values),
  );
  return { point: { at, kl, proxy, gold, distinct }, chances, share };
}
