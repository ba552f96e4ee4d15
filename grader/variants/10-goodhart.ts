import type * as reference from '../../solutions/10-goodhart.ts';
import type { Misconceptions } from '../misconception.ts';

export const variants: Misconceptions<typeof reference> = {
  hackRegret: {
    'one pass': (proxy, gold) => {
      let chosen = 0;
      let best = gold[0];
      for (let i = 1; i < proxy.length; i++) {
        if (proxy[i] > proxy[chosen]) chosen = i;
        if (gold[i] > best) best = gold[i];
      }
      return best - gold[chosen];
    },
    'the largest regret against any candidate': (proxy, gold) => {
      const order = proxy.map((_, i) => i).sort((a, b) => proxy[b] - proxy[a] || a - b);
      return Math.max(...gold.map(reward => reward - gold[order[0]]));
    },
  },

  hackOnset: {
    'a loop': (proxy, gold) => {
      for (let t = 1; t < proxy.length; t++) {
        if (proxy[t] > proxy[t - 1] && gold[t] < gold[t - 1]) return t;
      }
      return -1;
    },
    'signs of the changes': (proxy, gold) => {
      const change = (curve: number[]) => curve.slice(1).map((now, t) => Math.sign(now - curve[t]));
      const falls = change(gold);
      const at = change(proxy).findIndex((sign, t) => sign === 1 && falls[t] === -1);
      return at === -1 ? -1 : at + 1;
    },
  },

  regressionalGoodhart: {
    'a weighted mean with the prior': (proxy, goldVariance, noiseVariance) => {
      if (noiseVariance === 0) return proxy;
      if (goldVariance === 0) return 0;
      const [measured, prior] = [1 / noiseVariance, 1 / goldVariance];
      return (measured * proxy + prior * 0) / (measured + prior);
    },
    'the noise taken away': (proxy, goldVariance, noiseVariance) =>
      proxy - (proxy * noiseVariance) / (goldVariance + noiseVariance),
  },

  goldReward: {
    'zero apart, then the formula': (kl, alpha, beta, method) => {
      if (kl === 0) return 0;
      const d = kl ** 0.5;
      return d * (alpha - beta * (method === 'rl' ? Math.log(d) : d));
    },
    'in powers of KL': (kl, alpha, beta, method) => {
      const gain = alpha * Math.sqrt(kl);
      if (method === 'bestOfN') return gain - beta * kl;
      return kl > 0 ? gain - (beta / 2) * Math.sqrt(kl) * Math.log(kl) : 0;
    },
  },

  overoptimizationPeak: {
    'closed forms of KL': (alpha, beta, method) => {
      const infinite = Number.POSITIVE_INFINITY;
      if (beta === 0) return { kl: infinite, reward: infinite };
      if (method === 'rl') {
        const kl = Math.exp(2 * (alpha / beta - 1));
        return { kl, reward: beta * Math.sqrt(kl) };
      }
      if (alpha <= 0) return { kl: 0, reward: 0 };
      return { kl: (alpha * alpha) / (4 * beta * beta), reward: (alpha * alpha) / (4 * beta) };
    },
    'the law at its peak': (alpha, beta, method) => {
      if (beta === 0) {
        return { kl: Number.POSITIVE_INFINITY, reward: Number.POSITIVE_INFINITY };
      }
      const log = alpha / beta - 1;
      const d = method === 'rl' ? Math.exp(log) : Math.max(0, alpha) / beta / 2;
      return { kl: d ** 2, reward: d * (alpha - beta * (method === 'rl' ? log : d)) };
    },
  },

  fitOveroptimization: {
    'a weighted straight line': (points, method) => {
      const positive = points.filter(({ kl }) => kl > 0);
      if (new Set(positive.map(({ kl }) => kl)).size < 2) throw new RangeError('two KLs');
      // reward / d = α − β g is a straight line in g; each point has the weight d² = KL
      const g = positive.map(({ kl }) => (method === 'rl' ? Math.log(kl) / 2 : Math.sqrt(kl)));
      const slope = positive.map(({ kl, reward }) => reward / Math.sqrt(kl));
      const weight = positive.reduce((all, { kl }) => all + kl, 0);
      const mean = (values: number[]) =>
        positive.reduce((all, { kl }, i) => all + kl * values[i], 0) / weight;
      const [middle, level] = [mean(g), mean(slope)];
      const off = g.map(value => value - middle);
      const beta =
        -mean(off.map((value, i) => value * (slope[i] - level))) /
        mean(off.map(value => value * value));
      return { alpha: level + beta * middle, beta };
    },
    'Householder reflection': (points, method) => {
      if (new Set(points.flatMap(({ kl }) => (kl > 0 ? [kl] : []))).size < 2) {
        throw new RangeError('two KLs');
      }
      const columns = [
        points.map(({ kl }) => Math.sqrt(kl)),
        points.map(({ kl }) =>
          kl === 0 ? 0 : method === 'rl' ? -Math.sqrt(kl) * Math.log(Math.sqrt(kl)) : -kl,
        ),
        points.map(({ reward }) => reward),
      ];
      // Reflect so that only the first entry of the first column is left.
      const norm = Math.hypot(...columns[0]);
      const mirror = [...columns[0]];
      mirror[0] += norm;
      const length = mirror.reduce((all, value) => all + value * value, 0);
      const reflected = columns.map(column => {
        const along = column.reduce((all, value, i) => all + value * mirror[i], 0);
        return column.map((value, i) => value - (2 * along * mirror[i]) / length);
      });
      const [, f, y] = reflected.map(column => column.slice(1));
      const beta =
        f.reduce((all, value, i) => all + value * y[i], 0) /
        f.reduce((all, value) => all + value * value, 0);
      const alpha = (reflected[2][0] - beta * reflected[1][0]) / reflected[0][0];
      return { alpha, beta };
    },
  },

  diagnose: {
    'the best comes last': ({ heldOutProxy, gold }) => {
      const last = (curve: number[]) => curve.lastIndexOf(Math.max(...curve)) === curve.length - 1;
      if (!last(heldOutProxy)) return 'overfitting';
      if (!last(gold)) return 'overoptimization';
      return 'healthy';
    },
    'some earlier step was better': curves => {
      const better = (curve: number[]) => curve.some(reward => reward > (curve.at(-1) ?? 0));
      const verdicts = { heldOutProxy: 'overfitting', gold: 'overoptimization' } as const;
      for (const name of ['heldOutProxy', 'gold'] as const) {
        if (better(curves[name])) return verdicts[name];
      }
      return 'healthy';
    },
  },

  intervene: {
    'push effects forwards': (weights, node, value) => {
      const values = weights.map(() => 0);
      values[node] = value;
      for (let from = node; from < weights.length; from++) {
        for (let to = from + 1; to < weights.length; to++) {
          values[to] += values[from] * weights[from][to];
        }
      }
      return values;
    },
    'a recursion over parents': (weights, node, value) => {
      const settled = (child: number): number => {
        if (child === node) return value;
        let total = 0;
        for (let parent = 0; parent < child; parent++) {
          if (weights[parent][child]) total += weights[parent][child] * settled(parent);
        }
        return total;
      };
      return weights.map((_, child) => settled(child));
    },
    'sums over paths, length by length': (weights, node, value) => {
      let reached = weights.map((_, j) => (j === node ? value : 0));
      const values = [...reached];
      for (let length = 1; length < weights.length; length++) {
        reached = weights.map((_, to) =>
          reached.reduce((all, cause, from) => all + cause * weights[from][to], 0),
        );
        reached.forEach((effect, j) => {
          values[j] += effect;
        });
      }
      return values;
    },
  },
};
