import type * as reference from '../../solutions/09-best-of-n.ts';
import type { Misconceptions } from '../misconception.ts';

export const variants: Misconceptions<typeof reference> = {
  bestOfN: {
    'the place of the maximum': rewards => rewards.indexOf(Math.max(...rewards)),
    'a stable sort': rewards => {
      const order = rewards.map((_, i) => i);
      order.sort((a, b) => (rewards[a] === rewards[b] ? a - b : rewards[b] > rewards[a] ? 1 : -1));
      return order[0];
    },
  },

  bestOfNDistribution: {
    'levels from the worst up': bestDistribution,
    'from the mass above': (policy, rewards, n) =>
      policy.map((mass, y) => {
        const above = total(policy.filter((_, other) => rewards[other] > rewards[y]));
        const same = total(policy.filter((_, other) => rewards[other] === rewards[y]));
        if (mass === 0) return 0;
        const atMost = above < 0.5 ? Math.log1p(-above) : Math.log(1 - above);
        const allWorse = same >= 1 - above ? 0 : Math.exp(n * Math.log1p(-same / (1 - above)));
        return (mass / same) * Math.exp(n * atMost) * (1 - allWorse);
      }),
  },

  bestOfNKL: {
    'level by level': (policy, rewards, n) => {
      const spread = bestDistribution(policy, rewards, n);
      let nats = 0;
      for (const level of new Set(rewards)) {
        const pick = (from: number[]) => total(from.filter((_, y) => rewards[y] === level));
        const [before, after] = [pick(policy), pick(spread)];
        if (after > 0) nats += after * Math.log(after / before);
      }
      return nats;
    },
    'cross-entropy minus entropy': (policy, rewards, n) => {
      let nats = 0;
      bestDistribution(policy, rewards, n).forEach((mass, y) => {
        if (mass > 0) nats += mass * Math.log(mass) - mass * Math.log(policy[y]);
      });
      return nats;
    },
  },

  klBound: {
    'with a reciprocal': n => Math.log(n) + 1 / n - 1,
  },

  winRate: {
    'pair by pair': (policy, rewards, n) => {
      let rate = 0;
      bestDistribution(policy, rewards, n).forEach((mass, y) => {
        policy.forEach((other, z) => {
          if (rewards[y] > rewards[z]) rate += mass * other;
          if (rewards[y] === rewards[z]) rate += (mass * other) / 2;
        });
      });
      return rate;
    },
    'half of one plus wins minus losses': (policy, rewards, n) => {
      const best = bestDistribution(policy, rewards, n);
      const signs = best.map((mass, y) =>
        total(policy.map((other, z) => mass * other * Math.sign(rewards[y] - rewards[z]))),
      );
      return (1 + total(signs)) / 2;
    },
  },

  expectedMax: {
    'weights in logarithms': (rewards, n) => {
      const size = rewards.length;
      if (n > size) throw new RangeError('more draws than samples');
      const logFactorial = [0];
      for (let m = 1; m <= size; m++) logFactorial[m] = logFactorial[m - 1] + Math.log(m);
      const logChoose = (m: number, k: number) =>
        logFactorial[m] - logFactorial[k] - logFactorial[m - k];
      const sorted = [...rewards].sort((a, b) => a - b);
      let mean = 0;
      for (let i = n - 1; i < size; i++) {
        mean += Math.exp(logChoose(i, n - 1) - logChoose(size, n)) * sorted[i];
      }
      return mean;
    },
    'chances that all n are among the worst': (rewards, n) => {
      const size = rewards.length;
      if (size < n) throw new RangeError('more draws than samples');
      // The maximum is at most the i-th smallest with probability C(i, n) / C(size, n).
      const sorted = [...rewards].sort((a, b) => a - b);
      const atMost = sorted.map(() => 1);
      for (let i = size - 1; i > 0; i--) {
        atMost[i - 1] = i < n ? 0 : (atMost[i] * (i + 1 - n)) / (i + 1);
      }
      return total(
        sorted.map((reward, i) => {
          const weight = atMost[i] - (atMost[i - 1] ?? 0);
          return weight === 0 ? 0 : weight * reward;
        }),
      );
    },
  },

  frontier: {
    'the least upper bound over all prices': (policy, rewards, ns) =>
      ns.map(n => {
        const spread = bestDistribution(policy, rewards, n);
        const bestOfN = total(spread.map((mass, y) => mass * rewards[y]));
        const kl = total(
          spread.map((mass, y) => (mass > 0 ? mass * Math.log(mass / policy[y]) : 0)),
        );
        const best = Math.max(...rewards.filter((_, y) => policy[y] > 0));
        const bound = (logBeta: number) => {
          const beta = Math.exp(logBeta);
          const z = policy.map((mass, y) =>
            mass > 0 ? mass * Math.exp((rewards[y] - best) / beta) : 0,
          );
          return best + beta * (kl + Math.log(total(z)));
        };
        let [low, high] = [-25, 20];
        for (let step = 0; step < 300; step++) {
          const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
          if (bound(left) <= bound(right)) high = right;
          else low = left;
        }
        return { n, kl, bestOfN, optimal: n === 1 ? bestOfN : bound(low) };
      }),
    'by the price, on a logarithmic scale': (policy, rewards, ns) =>
      ns.map(n => {
        const spread = bestDistribution(policy, rewards, n);
        const spent = (mixed: number[]) =>
          total(mixed.map((mass, y) => (mass > 0 ? mass * Math.log(mass / policy[y]) : 0)));
        const earned = (mixed: number[]) => total(mixed.map((mass, y) => mass * rewards[y]));
        const kl = spent(spread);
        const logits = (beta: number) =>
          policy.map((mass, y) => (mass > 0 ? Math.log(mass) + rewards[y] / beta : -1 / 0));
        const optimum = (beta: number) => {
          const top = Math.max(...logits(beta));
          const weights = logits(beta).map(logit => Math.exp(logit - top));
          return weights.map(weight => weight / total(weights));
        };
        let [low, high] = [-20, 25];
        for (let step = 0; step < 80; step++) {
          const middle = (low + high) / 2;
          if (spent(optimum(Math.exp(middle))) > kl) low = middle;
          else high = middle;
        }
        return { n, kl, bestOfN: earned(spread), optimal: earned(optimum(Math.exp(high))) };
      }),
  },

  costToReach: {
    'a running minimum': (target, curve) => {
      let least = Number.POSITIVE_INFINITY;
      for (const { n, gold } of curve) if (gold >= target && n < least) least = n;
      return least;
    },
    'sorted by n': (target, curve) =>
      [...curve].sort((a, b) => a.n - b.n).find(point => point.gold >= target)?.n ??
      Number.POSITIVE_INFINITY,
  },
};

function total(numbers: number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

/** Levels of equal reward, from the worst up; the mass passed so far is carried along. */
function bestDistribution(policy: number[], rewards: number[], n: number): number[] {
  const result = policy.map(() => 0);
  const levels = [...new Set(rewards)].sort((a, b) => a - b);
  let passed = 0;
  for (const level of levels) {
    const members = [...policy.keys()].filter(y => rewards[y] === level && policy[y] > 0);
    const mass = total(members.map(y => policy[y]));
    const share = (passed + mass) ** n - passed ** n;
    for (const y of members) result[y] = (share * policy[y]) / mass;
    passed += mass;
  }
  return result;
}
