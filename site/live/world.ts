import { fullScale, ridge } from '../../lab/enumerable-scale.ts';
import { features, type View } from '../../lab/features.ts';
import { gold } from '../../lab/gold.ts';
import { pages } from '../../lab/pages.ts';
import { seededRandom } from '../../lab/random.ts';
import { fitWeights } from './fit.ts';
import { logitCount, logProbabilities, response, responses, vocabulary } from './kernel.ts';

/** The lab's enumerable world, built in a reader's browser from the same seed. */
export interface LiveWorld {
  /** Of the policy that pretraining leaves. */
  base: Float64Array;
  /** For each response: log π_ref, what the reward model says, what is wanted, and how varied it is. */
  reference: Float64Array;
  proxy: Float64Array;
  gold: Float64Array;
  variety: Float64Array;
  /** The two responses of each comparison. */
  chosen: Int32Array;
  rejected: Int32Array;
  /** The share of comparisons that the reward model orders as they were labelled; a tie counts half. */
  accuracy: number;
}

const all = Array.from({ length: responses }, (_, y) => response(y));

/** @param view what the reward model sees of a response */
export function buildLiveWorld(seed: number, comparisons: number, view: View): LiveWorld {
  const random = seededRandom(seed);
  const base = pretrained(pages(random, fullScale.pages));
  const reference = new Float64Array(responses);
  logProbabilities(base, reference);
  const golds = Float64Array.from(all, gold);

  const sums = running(reference.map(Math.exp));
  const chosen = new Int32Array(comparisons);
  const rejected = new Int32Array(comparisons);
  for (let i = 0; i < comparisons; i++) {
    const a = find(sums, random());
    let b = a;
    while (b === a) b = find(sums, random());
    const first = random() < 1 / (1 + Math.exp(golds[b] - golds[a]));
    [chosen[i], rejected[i]] = first ? [a, b] : [b, a];
  }

  const seen = all.map(features[view]);
  const weights = fitWeights(seen, chosen, rejected, ridge);
  const proxy = Float64Array.from(seen, row =>
    row.reduce((sum, feature, i) => sum + feature * weights[i], 0),
  );
  let ordered = 0;
  chosen.forEach((y, i) => {
    const lead = proxy[y] - proxy[rejected[i]];
    ordered += Math.abs(lead) < 1e-9 ? 0.5 : Number(lead > 0);
  });
  return {
    ...{ base, reference, proxy, gold: golds, chosen, rejected },
    variety: Float64Array.from(all, tokens => new Set(tokens).size / tokens.length),
    accuracy: ordered / comparisons,
  };
}

/** How often what follows what, as logits: copied to every place. */
function pretrained(corpus: readonly number[][]): Float64Array {
  const rows = new Float64Array((vocabulary + 1) * vocabulary);
  for (const page of corpus) {
    let row: number = vocabulary;
    for (const token of page) {
      rows[row * vocabulary + token]++;
      row = token;
    }
  }
  const inner = vocabulary ** 2;
  return Float64Array.from({ length: logitCount }, (_, i) =>
    Math.log(rows[i < vocabulary ? inner + i : (i - vocabulary) % inner]),
  );
}

/** Running sums of probabilities. */
export function running(chances: Float64Array): Float64Array {
  let sum = 0;
  return chances.map(chance => {
    sum += chance;
    return sum;
  });
}

/** The first place at which the running sum exceeds the target; the last, where rounding leaves none. */
export function find(sums: Float64Array, target: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
