import * as tf from '#tensor';
import { klBound } from '../solutions/09-best-of-n.ts';
import { type LanguageModel, mixture } from './language-model.ts';
import { bestOfNFromPool, look, type NeuralPoint } from './neural-measure.ts';
import { type Push, tuneByDpo, tuneByPolicyGradient } from './neural-methods.ts';
import { buildNeuralWorld, type NeuralScale } from './neural-world.ts';
import { seededRandom } from './random.ts';

export interface NeuralSetting extends NeuralScale {
  seed: number;
  /** As one aligns, with a price of KL. */
  policyGradient: Push;
  dpo: Omit<Push, 'repeats'>;
  /** The same policy gradient pushed too far: a tenth of the price, and more steps. */
  push: Push;
  /** How many responses to each question best-of-n may choose from. */
  pool: number;
}

export const fullNeuralSetting: NeuralSetting = {
  ...{ seed: 11, countries: 40, pretrainingSteps: 250, comparisons: 400, pool: 512 },
  policyGradient: { beta: 0.1, steps: 150, learningRate: 0.01, repeats: 3 },
  dpo: { beta: 0.1, steps: 60, learningRate: 0.005 },
  push: { beta: 0.01, steps: 240, learningRate: 0.005, repeats: 6 },
};

/** A few seconds on any backend: what the tests and `--compare` run. */
export const shortNeuralSetting: NeuralSetting = {
  ...{ seed: 11, countries: 15, pretrainingSteps: 150, comparisons: 240, pool: 256 },
  policyGradient: { beta: 0.1, steps: 50, learningRate: 0.01, repeats: 3 },
  dpo: { beta: 0.1, steps: 25, learningRate: 0.005 },
  push: { beta: 0.01, steps: 120, learningRate: 0.01, repeats: 6 },
};

export interface Stage extends NeuralPoint {
  name: string;
}

export interface NeuralResults {
  setting: NeuralSetting;
  vocabulary: number;
  /** The share of pages that answer. */
  mixture: number;
  losses: number[];
  /** What the two reward models pay for a question, an answer, an end, and a capital. */
  weights: { proxy: number[]; control: number[] };
  accuracy: { proxy: number; control: number };
  stages: Stage[];
  /** Best-of-n on the proxy; its KL is the bound log n − (n − 1)/n. */
  bestOfN: NeuralPoint[];
  push: { proxy: NeuralPoint[]; control: NeuralPoint[] };
  /** The logits of the reference and of the pushed policy, mixed with weight `at`. */
  mixing: NeuralPoint[];
}

export const neuralStages = 6;
export const neuralDraws = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
const mixingWeights = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
const looks = 12;

/** Pretrains a small language model on the corpus, aligns copies of it, and pushes one too far. */
export function runNeural(
  setting: NeuralSetting,
  progress: (done: string) => void = () => {},
): NeuralResults {
  const random = seededRandom(setting.seed);
  const world = buildNeuralWorld(setting, random);
  const { reference, proxy, control } = world;
  const at = (model: LanguageModel, where: number) => look(world, proxy, model, where, random);
  const stages: Stage[] = [{ name: 'pretrained', ...at(reference, 0) }];
  progress('pretraining');

  const bestOfN = bestOfNFromPool(world, proxy, neuralDraws, setting.pool, random).map(point => ({
    ...point,
    kl: klBound(point.at),
  }));
  stages.push({ name: 'best-of-16', ...bestOfN[neuralDraws.indexOf(16)] });
  progress('best-of-n');

  const tuned = tuneByPolicyGradient(world, proxy, setting.policyGradient, random);
  stages.push({ name: 'policy gradient', ...at(tuned, setting.policyGradient.steps) });
  progress('policy gradient');

  const direct = tuneByDpo(world, setting.dpo);
  stages.push({ name: 'DPO', ...at(direct, setting.dpo.steps) });
  progress('DPO');

  const pushed = (reward: typeof proxy) => {
    const points: NeuralPoint[] = [];
    const every = Math.max(1, Math.round(setting.push.steps / looks));
    const model = tuneByPolicyGradient(world, reward, setting.push, random, (now, step) => {
      if (step % every === 0 || step === setting.push.steps) {
        points.push(look(world, reward, now, step, random));
      }
    });
    return { model, points };
  };
  const hacked = pushed(proxy);
  stages.push({ name: 'pushed too far', ...hacked.points[hacked.points.length - 1] });
  progress('pushing the proxy');
  const harmless = pushed(control);
  progress('pushing the control');

  const mixing = mixingWeights.map(w => at(mixture(reference, hacked.model, w), w));
  for (const model of [reference, tuned, direct, hacked.model, harmless.model]) {
    tf.dispose(model.weights);
  }
  return {
    ...{ setting, vocabulary: world.tokens.length, mixture: world.mixture },
    losses: world.losses,
    weights: { proxy: proxy.weights, control: control.weights },
    accuracy: { proxy: proxy.accuracy, control: control.accuracy },
    ...{ stages, bestOfN, mixing },
    push: { proxy: hacked.points, control: harmless.points },
  };
}
