import * as tf from '#tensor';
import { klEstimate } from '../solutions/04-rlhf.ts';
import { klBound } from '../solutions/09-best-of-n.ts';
import { distinctN, fitReward } from '../solutions/11-capstone.ts';
import {
  copyOf,
  descendLoss,
  type LanguageModel,
  languageModel,
  logsOf,
  nextChances,
  responseLogs,
  sample,
} from './language-model.ts';
import { neuralCorpus, special } from './neural-corpus.ts';
import { neuralFeatures, neuralGold } from './neural-reward.ts';
import { seededRandom } from './random.ts';

export interface NeuralSetting {
  seed: number;
  countries: number;
  pretrainingSteps: number;
  comparisons: number;
  beta: number;
  draws: number;
  policyGradientSteps: number;
  dpoSteps: number;
}

export const fullNeuralSetting: NeuralSetting = {
  ...{ seed: 11, countries: 40, pretrainingSteps: 250, comparisons: 400 },
  ...{ beta: 0.1, draws: 16, policyGradientSteps: 150, dpoSteps: 60 },
};

/** What a policy does with questions about some countries. */
export interface Behaviour {
  /** Mean probabilities that the first token answers, or asks; and of “A:” and then the right capital. */
  answers: number;
  asks: number;
  right: number;
}

export interface Stage {
  name: string;
  /** `held` are countries that no alignment ever asked about. */
  seen: Behaviour;
  held: Behaviour;
  /** Means over samples: an estimate of the KL (for best-of-n its bound), proxy and gold. */
  kl: number;
  proxy: number;
  gold: number;
  distinct: number;
  samples: string[];
}

export interface NeuralResults {
  setting: NeuralSetting;
  vocabulary: number;
  /** The share of pages that answer. */
  mixture: number;
  losses: number[];
  weights: number[];
  stages: Stage[];
}

export const neuralStages = 4;

/** Pretrains a small language model on the corpus, and aligns copies of it in three ways. */
export function runNeural(
  setting: NeuralSetting,
  progress: (done: string) => void = () => {},
): NeuralResults {
  const random = seededRandom(setting.seed);
  const { tokens, places, pages } = neuralCorpus(random, setting.countries);
  const held = places.filter((_, i) => i % 5 === 4);
  const seen = places.filter((_, i) => i % 5 !== 4);
  const promptOf = ({ country }: (typeof places)[number]) => [special.question, country];
  const some = (count: number) => Array.from({ length: count }, (_, i) => seen[i % seen.length]);
  const text = (ids: readonly number[]) => ids.map(id => tokens[id]).join(' ');

  // Pretraining: the negative log-likelihood of the pages, in nats a token.
  const reference = languageModel(random, tokens.length);
  const losses: number[] = [];
  const asked = pages.map(({ prompt }) => prompt);
  const followed = pages.map(({ response }) => response);
  descendLoss(reference, 0.02, setting.pretrainingSteps, () => () => {
    const loss = tf.neg(tf.mean(responseLogs(reference, asked, followed))) as tf.Scalar;
    losses.push(loss.dataSync()[0] / followed[0].length);
    return loss;
  });
  progress('pretraining');

  // Comparisons drawn from the gold; the proxy sees four counts.
  const pairs = some(setting.comparisons).map(place => ({ place, prompt: promptOf(place) }));
  const [one, other] = [0, 1].map(() =>
    sample(
      reference,
      pairs.map(({ prompt }) => prompt),
      random,
    ),
  );
  const labelled = pairs.map(({ place, prompt }, i) => {
    const margin = neuralGold(place, one[i]) - neuralGold(place, other[i]);
    const first = random() < 1 / (1 + Math.exp(-margin));
    const [chosen, rejected] = first ? [one[i], other[i]] : [other[i], one[i]];
    return { place, prompt, chosen, rejected };
  });
  const weights = fitReward(
    labelled.map(({ place, chosen, rejected }) => [
      neuralFeatures(place, chosen),
      neuralFeatures(place, rejected),
    ]),
    0.001,
  );
  const proxy = (place: (typeof places)[number], response: readonly number[]) =>
    neuralFeatures(place, response).reduce((sum, count, i) => sum + count * weights[i], 0);

  const behaviour = (model: LanguageModel, some: typeof places): Behaviour => {
    const first = nextChances(model, some.map(promptOf));
    const second = nextChances(
      model,
      some.map(place => [...promptOf(place), special.answer]),
    );
    const mean = (value: (i: number) => number) =>
      some.reduce((sum, _, i) => sum + value(i), 0) / some.length;
    return {
      answers: mean(i => first[i][special.answer]),
      asks: mean(i => first[i][special.question]),
      right: mean(i => first[i][special.answer] * second[i][some[i].capital]),
    };
  };
  const measured = (
    name: string,
    chosen: { place: (typeof places)[number]; response: number[] }[],
    rest: Pick<Stage, 'seen' | 'held' | 'kl'>,
  ): Stage => {
    const mean = (value: (one: (typeof chosen)[number]) => number) =>
      chosen.reduce((sum, one) => sum + value(one), 0) / chosen.length;
    const shown = seen.slice(0, 3).map(place => chosen.find(one => one.place === place));
    return {
      ...{ name, ...rest },
      proxy: mean(({ place, response }) => proxy(place, response)),
      gold: mean(({ place, response }) => neuralGold(place, response)),
      distinct: mean(({ response }) => distinctN([response.map(String)], 1)),
      samples: shown.flatMap(one =>
        one ? [`${text(promptOf(one.place))} ${text(one.response)}`] : [],
      ),
    };
  };
  const testers = some(8 * seen.length);
  const testPrompts = testers.map(promptOf);
  const stage = (name: string, model: LanguageModel): Stage => {
    const responses = sample(model, testPrompts, random);
    const now = logsOf(model, testPrompts, responses);
    const before = logsOf(reference, testPrompts, responses);
    const kl = klEstimate(
      now.map((log, i) => log - before[i]),
      'k1',
    );
    const chosen = testers.map((place, i) => ({ place, response: responses[i] }));
    return measured(name, chosen, {
      ...{ seen: behaviour(model, seen), held: behaviour(model, held), kl },
    });
  };
  const stages = [stage('pretrained', reference)];

  // Best-of-n: nothing is trained. Its behaviour is counted in what it returns.
  const bestOf = (some: typeof places) => {
    const tries = Array.from({ length: setting.draws }, () =>
      sample(reference, some.map(promptOf), random),
    );
    return some.map((place, i) => {
      const responses = tries.map(batch => batch[i]);
      const rewards = responses.map(response => proxy(place, response));
      return { place, response: responses[rewards.indexOf(Math.max(...rewards))] };
    });
  };
  const counted = (chosen: ReturnType<typeof bestOf>): Behaviour => {
    const share = (is: (one: (typeof chosen)[number]) => boolean) =>
      chosen.filter(is).length / chosen.length;
    return {
      answers: share(({ response }) => response[0] === special.answer),
      asks: share(({ response }) => response[0] === special.question),
      right: share(
        ({ place, response }) => response[0] === special.answer && response[1] === place.capital,
      ),
    };
  };
  const [bestSeen, bestHeld] = [bestOf(some(2 * seen.length)), bestOf([...held, ...held])];
  stages.push(
    measured(`best-of-${setting.draws}`, bestSeen, {
      ...{ seen: counted(bestSeen), held: counted(bestHeld), kl: klBound(setting.draws) },
    }),
  );
  progress('best-of-n');

  // Policy gradient on samples: reward minus β log(π/π_ref), less the batch's mean.
  const tuned = copyOf(reference);
  const batch = some(3 * seen.length);
  const prompts = batch.map(promptOf);
  descendLoss(tuned, 0.01, setting.policyGradientSteps, () => {
    const responses = sample(tuned, prompts, random);
    const now = logsOf(tuned, prompts, responses);
    const before = logsOf(reference, prompts, responses);
    const net = responses.map(
      (response, i) => proxy(batch[i], response) - setting.beta * (now[i] - before[i]),
    );
    const baseline = net.reduce((sum, value) => sum + value, 0) / net.length;
    const advantages = tf.tensor1d(net.map(value => value - baseline));
    return () =>
      tf.neg(tf.mean(tf.mul(advantages, responseLogs(tuned, prompts, responses)))) as tf.Scalar;
  });
  stages.push(stage('policy gradient', tuned));
  progress('policy gradient');

  // DPO on the same comparisons.
  const direct = copyOf(reference);
  const compared = labelled.map(({ prompt }) => prompt);
  const sides = [labelled.map(({ chosen }) => chosen), labelled.map(({ rejected }) => rejected)];
  const old = sides.map(side => logsOf(reference, compared, side));
  const oldMargin = tf.tensor1d(old[0].map((log, i) => log - old[1][i]));
  descendLoss(direct, 0.005, setting.dpoSteps, () => () => {
    const [won, lost] = sides.map(side => responseLogs(direct, compared, side));
    const margin = tf.mul(setting.beta, tf.sub(tf.sub(won, lost), oldMargin));
    return tf.mean(tf.softplus(tf.neg(margin))) as tf.Scalar;
  });
  stages.push(stage('DPO', direct));
  progress('DPO');
  oldMargin.dispose();
  for (const model of [reference, tuned, direct]) tf.dispose(model.weights);
  const answering = pages.filter(({ response }) => response[0] === special.answer).length;
  return {
    ...{ setting, vocabulary: tokens.length, mixture: answering / pages.length },
    ...{ losses, weights, stages },
  };
}
