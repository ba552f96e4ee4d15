import type * as reference from '../../solutions/02-four-senses.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  physicalCrossEntropy: {
    'double-precision': (logits, label) => {
      const exponentials = logits.map(z => Math.exp(z));
      const total = exponentials.reduce((sum, e) => sum + e, 0);
      return -Math.log(exponentials[label] / total);
    },
    'sum-in-double': (logits, label) => {
      const exponentials = logits.map(z => Math.fround(Math.exp(Math.fround(z))));
      const total = exponentials.reduce((sum, e) => sum + e, 0);
      return Math.fround(-Math.log(Math.fround(exponentials[label] / total)));
    },
    'stable-formula': (logits, label) => {
      const max = Math.fround(Math.max(...logits));
      const shifted = logits.map(z => Math.fround(Math.fround(z) - max));
      const total = shifted.reduce((sum, z) => Math.fround(sum + Math.fround(Math.exp(z))), 0);
      return Math.fround(Math.fround(Math.log(total)) - shifted[label]);
    },
  },
  crossEntropyGradient: {
    'no-one-hot': logits => softmax(logits),
    'reversed-sign': (logits, label) => softmax(logits).map((q, k) => (k === label ? 1 : 0) - q),
    'true-class-only': (logits, label) => softmax(logits).map((q, k) => (k === label ? q - 1 : 0)),
    overflow: (logits, label) => {
      const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      return logits.map((z, k) => Math.exp(z) / total - (k === label ? 1 : 0));
    },
  },
  mathematicalCrossEntropy: {
    'log-of-softmax': (logits, label) => -Math.log(softmax(logits)[label]),
    'naive-formula': (logits, label) =>
      -Math.log(Math.exp(logits[label]) / logits.reduce((sum, z) => sum + Math.exp(z), 0)),
    epsilon: (logits, label) => -Math.log(softmax(logits)[label] + 1e-9),
    'base-two': (logits, label) => {
      const max = Math.max(...logits);
      const total = logits.reduce((sum, z) => sum + Math.exp(z - max), 0);
      return Math.log2(total) + (max - logits[label]) / Math.LN2;
    },
    'still-float32': (logits, label) => {
      const exponentials = logits.map(z => Math.fround(Math.exp(Math.fround(z))));
      const total = exponentials.reduce((sum, e) => Math.fround(sum + e), 0);
      return Math.fround(-Math.log(Math.fround(exponentials[label] / total)));
    },
  },
  empiricalRisk: {
    sum: (predicted, labels) =>
      labels.reduce((sum, label, i) => sum - Math.log(predicted[i][label]), 0),
    maximum: (predicted, labels) =>
      Math.max(...labels.map((label, i) => -Math.log(predicted[i][label]))),
    'log-of-mean': (predicted, labels) =>
      -Math.log(labels.reduce((sum, label, i) => sum + predicted[i][label], 0) / labels.length),
    'error-rate': (predicted, labels) =>
      labels.filter((label, i) => predicted[i].indexOf(Math.max(...predicted[i])) !== label)
        .length / labels.length,
    clamped: (predicted, labels) =>
      labels.reduce((sum, label, i) => sum - Math.log(Math.max(predicted[i][label], 1e-12)), 0) /
      labels.length,
  },
  registerValue: {
    'wrong-sign': (losses, discount) =>
      losses.reduce((sum, loss, t) => sum + discount ** t * loss, 0),
    'starts-at-one': (losses, discount) =>
      losses.reduce((sum, loss, t) => sum - discount ** (t + 1) * loss, 0),
    undiscounted: losses => losses.reduce((sum, loss) => sum - loss, 0),
    'discounts-the-past': (losses, discount) =>
      losses.reduce((sum, loss) => discount * sum - loss, 0),
  },
  predictionUtility: {
    'wrong-sign': (predicted, outcomes) =>
      outcomes.reduce((sum, outcome, t) => sum - Math.log(predicted[t][outcome]), 0),
    mean: (predicted, outcomes) =>
      outcomes.reduce((sum, outcome, t) => sum + Math.log(predicted[t][outcome]), 0) /
      outcomes.length,
    'no-logarithm': (predicted, outcomes) =>
      outcomes.reduce((sum, outcome, t) => sum + predicted[t][outcome], 0),
    hits: (predicted, outcomes) =>
      outcomes.filter((outcome, t) => predicted[t].indexOf(Math.max(...predicted[t])) === outcome)
        .length,
  },
  choosePlan: {
    'register-for-both': (plans, motive) => {
      const discount = motive.kind === 'register' ? motive.discount : 1;
      return best(plans.map(plan => registerOf(plan.register, discount)));
    },
    'prediction-for-both': plans =>
      best(plans.map(plan => utilityOf(plan.predicted, plan.outcomes))),
    'worst-plan': (plans, motive) => {
      const values = plans.map(plan =>
        motive.kind === 'register'
          ? registerOf(plan.register, motive.discount)
          : utilityOf(plan.predicted, plan.outcomes),
      );
      return values.indexOf(Math.min(...values));
    },
    undiscounted: (plans, motive) =>
      best(
        plans.map(plan =>
          motive.kind === 'register'
            ? registerOf(plan.register, 1)
            : utilityOf(plan.predicted, plan.outcomes),
        ),
      ),
    'last-on-ties': (plans, motive) => {
      const values = plans.map(plan =>
        motive.kind === 'register'
          ? registerOf(plan.register, motive.discount)
          : utilityOf(plan.predicted, plan.outcomes),
      );
      return values.lastIndexOf(Math.max(...values));
    },
  },
  sameLossDifferentMinds: {
    counts: (f, g, train, test) => ({
      train: train.filter(i => f[i] !== g[i]).length,
      test: test.filter(i => f[i] !== g[i]).length,
    }),
    agreement: (f, g, train, test) => ({
      train: train.filter(i => f[i] === g[i]).length / Math.max(1, train.length),
      test: test.filter(i => f[i] === g[i]).length / Math.max(1, test.length),
    }),
    positions: (f, g, train, test) => ({
      train: train.filter((_, i) => f[i] !== g[i]).length / Math.max(1, train.length),
      test: test.filter((_, i) => f[i] !== g[i]).length / Math.max(1, test.length),
    }),
    'zero-by-zero': (f, g, train, test) => ({
      train: train.filter(i => f[i] !== g[i]).length / train.length,
      test: test.filter(i => f[i] !== g[i]).length / test.length,
    }),
    distance: (f, g, train, test) => ({
      train: train.reduce((sum, i) => sum + Math.abs(f[i] - g[i]), 0) / Math.max(1, train.length),
      test: test.reduce((sum, i) => sum + Math.abs(f[i] - g[i]), 0) / Math.max(1, test.length),
    }),
  },
  failureKind: {
    'reasons-first': (rewarded, wanted, goodReasons) => {
      if (goodReasons !== wanted) return 'inner';
      return rewarded === wanted ? 'none' : 'outer';
    },
    'punished-right': (rewarded, wanted, goodReasons) => {
      if (rewarded && !wanted) return 'outer';
      return goodReasons === wanted ? 'none' : 'inner';
    },
    'bad-reasons': (rewarded, wanted, goodReasons) => {
      if (rewarded !== wanted) return 'outer';
      return goodReasons ? 'none' : 'inner';
    },
    'bad-action': (_, wanted, goodReasons) => {
      if (!wanted) return 'outer';
      return goodReasons ? 'none' : 'inner';
    },
  },
  senses: {
    'register-is-physical': () => ({ ...right, s6: 1 }),
    'formula-is-physical': () => ({ ...right, s3: 1, s8: 1, s10: 1 }),
    'aligned-is-wanted': () => ({ ...right, s4: 4, s7: 4, s12: 4 }),
    'model-wants-is-aligned': () => ({ ...right, s2: 3, s6: 3, s11: 3 }),
  },
};

const right: ReturnType<typeof reference.senses> = {
  s1: 1,
  s2: 4,
  s3: 2,
  s4: 3,
  s5: 1,
  s6: 4,
  s7: 3,
  s8: 2,
  s9: 1,
  s10: 2,
  s11: 4,
  s12: 3,
};

function softmax(logits: number[]): number[] {
  const max = Math.max(...logits);
  const weights = logits.map(z => Math.exp(z - max));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

function registerOf(register: number[], discount: number): number {
  return register.reduce((value, loss, t) => value - discount ** t * loss, 0);
}

function utilityOf(predicted: number[][], outcomes: number[]): number {
  return outcomes.reduce((utility, y, t) => utility + Math.log(predicted[t][y]), 0);
}

function best(values: number[]): number {
  return values.indexOf(Math.max(...values));
}
