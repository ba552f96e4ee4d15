import * as tf from '#tensor';
import type * as reference from '../../solutions/11-capstone.ts';
import type { Misconceptions } from '../misconception.ts';

type Logits = number[][][];

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  sequenceLogProbability: {
    'a loop over logarithms of softmax, the largest score taken out': (logits, tokens) => {
      let total = 0;
      for (let t = 0; t < tokens.length; t++) {
        const row = logits[t][t ? tokens[t - 1] : 0];
        const top = Math.max(...row);
        let mass = 0;
        for (const score of row) mass += Math.exp(score - top);
        total += row[tokens[t]] - top - Math.log(mass);
      }
      return total;
    },
  },

  pretrain: {
    'from pairs of neighbours': (corpus, vocabulary) => {
      const pairs = corpus.flatMap(page =>
        page.map((next, t): [number, number] => [t ? page[t - 1] : vocabulary, next]),
      );
      return Array.from({ length: vocabulary + 1 }, (_, row) => {
        const followers = pairs.filter(([previous]) => previous === row).map(([, next]) => next);
        return Array.from({ length: vocabulary }, (_, next) =>
          followers.length
            ? followers.filter(other => other === next).length / followers.length
            : 1 / vocabulary,
        );
      });
    },
    'gradient descent on the loss, a rate for each row': (corpus, vocabulary) =>
      tf.tidy(() => {
        const counts = Array.from({ length: vocabulary + 1 }, () =>
          new Array<number>(vocabulary).fill(0),
        );
        for (const page of corpus)
          page.forEach((next, t) => {
            counts[t ? page[t - 1] : vocabulary][next]++;
          });
        const totals = counts.map(row => Math.max(1, sum(row)));
        const shares = tf.tensor2d(counts.map((row, i) => row.map(count => count / totals[i])));
        const loss = (logits: tf.Tensor) => tf.neg(tf.sum(tf.mul(shares, tf.logSoftmax(logits))));
        const slope = tf.grad(loss);
        let logits: tf.Tensor = tf.zeros([vocabulary + 1, vocabulary]);
        for (let step = 0; step < 400; step++) {
          const now = logits;
          logits = tf.tidy(() => tf.sub(now, tf.mul(slope(now), 3)));
        }
        return (tf.softmax(logits) as tf.Tensor2D).arraySync();
      }),
  },

  fitReward: {
    'gradient descent with momentum': (comparisons, ridge) => {
      const size = comparisons[0][0].length;
      const rows = comparisons.map(([a, b]) => a.map((value, i) => value - b[i]));
      const steep = ridge + Math.max(1e-9, ...rows.map(row => dot(row, row))) / 4;
      let weights = new Array<number>(size).fill(0);
      let point = weights;
      const root = Math.sqrt(ridge / steep);
      const momentum = (1 - root) / (1 + root);
      for (let step = 0; step < 40 / root; step++) {
        const slope = point.map(value => ridge * value);
        for (const row of rows) {
          const surprise = 1 / (1 + Math.exp(dot(point, row))) / rows.length;
          for (let i = 0; i < size; i++) slope[i] -= surprise * row[i];
        }
        const next = point.map((value, i) => value - slope[i] / steep);
        const before = weights;
        point = next.map((value, i) => value + momentum * (value - before[i]));
        weights = next;
      }
      return weights;
    },
  },

  evaluate: {
    'one pass over the sequences': (logits, world) => {
      const result = { kl: 0, proxy: 0, gold: 0 };
      for (const [y, tokens] of world.sequences.entries()) {
        const log = logProbability(logits, tokens);
        const chance = Math.exp(log);
        if (chance === 0) continue;
        result.kl += chance * (log - world.reference[y]);
        result.proxy += chance * world.proxy[y];
        result.gold += chance * world.gold[y];
      }
      return result;
    },
  },

  policyGradientStep: {
    'with a baseline, and by the advantages of single tokens': (logits, world, beta, rate) => {
      const logs = world.sequences.map(tokens => logProbability(logits, tokens));
      const net = world.proxy.map((r, y) => r - beta * (logs[y] - world.reference[y]));
      const baseline = sum(net.map((value, y) => value * Math.exp(logs[y])));
      const next = copy(logits);
      world.sequences.forEach((tokens, y) => {
        const weight = rate * Math.exp(logs[y]) * (net[y] - baseline);
        tokens.forEach((token, t) => {
          const previous = t ? tokens[t - 1] : 0;
          softmax(logits[t][previous]).forEach((chance, other) => {
            next[t][previous][other] += weight * ((other === token ? 1 : 0) - chance);
          });
        });
      });
      return next;
    },
  },

  dpoStep: {
    'pair by pair': (logits, pairs, beta, rate) => {
      const next = copy(logits);
      for (const { chosen, rejected, referenceChosen, referenceRejected } of pairs) {
        const margin =
          beta * (logProbability(logits, chosen) - referenceChosen) -
          beta * (logProbability(logits, rejected) - referenceRejected);
        const small = Math.exp(-Math.abs(margin));
        const wrong = margin > 0 ? small / (1 + small) : 1 / (1 + small);
        const size = (rate * beta * wrong) / pairs.length;
        for (const [tokens, sign] of [
          [chosen, 1],
          [rejected, -1],
        ] as const) {
          tokens.forEach((token, t) => {
            const previous = t ? tokens[t - 1] : 0;
            softmax(logits[t][previous]).forEach((chance, other) => {
              next[t][previous][other] += sign * size * ((other === token ? 1 : 0) - chance);
            });
          });
        }
      }
      return next;
    },
  },

  distinctN: {
    'nested maps': (samples, n) => {
      const seen: string[][] = [];
      let total = 0;
      for (const tokens of samples) {
        for (let start = 0; start + n <= tokens.length; start++) {
          const gram = tokens.slice(start, start + n);
          total++;
          if (!seen.some(other => other.every((token, i) => token === gram[i]))) seen.push(gram);
        }
      }
      return total ? seen.length / total : 0;
    },
  },

  overoptimizationCurve: {
    'weights with the largest taken out': (world, betas) => {
      const points = betas.map(beta => {
        const top = Math.max(...world.proxy.map((r, y) => world.reference[y] + r / beta));
        const weights = world.proxy.map((r, y) => Math.exp(world.reference[y] + r / beta - top));
        const z = sum(weights);
        const point = { beta, kl: 0, proxy: 0, gold: 0 };
        weights.forEach((weight, y) => {
          const chance = weight / z;
          if (weight > 0) point.kl += chance * (Math.log(chance) - world.reference[y]);
          point.proxy += chance * world.proxy[y];
          point.gold += chance * world.gold[y];
        });
        return point;
      });
      return points.sort((a, b) => b.beta - a.beta);
    },
  },
};

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function dot(a: number[], b: number[]): number {
  return sum(a.map((value, i) => value * b[i]));
}

function copy(logits: Logits): Logits {
  return logits.map(rows => rows.map(row => [...row]));
}

function softmax(row: number[]): number[] {
  const top = Math.max(...row);
  const weights = row.map(score => Math.exp(score - top));
  return weights.map(weight => weight / sum(weights));
}

function logProbability(logits: Logits, tokens: number[]): number {
  return tokens.reduce((total, token, t) => {
    const row = logits[t][t ? tokens[t - 1] : 0];
    const top = Math.max(...row);
    return total + row[token] - top - Math.log(sum(row.map(score => Math.exp(score - top))));
  }, 0);
}
