import * as tf from '#tensor';
import { fitReward } from '../solutions/11-capstone.ts';
import {
  descendLoss,
  type LanguageModel,
  languageModel,
  responseLogs,
  sample,
} from './language-model.ts';
import { neuralCorpus, special } from './neural-corpus.ts';
import {
  type Asked,
  anyCapital,
  type NeuralFeatures,
  neuralGold,
  rightCapital,
} from './neural-reward.ts';
import { orderedShare } from './ordered-share.ts';
import type { Random } from './random.ts';

export interface NeuralScale {
  countries: number;
  pretrainingSteps: number;
  comparisons: number;
}

/** A response to a question about one place. */
export interface Response {
  place: Asked;
  response: number[];
}

export interface NeuralWorld {
  tokens: string[];
  /** Alignment asks about the seen places only. */
  seen: Asked[];
  held: Asked[];
  /** The share of pages that answer. */
  mixture: number;
  reference: LanguageModel;
  /** Of pretraining, in nats a token. */
  losses: number[];
  /** Preferences drawn from the gold, on responses drawn from the reference. */
  pairs: { place: Asked; chosen: number[]; rejected: number[] }[];
  proxy: NeuralReward;
  control: NeuralReward;
}

/** A reward model of four counts. */
export interface NeuralReward {
  /** What it pays for each of them. */
  weights: number[];
  /** The share of comparisons that it orders as they were labelled; a tie counts half. */
  accuracy: number;
  reward: (one: Response) => number;
}

export const promptOf = ({ country }: Asked): number[] => [special.question, country];

/** `count` of the places, in turn. */
export function some(places: readonly Asked[], count: number): Asked[] {
  return Array.from({ length: count }, (_, i) => places[i % places.length]);
}

/** Pretrains a small language model on the corpus, and fits a reward model to comparisons. */
export function buildNeuralWorld(scale: NeuralScale, random: Random): NeuralWorld {
  const { tokens, places, pages } = neuralCorpus(random, scale.countries);
  const seen = places.filter((_, i) => i % 5 !== 4);

  // Pretraining: the negative log-likelihood of the pages, in nats a token.
  const reference = languageModel(random, tokens.length);
  const losses: number[] = [];
  const asked = pages.map(({ prompt }) => prompt);
  const followed = pages.map(({ response }) => response);
  descendLoss(reference, 0.02, scale.pretrainingSteps, () => () => {
    const loss = tf.neg(tf.mean(responseLogs(reference, asked, followed))) as tf.Scalar;
    losses.push(loss.dataSync()[0] / followed[0].length);
    return loss;
  });

  const questions = some(seen, scale.comparisons);
  const [one, other] = [0, 1].map(() => sample(reference, questions.map(promptOf), random));
  const pairs = questions.map((place, i) => {
    const margin = neuralGold(place, one[i]) - neuralGold(place, other[i]);
    const first = random() < 1 / (1 + Math.exp(-margin));
    const [chosen, rejected] = first ? [one[i], other[i]] : [other[i], one[i]];
    return { place, chosen, rejected };
  });
  const capitals = new Set(places.map(({ capital }) => capital));
  return {
    ...{ tokens, seen, reference, losses, pairs },
    held: places.filter((_, i) => i % 5 === 4),
    mixture: pages.filter(({ response }) => response[0] === special.answer).length / pages.length,
    proxy: rewardModel(pairs, anyCapital(capitals)),
    control: rewardModel(pairs, rightCapital),
  };
}

function rewardModel(pairs: NeuralWorld['pairs'], features: NeuralFeatures): NeuralReward {
  const weights = fitReward(
    pairs.map(({ place, chosen, rejected }) => [
      features(place, chosen),
      features(place, rejected),
    ]),
    0.001,
  );
  const reward = ({ place, response }: Response) =>
    features(place, response).reduce((sum, count, i) => sum + count * weights[i], 0);
  const ordered = pairs.map(({ place, chosen, rejected }) =>
    orderedShare(reward({ place, response: chosen }) - reward({ place, response: rejected })),
  );
  return {
    ...{ weights, reward },
    accuracy: ordered.reduce((sum, share) => sum + share, 0) / pairs.length,
  };
}
