import type * as reference from '../../solutions/08-q-function.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  softValue: {
    'log-sum-exp of the quotients': (q, beta) => beta * logSumExp(q.map(one => one / beta)),
    'two at a time': (q, beta) =>
      q.reduce((value, one) => {
        const [high, low] = value > one ? [value, one] : [one, value];
        if (low === Number.NEGATIVE_INFINITY) return high;
        return high + beta * Math.log1p(Math.exp((low - high) / beta));
      }, Number.NEGATIVE_INFINITY),
    'what the best policy collects': (q, beta) => {
      const highest = Math.max(...q);
      const weights = q.map(one => Math.exp((one - highest) / beta));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return q.reduce((value, one, a) => {
        const p = weights[a] / total;
        return p === 0 ? value : value + p * (one - beta * Math.log(p));
      }, 0);
    },
  },

  policyFromQ: {
    'softmax with the maximum taken out': (q, beta) => {
      const highest = Math.max(...q);
      const weights = q.map(one => Math.exp((one - highest) / beta));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map(weight => weight / total);
    },
    'one over the sum of odds': (q, beta) =>
      q.map(own => {
        if (own === Number.NEGATIVE_INFINITY) return 0;
        return 1 / q.reduce((sum, other) => sum + Math.exp((other - own) / beta), 0);
      }),
  },

  advantages: {
    'log-softmax, times β': (q, beta) => {
      const scaled = q.map(one => one / beta);
      const total = logSumExp(scaled);
      return scaled.map(one => beta * (one - total));
    },
    'a loop': (q, beta) => {
      const highest = Math.max(...q);
      let total = 0;
      for (const one of q) total += Math.exp((one - highest) / beta);
      const result: number[] = [];
      for (const one of q) result.push(one - highest - beta * Math.log(total));
      return result;
    },
  },

  tokenRewards: {
    'the last one afterwards': (logs, reward, beta) => {
      const rewards = logs.map(log => beta * log);
      rewards[rewards.length - 1] += reward;
      return rewards;
    },
    'all but the last, and the last': (logs, reward, beta) => [
      ...logs.slice(0, -1).map(log => log * beta),
      reward + logs[logs.length - 1] * beta,
    ],
  },

  softBackup: {
    'from the root, recursively': (model, rewards, beta) => {
      const values: Record<string, number> = {};
      const qValues: Record<string, Record<string, number>> = {};
      const solve = (prefix: string): number => {
        if (prefix in values) return values[prefix];
        const q: Record<string, number> = {};
        for (const token of Object.keys(model[prefix])) {
          const probability = model[prefix][token];
          if (probability > 0) {
            const after = token === '$' ? rewards[prefix] : solve(prefix + token);
            q[token] = after + beta * Math.log(probability);
          } else {
            q[token] = Number.NEGATIVE_INFINITY;
          }
        }
        qValues[prefix] = q;
        values[prefix] = beta * logSumExp(Object.values(q).map(one => one / beta));
        return values[prefix];
      };
      for (const prefix of Object.keys(model)) solve(prefix);
      return { values, qValues };
    },
    'the reference as a prior': (model, rewards, beta) => {
      const values: Record<string, number> = {};
      const qValues: Record<string, Record<string, number>> = {};
      const prefixes = Object.keys(model).sort((a, b) => a.length - b.length);
      for (const prefix of prefixes.reverse()) {
        const possible = Object.entries(model[prefix]).filter(([, p]) => p > 0);
        const after = possible.map(([token]) =>
          token === '$' ? rewards[prefix] : values[prefix + token],
        );
        const highest = Math.max(...after);
        const total = possible.reduce(
          (sum, [, p], i) => sum + p * Math.exp((after[i] - highest) / beta),
          0,
        );
        values[prefix] = highest + beta * Math.log(total);
        qValues[prefix] = Object.fromEntries(
          Object.keys(model[prefix]).map(token => [token, Number.NEGATIVE_INFINITY]),
        );
        possible.forEach(([token, p], i) => {
          qValues[prefix][token] = after[i] + beta * Math.log(p);
        });
      }
      return { values, qValues };
    },
  },

  qFromPolicy: {
    'values, then a step': (logs, base, root, beta) => {
      let value = root;
      return logs.map((log, t) => {
        const q = value + beta * log;
        value = q - beta * base[t];
        return q;
      });
    },
    'whole sums': (logs, base, root, beta) =>
      logs.map((_, t) => {
        const written = logs.slice(0, t + 1).reduce((sum, log) => sum + log, 0);
        const charged = base.slice(0, t).reduce((sum, log) => sum + log, 0);
        return root + beta * (written - charged);
      }),
  },
};

function logSumExp(numbers: number[]): number {
  const highest = Math.max(...numbers);
  return (
    highest + Math.log(numbers.reduce((total, number) => total + Math.exp(number - highest), 0))
  );
}
