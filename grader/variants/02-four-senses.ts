import type * as reference from '../../solutions/02-four-senses.ts';
import type { Misconceptions } from '../misconception.ts';

export const variants: Misconceptions<typeof reference> = {
  physicalCrossEntropy: {
    'float32-array': (logits, label) => {
      const exponentials = Float32Array.from(logits).map(Math.exp);
      const total = new Float32Array(1);
      for (const e of exponentials) total[0] += e;
      const answer = new Float32Array([exponentials[label] / total[0]]);
      answer[0] = 0 - Math.log(answer[0]);
      return answer[0];
    },
    loop: (logits, label) => {
      const { fround } = Math;
      let [sum, top] = [0, 0];
      for (let k = 0; k < logits.length; k++) {
        const e = fround(Math.exp(fround(logits[k])));
        sum = fround(sum + e);
        if (k === label) top = e;
      }
      return -fround(Math.log(fround(top / sum)));
    },
  },
  crossEntropyGradient: {
    'relative-logits': (logits, label) =>
      logits.map((z, k) => {
        const q = 1 / logits.reduce((sum, other) => sum + Math.exp(other - z), 0);
        return k === label ? q - 1 : q;
      }),
    'minus-the-others': (logits, label) => {
      const max = Math.max(...logits);
      const logZ = max + Math.log(logits.map(z => Math.exp(z - max)).reduce((a, b) => a + b));
      const slopes = logits.map(z => Math.exp(z - logZ));
      slopes[label] = 0;
      slopes[label] = -slopes.reduce((a, b) => a + b);
      return slopes;
    },
  },
  mathematicalCrossEntropy: {
    'log-sum-exp': (logits, label) => {
      const max = Math.max(...logits);
      return max - logits[label] + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - max), 0));
    },
    'one-logit-at-a-time': (logits, label) => {
      let logSum = -Infinity;
      for (const z of logits) {
        const [low, high] = [Math.min(logSum, z), Math.max(logSum, z)];
        logSum = high + Math.log1p(Math.exp(low - high));
      }
      return logSum - logits[label];
    },
  },
  empiricalRisk: {
    'minus-mean-log': (predicted, labels) => {
      let total = 0;
      predicted.forEach((q, i) => {
        total += Math.log(q[labels[i]]) / predicted.length;
      });
      return -total;
    },
    'one-hot': (predicted, labels) =>
      predicted
        .flatMap((q, i) => q.map((p, k) => (k === labels[i] ? -Math.log(p) : 0)))
        .reduce((a, b) => a + b) / labels.length,
  },
  registerValue: {
    horner: (losses, discount) => losses.reduceRight((value, loss) => discount * value - loss, 0),
    'running-weight': (losses, discount) => {
      let [value, weight] = [0, 1];
      for (const loss of losses) {
        value += weight * loss;
        weight *= discount;
      }
      return -value;
    },
  },
  predictionUtility: {
    loop: (predicted, outcomes) => {
      let utility = 0;
      for (let t = 0; t < outcomes.length; t++) utility -= -Math.log(predicted[t][outcomes[t]]);
      return utility;
    },
    'log-of-product': (predicted, outcomes) =>
      Math.log(predicted.reduce((product, q, t) => product * q[outcomes[t]], 1)),
  },
  choosePlan: {
    loop: (plans, motive) => {
      let best = 0;
      let bestLoss = Infinity;
      plans.forEach(({ register, predicted, outcomes }, index) => {
        const loss =
          motive.kind === 'prediction'
            ? outcomes.reduce((sum, y, t) => sum - Math.log(predicted[t][y]), 0)
            : register.reduceRight((sum, now) => now + motive.discount * sum, 0);
        if (loss < bestLoss) [best, bestLoss] = [index, loss];
      });
      return best;
    },
  },
  sameLossDifferentMinds: {
    mean: (f, g, ...lists) => {
      const [train, test] = lists.map(list => {
        let differ = 0;
        for (const i of list) differ += Number(f[i] !== g[i]);
        return list.length === 0 ? 0 : differ / list.length;
      });
      return { train, test };
    },
  },
  failureKind: {
    table: (...episode) => {
      const fair = { TTT: 'none', TTF: 'inner', FFT: 'inner', FFF: 'none' } as const;
      const key = episode.map(truth => (truth ? 'T' : 'F')).join('');
      return Object.hasOwn(fair, key) ? fair[key as keyof typeof fair] : 'outer';
    },
  },
  senses: {
    grouped: () => {
      const groups = [
        ['s9', 's5', 's1'],
        ['s10', 's8', 's3'],
        ['s12', 's7', 's4'],
        ['s11', 's6', 's2'],
      ];
      return Object.fromEntries(
        groups.flatMap((ids, index) => ids.map(id => [id, index + 1])),
      ) as ReturnType<typeof reference.senses>;
    },
  },
};
