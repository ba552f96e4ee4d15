import type * as reference from '../../solutions/06-gradient-entanglement.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  logProbGradient: {
    'no-expectation': (features, _theta, response) => [...features[response]],
    'uniform-mean': (features, _theta, response) =>
      features[response].map(
        (own, i) => own - features.reduce((sum, row) => sum + row[i], 0) / features.length,
      ),
    'wrong-sign': (features, theta, response) =>
      minus(meanFeatures(features, softmax(scoresOf(features, theta))), features[response]),
    'probability-gradient': (features, theta, response) => {
      const policy = softmax(scoresOf(features, theta));
      return minus(features[response], meanFeatures(features, policy)).map(
        value => policy[response] * value,
      );
    },
    'logit-gradient': (features, theta, response) =>
      softmax(scoresOf(features, theta)).map((p, y) => (y === response ? 1 : 0) - p),
    overflow: (features, theta, response) => {
      const weights = scoresOf(features, theta).map(Math.exp);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const policy = weights.map(weight => weight / total);
      return minus(features[response], meanFeatures(features, policy));
    },
  },

  stepSize: {
    'no-learning-rate': (pair, beta) => beta * sigmoid(-beta * logRatio(pair)),
    'no-beta': (pair, beta, learningRate) => learningRate * sigmoid(-beta * logRatio(pair)),
    'beta-not-in-reward': (pair, beta, learningRate) =>
      learningRate * beta * sigmoid(-logRatio(pair)),
    'flipped-weight': (pair, beta, learningRate) =>
      learningRate * beta * sigmoid(beta * logRatio(pair)),
    'no-reference': (pair, beta, learningRate) =>
      learningRate * beta * sigmoid(beta * (pair.rejected - pair.chosen)),
    'no-weight': (_pair, beta, learningRate) => learningRate * beta,
    'sigmoid-derivative': (pair, beta, learningRate) => {
      const margin = beta * logRatio(pair);
      return learningRate * beta * sigmoid(margin) * sigmoid(-margin);
    },
    overflow: (pair, beta, learningRate) => {
      const odds = Math.exp(-beta * logRatio(pair));
      return (learningRate * beta * odds) / (1 + odds);
    },
  },

  firstOrderChange: {
    'norm-for-squared-norm': (w, l, step) => ({
      chosen: step * (Math.hypot(...w) - dot(w, l)),
      rejected: step * (dot(w, l) - Math.hypot(...l)),
    }),
    'own-gradient-only': (w, l, step) => ({
      chosen: step * dot(w, w),
      rejected: -step * dot(l, l),
    }),
    'rejected-sign': (w, l, step) => ({
      chosen: step * (dot(w, w) - dot(w, l)),
      rejected: step * (dot(l, l) - dot(w, l)),
    }),
    'wrong-direction': (w, l, step) => ({
      chosen: step * (dot(w, l) - dot(w, w)),
      rejected: step * (dot(l, l) - dot(w, l)),
    }),
    'gradients-added': (w, l, step) => ({
      chosen: step * (dot(w, w) + dot(w, l)),
      rejected: step * (dot(w, l) + dot(l, l)),
    }),
    'no-step': (w, l) => ({
      chosen: dot(w, w) - dot(w, l),
      rejected: dot(w, l) - dot(l, l),
    }),
  },

  entanglementCase: {
    'always-one': () => 1,
    'one-norm': (w, l) => (dot(w, l) <= dot(w, w) ? 1 : 2),
    'norm-for-squared-norm': (w, l) => {
      if (dot(w, l) > Math.hypot(...w)) return 2;
      return dot(w, l) > Math.hypot(...l) ? 3 : 1;
    },
    'sign-of-the-product': (w, l) => {
      if (dot(w, l) <= 0) return 1;
      return dot(w, w) < dot(l, l) ? 2 : 3;
    },
    'cases-swapped': (w, l) => {
      if (dot(w, l) > dot(w, w)) return 3;
      return dot(w, l) > dot(l, l) ? 2 : 1;
    },
    'equality-outside': (w, l) => {
      if (dot(w, l) < dot(w, w) && dot(w, l) < dot(l, l)) return 1;
      return dot(w, w) <= dot(l, l) ? 2 : 3;
    },
  },

  normalizedChange: {
    'normalised-after-subtracting': (w, l, step) => {
      const difference = minus(w, l);
      const length = Math.hypot(...difference) || 1;
      return changes(
        w,
        l,
        difference.map(value => (step * value) / length),
      );
    },
    'zero-over-zero': (w, l, step) => {
      const unit = (vector: number[]) => vector.map(value => value / Math.hypot(...vector));
      return changes(
        w,
        l,
        minus(unit(w), unit(l)).map(value => step * value),
      );
    },
    'unit-everywhere': (w, l, step) => {
      const cosine = dot(unit(w), unit(l));
      const [hasChosen, hasRejected] = [dot(w, w) > 0 ? 1 : 0, dot(l, l) > 0 ? 1 : 0];
      return { chosen: step * (hasChosen - cosine), rejected: step * (cosine - hasRejected) };
    },
    'not-normalised': (w, l, step) =>
      changes(
        w,
        l,
        minus(w, l).map(value => step * value),
      ),
    'squared-length': (w, l, step) => {
      const shrink = (vector: number[]) => vector.map(value => value / (dot(vector, vector) || 1));
      return changes(
        w,
        l,
        minus(shrink(w), shrink(l)).map(value => step * value),
      );
    },
    'zero-stops-both': (w, l, step) => {
      if (dot(w, w) === 0 || dot(l, l) === 0) return { chosen: 0, rejected: 0 };
      return changes(
        w,
        l,
        minus(unit(w), unit(l)).map(value => step * value),
      );
    },
  },

  dpoTrajectory: {
    'start-missing': (...args) => {
      const { chosen, rejected } = train(args, {});
      return { chosen: chosen.slice(1), rejected: rejected.slice(1) };
    },
    'weight-never-falls': (...args) => train(args, { weight: () => 0.5 }),
    'wrong-direction': (...args) => train(args, { sign: -1 }),
    'no-reference': (...args) => {
      const beta = args[4];
      return train(args, { weight: (now, _start) => sigmoid(-beta * now) });
    },
    'chosen-only': (...args) => train(args, { pushRejected: 0 }),
    'no-learning-rate': (features, theta, w, l, beta, _learningRate, steps) =>
      train([features, theta, w, l, beta, 1, steps], {}),
    'no-beta': (...args) => train(args, { factor: 1 / args[4] }),
    'linear-extrapolation': (...args) => {
      const [features, theta0, w, l, beta, learningRate, steps] = args;
      const log = logSoftmax(scoresOf(features, theta0));
      const [chosen, rejected] = [[log[w]], [log[l]]];
      let theta = theta0;
      for (let step = 0; step < steps; step++) {
        const margin = chosen[step] - rejected[step] - (log[w] - log[l]);
        const size = learningRate * beta * sigmoid(-beta * margin);
        const mean = meanFeatures(features, softmax(scoresOf(features, theta)));
        const [gradChosen, gradRejected] = [minus(features[w], mean), minus(features[l], mean)];
        const move = minus(gradChosen, gradRejected).map(value => size * value);
        chosen.push(chosen[step] + dot(gradChosen, move));
        rejected.push(rejected[step] + dot(gradRejected, move));
        theta = theta.map((value, i) => value + move[i]);
      }
      return { chosen, rejected };
    },
    'probabilities-not-logs': (...args) => {
      const { chosen, rejected } = train(args, {});
      return { chosen: chosen.map(Math.exp), rejected: rejected.map(Math.exp) };
    },
    underflow: (...args) => train(args, { log: scores => softmax(scores).map(Math.log) }),
  },
};

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function minus(a: number[], b: number[]): number[] {
  return a.map((value, i) => value - b[i]);
}

function unit(vector: number[]): number[] {
  return vector.map(value => value / (Math.hypot(...vector) || 1));
}

function changes(w: number[], l: number[], move: number[]) {
  return { chosen: dot(w, move), rejected: dot(l, move) };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logRatio(pair: reference.PreferencePair): number {
  return pair.chosen - pair.referenceChosen - (pair.rejected - pair.referenceRejected);
}

function scoresOf(features: number[][], theta: number[]): number[] {
  return features.map(row => dot(row, theta));
}

function logSoftmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
  return scores.map(score => score - top - Math.log(total));
}

function softmax(scores: number[]): number[] {
  return logSoftmax(scores).map(Math.exp);
}

function meanFeatures(features: number[][], policy: number[]): number[] {
  return features[0].map((_, i) => features.reduce((sum, row, y) => sum + policy[y] * row[i], 0));
}

/** The right descent, but for what a student may get wrong in it. */
function train(
  [features, theta0, w, l, beta, learningRate, steps]: Parameters<typeof reference.dpoTrajectory>,
  slip: {
    sign?: number;
    factor?: number;
    pushRejected?: number;
    weight?: (margin: number, start: number) => number;
    log?: (scores: number[]) => number[];
  },
) {
  const log = slip.log ?? logSoftmax;
  const start = log(scoresOf(features, theta0));
  const [chosen, rejected] = [[start[w]], [start[l]]];
  let theta = theta0;
  for (let step = 0; step < steps; step++) {
    const now = log(scoresOf(features, theta));
    const [margin, before] = [now[w] - now[l], start[w] - start[l]];
    const weight = slip.weight ? slip.weight(margin, before) : sigmoid(-beta * (margin - before));
    const size = (slip.sign ?? 1) * (slip.factor ?? 1) * learningRate * beta * weight;
    const mean = meanFeatures(features, softmax(scoresOf(features, theta)));
    const gradChosen = minus(features[w], mean);
    const gradRejected = minus(features[l], mean).map(value => (slip.pushRejected ?? 1) * value);
    theta = theta.map((value, i) => value + size * (gradChosen[i] - gradRejected[i]));
    const next = log(scoresOf(features, theta));
    chosen.push(next[w]);
    rejected.push(next[l]);
  }
  return { chosen, rejected };
}
