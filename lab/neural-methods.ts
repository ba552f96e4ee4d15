import * as tf from '#tensor';
import {
  copyOf,
  descendLoss,
  type LanguageModel,
  logsOf,
  responseLogs,
  sample,
} from './language-model.ts';
import { type NeuralReward, type NeuralWorld, promptOf, some } from './neural-world.ts';
import type { Random } from './random.ts';

export interface Push {
  beta: number;
  steps: number;
  learningRate: number;
  /** How often each place is asked about in a step of policy gradient. */
  repeats: number;
}

/** Policy gradient on samples: reward minus β log(π/π_ref), less the batch's mean. */
export function tuneByPolicyGradient(
  { reference, seen }: NeuralWorld,
  { reward }: NeuralReward,
  { beta, steps, learningRate, repeats }: Push,
  random: Random,
  look: (model: LanguageModel, step: number) => void = () => {},
): LanguageModel {
  const tuned = copyOf(reference);
  const batch = some(seen, repeats * seen.length);
  const prompts = batch.map(promptOf);
  descendLoss(tuned, learningRate, steps, step => {
    look(tuned, step);
    const responses = sample(tuned, prompts, random);
    const now = logsOf(tuned, prompts, responses);
    const before = logsOf(reference, prompts, responses);
    const net = responses.map(
      (response, i) => reward({ place: batch[i], response }) - beta * (now[i] - before[i]),
    );
    const baseline = net.reduce((sum, value) => sum + value, 0) / net.length;
    const advantages = tf.tensor1d(net.map(value => value - baseline));
    return () =>
      tf.neg(tf.mean(tf.mul(advantages, responseLogs(tuned, prompts, responses)))) as tf.Scalar;
  });
  look(tuned, steps);
  return tuned;
}

/** DPO on the comparisons: the mean of −log σ of the margin of implicit rewards. */
export function tuneByDpo(
  { reference, pairs }: NeuralWorld,
  { beta, steps, learningRate }: Omit<Push, 'repeats'>,
): LanguageModel {
  const direct = copyOf(reference);
  const compared = pairs.map(({ place }) => promptOf(place));
  const sides = [pairs.map(({ chosen }) => chosen), pairs.map(({ rejected }) => rejected)];
  const old = sides.map(side => logsOf(reference, compared, side));
  const oldMargin = tf.tensor1d(old[0].map((log, i) => log - old[1][i]));
  descendLoss(direct, learningRate, steps, () => () => {
    const [won, lost] = sides.map(side => responseLogs(direct, compared, side));
    const margin = tf.mul(beta, tf.sub(tf.sub(won, lost), oldMargin));
    return tf.mean(tf.softplus(tf.neg(margin))) as tf.Scalar;
  });
  oldMargin.dispose();
  return direct;
}
