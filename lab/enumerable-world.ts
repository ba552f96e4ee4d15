import {
  fitReward,
  type Logits,
  pretrain,
  type SequencePair,
  sequenceLogProbability,
  type World,
} from '../solutions/11-capstone.ts';
import { fullScale, ridge, type Scale } from './enumerable-scale.ts';
import { type Features, features } from './features.ts';
import { gold } from './gold.ts';
import { pages, places, tokens } from './pages.ts';
import { draw, type Random } from './random.ts';

export interface EnumerableWorld {
  corpus: number[][];
  /** The bigram table of least loss on the corpus; its last row begins a page. */
  table: number[][];
  /** The table as a policy with logits of its own for every place. */
  base: Logits;
  /** Preferences drawn from the gold reward, on responses drawn from the reference. */
  pairs: SequencePair[];
  /** Its proxy counts tokens: it cannot see what stands next to what. */
  proxy: World;
  /** Its proxy counts neighbouring pairs of tokens, as the gold does: it is well specified. */
  control: World;
  /** What the proxy pays for each token. */
  tokenWeights: number[];
}

const vocabulary = tokens.length;
export function buildWorld(random: Random, scale: Scale = fullScale): EnumerableWorld {
  const corpus = pages(random, scale.pages);
  const table = pretrain(corpus, vocabulary);
  const base = unrolled(table);
  const sequences = allSequences();
  const reference = sequences.map(tokens => sequenceLogProbability(base, tokens));
  const golds = sequences.map(gold);

  const chances = reference.map(Math.exp);
  const pairs = Array.from({ length: scale.comparisons }, (): SequencePair => {
    const a = draw(random, chances);
    let b = a;
    while (b === a) b = draw(random, chances);
    const [w, l] = random() < 1 / (1 + Math.exp(golds[b] - golds[a])) ? [a, b] : [b, a];
    return {
      ...{ chosen: sequences[w], rejected: sequences[l] },
      ...{ referenceChosen: reference[w], referenceRejected: reference[l] },
    };
  });
  const known = { sequences, reference, gold: golds };
  const proxy = fitted(pairs, sequences, features.tokens);
  const control = fitted(pairs, sequences, features.neighbours);
  return {
    ...{ corpus, table, base, pairs, tokenWeights: proxy.weights },
    proxy: { ...known, proxy: proxy.rewards },
    control: { ...known, proxy: control.rewards },
  };
}

/** The reward model that sees these features: its weights, and the reward of every response. */
export function fitted(
  pairs: readonly SequencePair[],
  sequences: readonly number[][],
  features: Features,
): { weights: number[]; rewards: number[] } {
  const weights = fitReward(
    pairs.map(({ chosen, rejected }) => [features(chosen), features(rejected)]),
    ridge,
  );
  const reward = (response: number[]) =>
    features(response).reduce((sum, feature, i) => sum + feature * weights[i], 0);
  return { weights, rewards: sequences.map(reward) };
}

/** Log-probabilities of the table, copied to every place. */
export function unrolled(table: number[][]): Logits {
  const logs = table.map(row => row.map(Math.log));
  return Array.from({ length: places }, (_, t) =>
    t === 0 ? [logs[vocabulary]] : logs.slice(0, -1),
  );
}

/** All responses in the order of a dictionary. */
export function allSequences(): number[][] {
  let sequences: number[][] = [[]];
  for (let t = 0; t < places; t++) {
    sequences = sequences.flatMap(start => tokens.map((_, token) => [...start, token]));
  }
  return sequences;
}
