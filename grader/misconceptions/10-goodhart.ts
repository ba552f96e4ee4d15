import type * as reference from '../../solutions/10-goodhart.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  hackRegret: {
    'selecting-on-gold': (_proxy, gold) => {
      const chosen = gold.indexOf(Math.max(...gold));
      return Math.max(...gold) - gold[chosen];
    },
    'regret-in-proxy': (proxy, gold) => Math.max(...proxy) - proxy[gold.indexOf(Math.max(...gold))],
    'gap-at-the-choice': (proxy, gold) => Math.max(...proxy) - gold[chosenBy(proxy)],
    'last-on-ties': (proxy, gold) =>
      Math.max(...gold) - gold[proxy.lastIndexOf(Math.max(...proxy))],
    'kindest-on-ties': (proxy, gold) =>
      Math.max(...gold) - Math.max(...gold.filter((_, i) => proxy[i] === Math.max(...proxy))),
    'sign-flipped': (proxy, gold) => gold[chosenBy(proxy)] - Math.max(...gold),
    'gold-of-the-choice': (proxy, gold) => gold[chosenBy(proxy)],
    'against-the-mean': (proxy, gold) => mean(gold) - gold[chosenBy(proxy)],
    'difference-of-maxima': (proxy, gold) => Math.max(...proxy) - Math.max(...gold),
  },

  hackOnset: {
    'gold-alone': (_proxy, gold) => gold.findIndex((now, t) => now < gold[t - 1]),
    'step-before': (proxy, gold) => {
      const t = onset(proxy, gold);
      return t < 0 ? -1 : t - 1;
    },
    'against-the-start': (proxy, gold) =>
      proxy.findIndex((now, t) => now > proxy[0] && gold[t] < gold[0]),
    'best-gold-so-far': (proxy, gold) =>
      proxy.findIndex((now, t) => now > proxy[t - 1] && gold[t] < Math.max(...gold.slice(0, t))),
    'peak-of-gold': (_proxy, gold) => gold.indexOf(Math.max(...gold)),
    'proxy-above-gold': (proxy, gold) => proxy.findIndex((now, t) => t > 0 && now > gold[t]),
    'proxy-not-fallen': (proxy, gold) =>
      proxy.findIndex((now, t) => now >= proxy[t - 1] && gold[t] < gold[t - 1]),
    'gold-not-risen': (proxy, gold) =>
      proxy.findIndex((now, t) => now > proxy[t - 1] && gold[t] <= gold[t - 1]),
    'last-onset': (proxy, gold) =>
      proxy.reduce((last, now, t) => (now > proxy[t - 1] && gold[t] < gold[t - 1] ? t : last), -1),
    'zero-for-none': (proxy, gold) => Math.max(0, onset(proxy, gold)),
  },

  regressionalGoodhart: {
    'inverted-ratio': (proxy, goldVariance, noiseVariance) =>
      (proxy * noiseVariance) / (goldVariance + noiseVariance),
    'quotient-of-variances': (proxy, goldVariance, noiseVariance) =>
      (proxy * goldVariance) / noiseVariance,
    'no-shrinkage': proxy => proxy,
    'standard-deviations': (proxy, goldVariance, noiseVariance) =>
      (proxy * Math.sqrt(goldVariance)) / (Math.sqrt(goldVariance) + Math.sqrt(noiseVariance)),
    'correlation-as-slope': (proxy, goldVariance, noiseVariance) =>
      proxy * Math.sqrt(goldVariance / (goldVariance + noiseVariance)),
    'regression-reversed': (proxy, goldVariance, noiseVariance) =>
      (proxy * (goldVariance + noiseVariance)) / goldVariance,
    'noise-subtracted': (proxy, _goldVariance, noiseVariance) => proxy - noiseVariance,
    'always-half': proxy => proxy / 2,
  },

  goldReward: {
    'kl-for-root': (kl, alpha, beta, method) => law(kl, alpha, beta, method),
    'base-two': (kl, alpha, beta, method) => {
      const d = Math.sqrt(kl);
      if (d === 0) return 0;
      return d * (alpha - beta * (method === 'rl' ? Math.log2(d) : d));
    },
    'log-of-kl': (kl, alpha, beta, method) => {
      const d = Math.sqrt(kl);
      if (d === 0) return 0;
      return d * (alpha - beta * (method === 'rl' ? Math.log(kl) : d));
    },
    'nan-at-zero': (kl, alpha, beta, method) => {
      const d = Math.sqrt(kl);
      return d * (alpha - beta * (method === 'rl' ? Math.log(d) : d));
    },
    'log-of-one-plus-d': (kl, alpha, beta, method) => {
      const d = Math.sqrt(kl);
      return d * (alpha - beta * (method === 'rl' ? Math.log1p(d) : d));
    },
    'factor-on-alpha-only': (kl, alpha, beta, method) => {
      const d = Math.sqrt(kl);
      if (d === 0) return 0;
      return d * alpha - beta * (method === 'rl' ? Math.log(d) : d);
    },
    'methods-swapped': (kl, alpha, beta, method) =>
      law(Math.sqrt(kl), alpha, beta, method === 'rl' ? 'bestOfN' : 'rl'),
    'method-ignored': (kl, alpha, beta) => law(Math.sqrt(kl), alpha, beta, 'bestOfN'),
    'loss-added': (kl, alpha, beta, method) => law(Math.sqrt(kl), alpha, -beta, method),
    'never-negative': (kl, alpha, beta, method) =>
      Math.max(0, law(Math.sqrt(kl), alpha, beta, method)),
    'alpha-and-beta-swapped': (kl, alpha, beta, method) => law(Math.sqrt(kl), beta, alpha, method),
  },

  overoptimizationPeak: {
    'd-for-kl': (alpha, beta, method) => {
      const d = root(alpha, beta, method);
      return { kl: d, reward: rewardAt(d, alpha, beta, method) };
    },
    'where-the-gain-is-gone': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = method === 'rl' ? Math.exp(alpha / beta) : Math.max(0, alpha / beta);
      return { kl: d * d, reward: 0 };
    },
    'not-halved': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = method === 'rl' ? root(alpha, beta, method) : Math.max(0, alpha / beta);
      return { kl: d * d, reward: rewardAt(d, alpha, beta, method) };
    },
    'product-rule-forgotten': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = method === 'rl' ? Math.exp(alpha / beta) : root(alpha, beta, method);
      return { kl: d * d, reward: method === 'rl' ? 0 : beta * d * d };
    },
    'beta-over-alpha': (alpha, beta, method) => {
      const d = method === 'rl' ? Math.exp(beta / alpha - 1) : beta / (2 * alpha);
      return { kl: d * d, reward: law(d, alpha, beta, method) };
    },
    'methods-swapped': (alpha, beta, method) => {
      const other = method === 'rl' ? 'bestOfN' : 'rl';
      const d = root(alpha, beta, other);
      return { kl: d * d, reward: rewardAt(d, alpha, beta, other) };
    },
    'method-ignored': (alpha, beta) => {
      const d = root(alpha, beta, 'bestOfN');
      return { kl: d * d, reward: rewardAt(d, alpha, beta, 'bestOfN') };
    },
    'loss-forgotten': (alpha, beta, method) => {
      const d = root(alpha, beta, method);
      return { kl: d * d, reward: alpha * d };
    },
    'reward-at-kl': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = root(alpha, beta, method);
      return { kl: d * d, reward: law(d * d, alpha, beta, method) };
    },
    'negative-root': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = method === 'rl' ? root(alpha, beta, method) : alpha / (2 * beta);
      return { kl: d * d, reward: beta * (method === 'rl' ? d : d * d) };
    },
    'nan-without-beta': (alpha, beta, method) => {
      const d = method === 'rl' ? Math.exp(alpha / beta - 1) : Math.max(0, alpha / (2 * beta));
      return { kl: d * d, reward: law(d, alpha, beta, method) };
    },
    'power-of-two': (alpha, beta, method) => {
      if (beta === 0) return never();
      const d = method === 'rl' ? 2 ** (alpha / beta - 1) : root(alpha, beta, method);
      return { kl: d * d, reward: rewardAt(d, alpha, beta, method) };
    },
  },

  fitOveroptimization: {
    'kl-for-root': (points, method) =>
      lawThrough(
        points,
        kl => kl,
        kl => -bend(kl, method),
      ),
    'intercept-fitted': (points, method) => {
      checkPoints(points);
      const gains = points.map(({ kl }) => Math.sqrt(kl));
      const losses = gains.map(d => -bend(d, method));
      const rewards = points.map(({ reward }) => reward);
      const centred = [gains, losses, rewards].map(row => row.map(value => value - mean(row)));
      return solve(centred[0], centred[1], centred[2]);
    },
    'divided-by-d': (points, method) => {
      checkPoints(points);
      const positive = points.filter(({ kl }) => kl > 0);
      const d = positive.map(({ kl }) => Math.sqrt(kl));
      const slopes = positive.map(({ reward }, i) => reward / d[i]);
      const bends = d.map(root => (method === 'rl' ? Math.log(root) : root));
      const [middle, level] = [mean(bends), mean(slopes)];
      const beta =
        -dot(
          bends.map(bend => bend - middle),
          slopes,
        ) / sum(bends.map(bend => (bend - middle) ** 2));
      return { alpha: level + beta * middle, beta };
    },
    'minus-forgotten': (points, method) =>
      lawThrough(points, Math.sqrt, kl => bend(Math.sqrt(kl), method)),
    'log-of-kl': (points, method) =>
      lawThrough(points, Math.sqrt, kl =>
        method === 'rl' ? (kl === 0 ? 0 : -Math.sqrt(kl) * Math.log(kl)) : -kl,
      ),
    'method-ignored': points => lawThrough(points, Math.sqrt, kl => -kl),
    'nan-at-zero': (points, method) =>
      lawThrough(
        points,
        Math.sqrt,
        kl => -Math.sqrt(kl) * (method === 'rl' ? Math.log(kl) / 2 : Math.sqrt(kl)),
      ),
    'two-points-only': (points, method) => {
      checkPoints(points);
      const sorted = points.filter(({ kl }) => kl > 0).sort((a, b) => a.kl - b.kl);
      const ends = [sorted[0], sorted[sorted.length - 1]];
      return lawThrough(ends, Math.sqrt, kl => -bend(Math.sqrt(kl), method));
    },
    'no-check': (points, method) => {
      const gains = points.map(({ kl }) => Math.sqrt(kl));
      return solve(
        gains,
        gains.map(d => -bend(d, method)),
        points.map(({ reward }) => reward),
      );
    },
    'points-counted': (points, method) => {
      if (points.length < 2) throw new RangeError('two points');
      const gains = points.map(({ kl }) => Math.sqrt(kl));
      return solve(
        gains,
        gains.map(d => -bend(d, method)),
        points.map(({ reward }) => reward),
      );
    },
    'digits-cancel': (points, method) => {
      checkPoints(points);
      const d = points.map(({ kl }) => Math.sqrt(kl));
      const f = d.map(root => -bend(root, method));
      const y = points.map(({ reward }) => reward);
      const determinant = dot(d, d) * dot(f, f) - dot(d, f) ** 2;
      return {
        alpha: (dot(f, f) * dot(d, y) - dot(d, f) * dot(f, y)) / determinant,
        beta: (dot(d, d) * dot(f, y) - dot(d, f) * dot(d, y)) / determinant,
      };
    },
    'fitted-one-by-one': (points, method) => {
      checkPoints(points);
      const d = points.map(({ kl }) => Math.sqrt(kl));
      const f = d.map(root => -bend(root, method));
      const y = points.map(({ reward }) => reward);
      const alpha = dot(d, y) / dot(d, d);
      const rest = y.map((reward, i) => reward - alpha * d[i]);
      return { alpha, beta: dot(f, rest) / dot(f, f) };
    },
  },

  diagnose: {
    'gold-first': ({ heldOutProxy, gold }) => {
      if (fell(gold)) return 'overoptimization';
      return fell(heldOutProxy) ? 'overfitting' : 'healthy';
    },
    'called-overfitting': ({ heldOutProxy, gold }) =>
      fell(heldOutProxy) || fell(gold) ? 'overfitting' : 'healthy',
    'names-swapped': ({ heldOutProxy, gold }) => {
      if (fell(heldOutProxy)) return 'overoptimization';
      return fell(gold) ? 'overfitting' : 'healthy';
    },
    'generalisation-gap': ({ trainProxy, heldOutProxy, gold }) => {
      if (end(trainProxy) > end(heldOutProxy)) return 'overfitting';
      return fell(gold) ? 'overoptimization' : 'healthy';
    },
    'below-the-start': ({ heldOutProxy, gold }) => {
      if (end(heldOutProxy) < heldOutProxy[0]) return 'overfitting';
      return end(gold) < gold[0] ? 'overoptimization' : 'healthy';
    },
    'last-step-only': ({ heldOutProxy, gold }) => {
      const falling = (curve: number[]) => end(curve) < curve[curve.length - 2];
      if (falling(heldOutProxy)) return 'overfitting';
      return falling(gold) ? 'overoptimization' : 'healthy';
    },
    'any-dip': ({ heldOutProxy, gold }) => {
      const dips = (curve: number[]) => curve.some((value, t) => value < curve[t - 1]);
      if (dips(heldOutProxy)) return 'overfitting';
      return dips(gold) ? 'overoptimization' : 'healthy';
    },
    'plateau-counted': ({ heldOutProxy, gold }) => {
      const early = (curve: number[]) => curve.indexOf(Math.max(...curve)) < curve.length - 1;
      if (early(heldOutProxy)) return 'overfitting';
      return early(gold) ? 'overoptimization' : 'healthy';
    },
    'read-as-losses': ({ heldOutProxy, gold }) => {
      const rose = (curve: number[]) => end(curve) > Math.min(...curve);
      if (rose(heldOutProxy)) return 'overfitting';
      return rose(gold) ? 'overoptimization' : 'healthy';
    },
    'training-curve': ({ trainProxy, gold }) => {
      if (fell(trainProxy)) return 'overfitting';
      return fell(gold) ? 'overoptimization' : 'healthy';
    },
    'gold-below-proxy': ({ heldOutProxy, gold }) => {
      if (fell(heldOutProxy)) return 'overfitting';
      return end(gold) < end(heldOutProxy) ? 'overoptimization' : 'healthy';
    },
  },

  intervene: {
    conditioning: (weights, node, value) => {
      // E[every node | this node = value], when each node has a standard normal noise of its own
      const effects = weights.map((_, from) => propagate(weights, from, 1));
      const covariance = (a: number, b: number) =>
        sum(effects.map(effect => effect[a] * effect[b]));
      return weights.map((_, j) => (value * covariance(j, node)) / covariance(node, node));
    },
    'explained-backwards': (weights, node, value) => {
      const values = propagate(weights, node, value);
      for (let child = node; child > 0; child--) {
        const parent = child - 1;
        if (weights[parent][child]) values[parent] = values[child] / weights[parent][child];
      }
      return values;
    },
    'direct-effects-only': (weights, node, value) =>
      weights.map((_, child) => (child === node ? value : value * weights[node][child])),
    'edges-reversed': (weights, node, value) => {
      const values = weights.map(() => 0);
      values[node] = value;
      for (let j = node - 1; j >= 0; j--) {
        values[j] = sum(values.map((other, i) => (i > j ? other * weights[j][i] : 0)));
      }
      return values;
    },
    'node-recomputed': (weights, node, value) => {
      const values = weights.map((_, j) => (j === node ? value : 0));
      for (let j = 1; j < weights.length; j++) {
        values[j] = sum(values.map((cause, i) => (i < j ? cause * weights[i][j] : 0)));
      }
      return values;
    },
    'last-parent-wins': (weights, node, value) => {
      const values = weights.map((_, j) => (j === node ? value : 0));
      for (let i = 0; i < weights.length; i++) {
        for (let j = i + 1; j < weights.length; j++) {
          if (weights[i][j] !== 0 && j !== node) values[j] = values[i] * weights[i][j];
        }
      }
      return values;
    },
    'longest-path-only': (weights, node, value) => {
      const values: number[] = [];
      for (let j = 0; j < weights.length; j++) {
        const parent = values.findLastIndex((_, i) => weights[i][j] !== 0 && values[i] !== 0);
        values.push(j === node ? value : parent < 0 ? 0 : values[parent] * weights[parent][j]);
      }
      return values;
    },
    'mean-of-parents': (weights, node, value) => {
      const values: number[] = [];
      for (let j = 0; j < weights.length; j++) {
        const parents = values.map((_, i) => i).filter(i => weights[i][j] !== 0);
        const caused = sum(parents.map(i => values[i] * weights[i][j]));
        values.push(j === node ? value : caused / Math.max(1, parents.length));
      }
      return values;
    },
    'weights-added': (weights, node, value) => {
      const values: number[] = [];
      for (let j = 0; j < weights.length; j++) {
        const parents = values.map((_, i) => i).filter(i => weights[i][j] !== 0 && values[i] !== 0);
        const caused = sum(parents.map(i => values[i] + weights[i][j]));
        values.push(j === node ? value : caused);
      }
      return values;
    },
    'only-the-effects': (weights, node, value) =>
      propagate(weights, node, value).map((effect, j) => (j === node ? 0 : effect)),
    'unit-effect': (weights, node) => propagate(weights, node, 1),
  },
};

type Method = 'bestOfN' | 'rl';

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

function dot(first: number[], second: number[]): number {
  return sum(first.map((number, i) => number * second[i]));
}

function end(curve: number[]): number {
  return curve[curve.length - 1];
}

function fell(curve: number[]): boolean {
  return end(curve) < Math.max(...curve);
}

function chosenBy(proxy: number[]): number {
  return proxy.indexOf(Math.max(...proxy));
}

function onset(proxy: number[], gold: number[]): number {
  return proxy.findIndex((now, t) => now > proxy[t - 1] && gold[t] < gold[t - 1]);
}

/** d² or d log d */
function bend(d: number, method: Method): number {
  if (d === 0) return 0;
  return method === 'rl' ? d * Math.log(d) : d * d;
}

function law(d: number, alpha: number, beta: number, method: Method): number {
  return alpha * d - beta * bend(d, method);
}

function never(): { kl: number; reward: number } {
  return { kl: Number.POSITIVE_INFINITY, reward: Number.POSITIVE_INFINITY };
}

/** The d of the peak. */
function root(alpha: number, beta: number, method: Method): number {
  if (beta === 0) return Number.POSITIVE_INFINITY;
  return method === 'rl' ? Math.exp(alpha / beta - 1) : Math.max(0, alpha / (2 * beta));
}

function rewardAt(d: number, alpha: number, beta: number, method: Method): number {
  return d === Number.POSITIVE_INFINITY ? d : law(d, alpha, beta, method);
}

function checkPoints(points: { kl: number }[]): void {
  const different = new Set(points.map(({ kl }) => kl).filter(kl => kl > 0));
  if (different.size < 2) throw new RangeError('two KLs');
}

function lawThrough(
  points: { kl: number; reward: number }[],
  gain: (kl: number) => number,
  loss: (kl: number) => number,
): { alpha: number; beta: number } {
  checkPoints(points);
  return solve(
    points.map(({ kl }) => gain(kl)),
    points.map(({ kl }) => loss(kl)),
    points.map(({ reward }) => reward),
  );
}

/** Least squares in two columns, the second made orthogonal to the first. */
function solve(d: number[], f: number[], y: number[]): { alpha: number; beta: number } {
  const along = (column: number[]) => dot(d, column) / dot(d, d);
  const rest = (column: number[]) => column.map((value, i) => value - along(column) * d[i]);
  const beta = dot(rest(f), rest(y)) / dot(rest(f), rest(f));
  return { alpha: along(y) - beta * along(f), beta };
}

function propagate(weights: number[][], node: number, value: number): number[] {
  const values: number[] = [];
  for (let j = 0; j < weights.length; j++) {
    const caused = sum(values.map((cause, i) => cause * weights[i][j]));
    values.push(j === node ? value : caused);
  }
  return values;
}
