import {
  fitReward,
  type Logits,
  pretrain,
  type SequencePair,
  sequenceLogProbability,
  type World,
} from '../solutions/11-capstone.ts';
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

export interface Scale {
  pages: number;
  comparisons: number;
}

export const fullScale: Scale = { pages: 2000, comparisons: 4000 };

const vocabulary = tokens.length;
const ridge = 0.001;

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
  const fitted = (features: (response: number[]) => number[]) => {
    const weights = fitReward(
      pairs.map(({ chosen, rejected }) => [features(chosen), features(rejected)]),
      ridge,
    );
    const reward = (response: number[]) =>
      features(response).reduce((sum, feature, i) => sum + feature * weights[i], 0);
    return { weights, rewards: sequences.map(reward) };
  };
  const byToken = fitted(tokenCounts);
  const byPair = fitted(pairCounts);
  const known = { sequences, reference, gold: golds };
  return {
    ...{ corpus, table, base, pairs, tokenWeights: byToken.weights },
    proxy: { ...known, proxy: byToken.rewards },
    control: { ...known, proxy: byPair.rewards },
  };
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

function tokenCounts(response: number[]): number[] {
  return tokens.map((_, token) => response.filter(other => other === token).length);
}

/** How often each token follows each, the beginning counted as one more. */
function pairCounts(response: number[]): number[] {
  const counts = new Array<number>((vocabulary + 1) * vocabulary).fill(0);
  response.forEach((token, t) => {
    counts[(t === 0 ? vocabulary : response[t - 1]) * vocabulary + token]++;
  });
  return counts;
}
