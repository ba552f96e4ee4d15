import type * as reference from '../../solutions/06-gradient-entanglement.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  logProbGradient: {
    'features minus their weighted mean': (features, theta, response) => {
      const weights = weightsOf(features, theta);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = features[0].map(() => 0);
      for (const [y, row] of features.entries()) {
        for (let i = 0; i < row.length; i++) mean[i] += (weights[y] / total) * row[i];
      }
      return features[response].map((own, i) => own - mean[i]);
    },
    'chain rule through the scores': (features, theta, response) => {
      const weights = weightsOf(features, theta);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const byScore = weights.map((weight, y) => (y === response ? 1 : 0) - weight / total);
      return theta.map((_, i) =>
        byScore.reduce((sum, slope, y) => sum + slope * features[y][i], 0),
      );
    },
  },

  stepSize: {
    'two branches': ({ chosen, rejected, referenceChosen, referenceRejected }, beta, rate) => {
      const gap = beta * (rejected - referenceRejected - (chosen - referenceChosen));
      const small = Math.exp(-Math.abs(gap));
      return rate * beta * (gap >= 0 ? 1 / (1 + small) : small / (1 + small));
    },
  },

  firstOrderChange: {
    'squared lengths and a product': (gradChosen, gradRejected, step) => {
      let [ww, wl, ll] = [0, 0, 0];
      for (let i = 0; i < gradChosen.length; i++) {
        ww += gradChosen[i] ** 2;
        wl += gradChosen[i] * gradRejected[i];
        ll += gradRejected[i] ** 2;
      }
      return { rejected: step * (wl - ll), chosen: step * (ww - wl) };
    },
    'move first': (gradChosen, gradRejected, step) => {
      const move = gradChosen.map((value, i) => step * value - step * gradRejected[i]);
      const along = (gradient: number[]) =>
        gradient.map((value, i) => value * move[i]).reduce((a, b) => a + b, 0);
      return { chosen: along(gradChosen), rejected: along(gradRejected) };
    },
  },

  entanglementCase: {
    'product against squared lengths': (gradChosen, gradRejected) => {
      const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
      const product = dot(gradChosen, gradRejected);
      if (product > dot(gradChosen, gradChosen)) return 2;
      if (product > dot(gradRejected, gradRejected)) return 3;
      return 1;
    },
    'the shorter gradient decides': (gradChosen, gradRejected) => {
      const square = (a: number[]) => a.reduce((sum, value) => sum + value * value, 0);
      const product = gradChosen.reduce((sum, value, i) => sum + value * gradRejected[i], 0);
      const [ww, ll] = [square(gradChosen), square(gradRejected)];
      if (product <= Math.min(ww, ll)) return 1;
      return ww < ll ? 2 : 3;
    },
  },

  normalizedChange: {
    'by the angle': (gradChosen, gradRejected, step) => {
      const [w, l] = [Math.hypot(...gradChosen), Math.hypot(...gradRejected)];
      if (w === 0 || l === 0) return { chosen: step * w, rejected: -step * l };
      const cosine = gradChosen.reduce(
        (sum, value, i) => sum + (value / w) * (gradRejected[i] / l),
        0,
      );
      return { chosen: step * w * (1 - cosine), rejected: step * l * (cosine - 1) };
    },
  },

  dpoTrajectory: {
    'one number moves': (features, theta0, chosen, rejected, beta, learningRate, steps) => {
      const pull = features.map(row =>
        row.reduce(
          (sum, value, i) => sum + value * (features[chosen][i] - features[rejected][i]),
          0,
        ),
      );
      const start = features.map(row => row.reduce((sum, value, i) => sum + value * theta0[i], 0));
      const spread = pull[chosen] - pull[rejected];
      const trajectory = { chosen: [] as number[], rejected: [] as number[] };
      let moved = 0;
      for (let step = 0; step <= steps; step++) {
        const scores = start.map((score, y) => score + moved * pull[y]);
        const top = Math.max(...scores);
        const normaliser =
          top + Math.log(scores.map(score => Math.exp(score - top)).reduce((a, b) => a + b));
        trajectory.chosen.push(scores[chosen] - normaliser);
        trajectory.rejected.push(scores[rejected] - normaliser);
        moved += (learningRate * beta) / (1 + Math.exp(beta * moved * spread));
      }
      return trajectory;
    },
    'gradients of both responses': (features, theta0, w, l, beta, learningRate, steps) => {
      const logs = (theta: number[]) => {
        const weights = weightsOf(features, theta);
        const scores = features.map(row =>
          row.reduce((sum, value, i) => sum + value * theta[i], 0),
        );
        const total = Math.log(weights.reduce((sum, weight) => sum + weight, 0));
        return scores.map(score => score - Math.max(...scores) - total);
      };
      const theta = [...theta0];
      const first = logs(theta);
      const trajectory = { chosen: [first[w]], rejected: [first[l]] };
      for (let step = 0; step < steps; step++) {
        const now = logs(theta);
        const margin = beta * (now[w] - first[w]) - beta * (now[l] - first[l]);
        const size = learningRate * beta * (1 / (1 + Math.exp(margin)));
        const mean = theta.map((_, i) =>
          now.reduce((sum, log, y) => sum + Math.exp(log) * features[y][i], 0),
        );
        for (const i of theta.keys()) {
          theta[i] += size * (features[w][i] - mean[i] - (features[l][i] - mean[i]));
        }
        const next = logs(theta);
        trajectory.chosen.push(next[w]);
        trajectory.rejected.push(next[l]);
      }
      return trajectory;
    },
  },
};

/** Unnormalised probabilities, the largest of them 1. */
function weightsOf(features: number[][], theta: number[]): number[] {
  const scores = features.map(row => row.reduce((sum, value, i) => sum + value * theta[i], 0));
  const top = Math.max(...scores);
  return scores.map(score => Math.exp(score - top));
}
