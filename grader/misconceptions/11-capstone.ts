import type * as reference from '../../solutions/11-capstone.ts';
import type { Misconceptions } from '../misconception.ts';

type Logits = reference.Logits;
type World = reference.World;
type SequencePair = reference.SequencePair;

export const misconceptions: Misconceptions<typeof reference> = {
  sequenceLogProbability: {
    'raw-scores': (logits, tokens) =>
      sum(tokens.map((token, t) => rowAt(logits, tokens, t)[token])),
    'mean-for-sum': (logits, tokens) => logOf(logits, tokens) / tokens.length,
    'first-token-skipped': (logits, tokens) =>
      sum(tokens.map((token, t) => (t === 0 ? 0 : logSoftmax(rowAt(logits, tokens, t))[token]))),
    'own-row': (logits, tokens) =>
      sum(tokens.map((token, t) => logSoftmax(logits[t][t === 0 ? 0 : token])[token])),
    'one-table': (logits, tokens) =>
      sum(
        tokens.map(
          (token, t) => logSoftmax(logits[Math.min(t, 1)][t === 0 ? 0 : tokens[t - 1]])[token],
        ),
      ),
    probability: (logits, tokens) => Math.exp(logOf(logits, tokens)),
    overflow: (logits, tokens) =>
      sum(
        tokens.map((token, t) => {
          const row = rowAt(logits, tokens, t);
          return Math.log(Math.exp(row[token]) / sum(row.map(Math.exp)));
        }),
      ),
  },

  pretrain: {
    unigram: (corpus, vocabulary) => {
      const all = sumRows(counted(corpus, vocabulary));
      const shares = all.map(count => count / sum(all));
      return Array.from({ length: vocabulary + 1 }, () => shares);
    },
    joint: (corpus, vocabulary) => {
      const counts = counted(corpus, vocabulary);
      const total = sum(counts.flat());
      return counts.map(row => row.map(count => count / total));
    },
    transposed: (corpus, vocabulary) => {
      const counts = counted(corpus, vocabulary);
      const columns = sumRows(counts);
      return counts.map(row =>
        row.map((count, next) => (columns[next] ? count / columns[next] : 1 / vocabulary)),
      );
    },
    smoothed: (corpus, vocabulary) =>
      shared(
        counted(corpus, vocabulary).map(row => row.map(count => count + 1)),
        vocabulary,
      ),
    'no-start': (corpus, vocabulary) => [
      ...shared(counted(corpus, vocabulary), vocabulary).slice(0, -1),
      new Array<number>(vocabulary).fill(1 / vocabulary),
    ],
    'across-pages': (corpus, vocabulary) =>
      shared(counted([corpus.flat()], vocabulary), vocabulary),
    'zero-by-zero': (corpus, vocabulary) =>
      counted(corpus, vocabulary).map(row => row.map(count => count / sum(row))),
    'start-first': (corpus, vocabulary) => {
      const table = shared(counted(corpus, vocabulary), vocabulary);
      return [table[vocabulary], ...table.slice(0, -1)];
    },
  },

  fitReward: {
    'rejected-first': (comparisons, ridge) =>
      fitted(comparisons, ridge).map(weight => (weight === 0 ? 0 : -weight)),
    'sum-for-mean': (comparisons, ridge) => fitted(comparisons, ridge / comparisons.length),
    'ridge-doubled': (comparisons, ridge) => fitted(comparisons, 2 * ridge),
    'ridge-ignored': comparisons => fitted(comparisons, 1e-6),
    'stopped-early': (comparisons, ridge) => {
      const rows = comparisons.map(([a, b]) => a.map((value, i) => value - b[i]));
      let weights = rows[0].map(() => 0);
      for (let step = 0; step < 50; step++) {
        const errors = rows.map(row => sigmoid(-dot(weights, row)) / rows.length);
        weights = weights.map(
          (weight, i) =>
            weight + 0.1 * (sum(rows.map((row, k) => errors[k] * row[i])) - ridge * weight),
        );
      }
      return weights;
    },
    'mean-difference': comparisons =>
      comparisons[0][0].map(
        (_, i) => sum(comparisons.map(([a, b]) => a[i] - b[i])) / comparisons.length,
      ),
  },

  evaluate: {
    'kl-reversed': (logits, world) => ({
      ...outcomeOf(logits, world),
      kl: sum(
        world.sequences.map((tokens, y) => {
          const log = world.reference[y];
          return Math.exp(log) === 0 ? 0 : Math.exp(log) * (log - logOf(logits, tokens));
        }),
      ),
    }),
    'no-reference': (logits, world) => ({
      ...outcomeOf(logits, world),
      kl: sum(chancesOf(logits, world).map(chance => (chance ? chance * Math.log(chance) : 0))),
    }),
    'plain-average': (logits, world) => ({
      kl:
        sum(world.sequences.map((tokens, y) => logOf(logits, tokens) - world.reference[y])) /
        world.gold.length,
      proxy: sum(world.proxy) / world.proxy.length,
      gold: sum(world.gold) / world.gold.length,
    }),
    'likeliest-only': (logits, world) => {
      const chances = chancesOf(logits, world);
      const best = chances.indexOf(Math.max(...chances));
      return {
        ...{ kl: Math.log(chances[best]) - world.reference[best] },
        ...{ proxy: world.proxy[best], gold: world.gold[best] },
      };
    },
    'proxy-for-gold': (logits, world) => {
      const { kl, proxy, gold } = outcomeOf(logits, world);
      return { kl, proxy: gold, gold: proxy };
    },
    'under-the-reference': (logits, world) => ({
      kl: outcomeOf(logits, world).kl,
      proxy: dot(world.reference.map(Math.exp), world.proxy),
      gold: dot(world.reference.map(Math.exp), world.gold),
    }),
    'zero-times-log-zero': (logits, world) => ({
      ...outcomeOf(logits, world),
      kl: sum(
        world.sequences.map((tokens, y) => {
          const chance = Math.exp(logOf(logits, tokens));
          return chance * (Math.log(chance) - world.reference[y]);
        }),
      ),
    }),
  },

  policyGradientStep: {
    descent: (logits, world, beta, rate) => climbed(logits, world, beta, -rate),
    'no-penalty': (logits, world, _, rate) => climbed(logits, world, 0, rate),
    'penalty-added': (logits, world, beta, rate) => climbed(logits, world, -beta, rate),
    'no-reference': (logits, world, beta, rate) =>
      climbed(logits, { ...world, reference: world.reference.map(() => 0) }, beta, rate),
    'gold-reward': (logits, world, beta, rate) =>
      climbed(logits, { ...world, proxy: world.gold }, beta, rate),
    unweighted: (logits, world, beta, rate) => {
      const weights = world.sequences.map(
        (tokens, y) => world.proxy[y] - beta * (logOf(logits, tokens) - world.reference[y]),
      );
      return moved(logits, world.sequences, weights, rate);
    },
    'off-policy': (logits, world, beta, rate) => {
      const weights = world.sequences.map((tokens, y) => {
        const net = world.proxy[y] - beta * (logOf(logits, tokens) - world.reference[y]);
        return Math.exp(world.reference[y]) * net;
      });
      return moved(logits, world.sequences, weights, rate);
    },
    'no-expectation': (logits, world, beta, rate) =>
      moved(logits, world.sequences, netWeights(logits, world, beta), rate, 0),
    'gradient-alone': (logits, world, beta, rate) =>
      minus(climbed(logits, world, beta, rate), logits),
    'rate-ignored': (logits, world, beta) => climbed(logits, world, beta, 1),
  },

  dpoStep: {
    'wrong-direction': (logits, pairs, beta, rate) => preferred(logits, pairs, beta, -rate),
    'no-reference': (logits, pairs, beta, rate) =>
      preferred(
        logits,
        pairs.map(pair => ({ ...pair, referenceChosen: 0, referenceRejected: 0 })),
        beta,
        rate,
      ),
    'beta-only-inside': (logits, pairs, beta, rate) => preferred(logits, pairs, beta, rate / beta),
    'settled-pairs-weigh-most': (logits, pairs, beta, rate) =>
      preferred(logits, pairs, beta, rate, wrong => 1 - wrong),
    'all-weigh-alike': (logits, pairs, beta, rate) =>
      preferred(logits, pairs, beta, rate, () => 0.5),
    'sum-for-mean': (logits, pairs, beta, rate) =>
      preferred(logits, pairs, beta, rate * pairs.length),
    'chosen-only': (logits, pairs, beta, rate) =>
      moved(
        logits,
        pairs.map(({ chosen }) => chosen),
        pairs.map(pair => (beta * wrongness(logits, pair, beta)) / pairs.length),
        rate,
      ),
    'no-expectation': (logits, pairs, beta, rate) =>
      preferred(logits, pairs, beta, rate, wrong => wrong, 0),
    'mean-per-token': (logits, pairs, beta, rate) =>
      moved(
        logits,
        pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]),
        pairs.flatMap(pair => {
          const wrong = wrongness(logits, pair, beta / pair.chosen.length);
          return [beta * wrong, -beta * wrong].map(weight => weight / pairs.length);
        }),
        rate,
      ),
  },

  distinctN: {
    'across-samples': (samples, n) => share(grams(samples.flat(), n)),
    'joined-with-nothing': (samples, n) =>
      share(
        samples.flatMap(tokens =>
          tokens.slice(n - 1).map((_, start) => tokens.slice(start, start + n).join('')),
        ),
      ),
    'joined-with-a-space': (samples, n) =>
      share(
        samples.flatMap(tokens =>
          tokens.slice(n - 1).map((_, start) => tokens.slice(start, start + n).join(' ')),
        ),
      ),
    'mean-of-samples': (samples, n) =>
      sum(samples.map(tokens => share(grams(tokens, n)))) / Math.max(1, samples.length),
    'number-for-share': (samples, n) => new Set(samples.flatMap(tokens => grams(tokens, n))).size,
    'divided-by-tokens': (samples, n) =>
      new Set(samples.flatMap(tokens => grams(tokens, n))).size /
      Math.max(1, samples.flat().length),
    'share-of-repeats': (samples, n) => 1 - share(samples.flatMap(tokens => grams(tokens, n))),
    'zero-by-zero': (samples, n) => {
      const all = samples.flatMap(tokens => grams(tokens, n));
      return new Set(all).size / all.length;
    },
    'short-grams-count': (samples, n) =>
      share(
        samples.flatMap(tokens =>
          tokens.map((_, start) => JSON.stringify(tokens.slice(start, start + n))),
        ),
      ),
  },

  overoptimizationCurve: {
    'given-order': (world, betas) => betas.map(beta => tiltedPoint(world, beta)),
    'smallest-beta-first': (world, betas) =>
      [...betas].sort((a, b) => a - b).map(beta => tiltedPoint(world, beta)),
    'sorted-as-text': (world, betas) =>
      [...betas]
        .sort()
        .reverse()
        .map(beta => tiltedPoint(world, beta)),
    'tilted-by-gold': (world, betas) =>
      falling(betas).map(beta => tiltedPoint(world, beta, world.gold)),
    'times-beta': (world, betas) =>
      falling(betas).map(beta => ({ ...tiltedPoint(world, 1 / beta), beta })),
    'no-reference': (world, betas) =>
      falling(betas).map(beta => {
        const logs = logSoftmax(world.proxy.map(reward => reward / beta));
        return { beta, ...measured(logs, world) };
      }),
    'kl-reversed': (world, betas) =>
      falling(betas).map(beta => {
        const logs = logSoftmax(world.reference.map((log, y) => log + world.proxy[y] / beta));
        const kl = sum(
          world.reference.map((log, y) => (Math.exp(log) ? Math.exp(log) * (log - logs[y]) : 0)),
        );
        return { ...tiltedPoint(world, beta), kl };
      }),
    overflow: (world, betas) =>
      falling(betas).map(beta => {
        const weights = world.reference.map((log, y) => Math.exp(log + world.proxy[y] / beta));
        const logs = weights.map(weight => Math.log(weight / sum(weights)));
        return { beta, ...measured(logs, world) };
      }),
    'argument-sorted': (world, betas) =>
      betas.sort((a, b) => b - a).map(beta => tiltedPoint(world, beta)),
  },
};

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function dot(a: number[], b: number[]): number {
  return sum(a.map((value, i) => value * b[i]));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logSoftmax(row: number[]): number[] {
  const top = Math.max(...row);
  const total = top + Math.log(sum(row.map(score => Math.exp(score - top))));
  return row.map(score => score - total);
}

function rowAt(logits: Logits, tokens: number[], t: number): number[] {
  return logits[t][t === 0 ? 0 : tokens[t - 1]];
}

function logOf(logits: Logits, tokens: number[]): number {
  return sum(tokens.map((token, t) => logSoftmax(rowAt(logits, tokens, t))[token]));
}

function chancesOf(logits: Logits, world: World): number[] {
  return world.sequences.map(tokens => Math.exp(logOf(logits, tokens)));
}

function measured(logs: number[], world: World): reference.Outcome {
  const chances = logs.map(Math.exp);
  return {
    kl: sum(chances.map((chance, y) => (chance ? chance * (logs[y] - world.reference[y]) : 0))),
    proxy: dot(chances, world.proxy),
    gold: dot(chances, world.gold),
  };
}

function outcomeOf(logits: Logits, world: World): reference.Outcome {
  return measured(
    world.sequences.map(tokens => logOf(logits, tokens)),
    world,
  );
}

function falling(betas: number[]): number[] {
  return [...betas].sort((a, b) => b - a);
}

function tiltedPoint(world: World, beta: number, rewards = world.proxy) {
  const logs = logSoftmax(world.reference.map((log, y) => log + rewards[y] / beta));
  return { beta, ...measured(logs, world) };
}

/** The logits after a step; `expected` 0 forgets what the row expects of every token. */
function moved(
  logits: Logits,
  sequences: number[][],
  weights: number[],
  rate: number,
  expected = 1,
): Logits {
  const next = logits.map(rows => rows.map(row => [...row]));
  sequences.forEach((tokens, y) => {
    tokens.forEach((token, t) => {
      logSoftmax(rowAt(logits, tokens, t)).forEach((log, other) => {
        const slope = (other === token ? 1 : 0) - expected * Math.exp(log);
        next[t][t === 0 ? 0 : tokens[t - 1]][other] += rate * weights[y] * slope;
      });
    });
  });
  return next;
}

function netWeights(logits: Logits, world: World, beta: number): number[] {
  return world.sequences.map((tokens, y) => {
    const log = logOf(logits, tokens);
    return Math.exp(log) * (world.proxy[y] - beta * (log - world.reference[y]));
  });
}

function climbed(logits: Logits, world: World, beta: number, rate: number): Logits {
  return moved(logits, world.sequences, netWeights(logits, world, beta), rate);
}

function minus(a: Logits, b: Logits): Logits {
  return a.map((rows, t) => rows.map((row, i) => row.map((value, j) => value - b[t][i][j])));
}

/** σ(r̂_l − r̂_w). */
function wrongness(logits: Logits, pair: SequencePair, beta: number): number {
  const margin =
    logOf(logits, pair.chosen) -
    pair.referenceChosen -
    (logOf(logits, pair.rejected) - pair.referenceRejected);
  return sigmoid(-beta * margin);
}

function preferred(
  logits: Logits,
  pairs: SequencePair[],
  beta: number,
  rate: number,
  weigh = (wrong: number) => wrong,
  expected = 1,
): Logits {
  return moved(
    logits,
    pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]),
    pairs.flatMap(pair => {
      const weight = (beta * weigh(wrongness(logits, pair, beta))) / pairs.length;
      return [weight, -weight];
    }),
    rate,
    expected,
  );
}

function counted(corpus: number[][], vocabulary: number): number[][] {
  const counts = Array.from({ length: vocabulary + 1 }, () =>
    new Array<number>(vocabulary).fill(0),
  );
  for (const page of corpus) {
    page.forEach((next, t) => {
      counts[t === 0 ? vocabulary : page[t - 1]][next]++;
    });
  }
  return counts;
}

function sumRows(rows: number[][]): number[] {
  return rows[0].map((_, column) => sum(rows.map(row => row[column])));
}

function shared(counts: number[][], vocabulary: number): number[][] {
  return counts.map(row => row.map(count => (sum(row) ? count / sum(row) : 1 / vocabulary)));
}

function grams(tokens: string[], n: number): string[] {
  return tokens.slice(n - 1).map((_, start) => JSON.stringify(tokens.slice(start, start + n)));
}

function share(all: string[]): number {
  return new Set(all).size / Math.max(1, all.length);
}

/** Gradient descent with Nesterov's momentum on the loss of the reward weights. */
function fitted(comparisons: [chosen: number[], rejected: number[]][], ridge: number): number[] {
  const rows = comparisons.map(([a, b]) => a.map((value, i) => value - b[i]));
  const steep = ridge + Math.max(1e-9, ...rows.map(row => dot(row, row))) / 4;
  const root = Math.sqrt(Math.max(ridge, 1e-4) / steep);
  let weights = rows[0].map(() => 0);
  let point = weights;
  for (let step = 0; step < 40 / root; step++) {
    const errors = rows.map(row => sigmoid(-dot(point, row)) / rows.length);
    const next = point.map(
      (value, i) => value + (sum(rows.map((row, k) => errors[k] * row[i])) - ridge * value) / steep,
    );
    const before = weights;
    point = next.map((value, i) => value + ((1 - root) / (1 + root)) * (value - before[i]));
    weights = next;
  }
  return weights;
}
