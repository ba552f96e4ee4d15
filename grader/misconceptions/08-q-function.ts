import type * as reference from '../../solutions/08-q-function.ts';
import type { Misconceptions } from '../misconception.ts';

type TableModel = reference.TableModel;
type Rewards = Record<string, number>;

export const misconceptions: Misconceptions<typeof reference> = {
  softValue: {
    'hard-max': q => Math.max(...q),
    'beta-omitted': q => logSumExp(q),
    'not-multiplied': (q, beta) => logSumExp(q.map(one => one / beta)),
    'not-divided': (q, beta) => beta * logSumExp(q),
    'times-beta': (q, beta) => logSumExp(q.map(one => one * beta)) / beta,
    overflow: (q, beta) => beta * Math.log(sum(q.map(one => Math.exp(one / beta)))),
    'mean-inside': (q, beta) => soft(q, beta) - beta * Math.log(q.length),
    'expected-value': (q, beta) => expected(q, beta),
  },

  policyFromQ: {
    'beta-omitted': q => softmax(q),
    'times-beta': (q, beta) => softmax(q.map(one => one * beta)),
    greedy: q => {
      const best = q.indexOf(Math.max(...q));
      return q.map((_, a) => (a === best ? 1 : 0));
    },
    overflow: (q, beta) => {
      const weights = q.map(one => Math.exp(one / beta));
      return weights.map(weight => weight / sum(weights));
    },
    'not-normalised': (q, beta) => q.map(one => Math.exp(one / beta)),
    shares: q => q.map(one => one / sum(q)),
    logarithm: (q, beta) => q.map(one => (one - soft(q, beta)) / beta),
  },

  advantages: {
    'hard-max': q => q.map(one => one - Math.max(...q)),
    'mean-subtracted': q => q.map(one => one - sum(q) / q.length),
    'expected-subtracted': (q, beta) => q.map(one => one - expected(q, beta)),
    'sign-flipped': (q, beta) => q.map(one => soft(q, beta) - one),
    'beta-omitted': q => q.map(one => one - logSumExp(q)),
    'divided-by-beta': (q, beta) => q.map(one => (one - soft(q, beta)) / beta),
    overflow: (q, beta) => {
      const value = beta * Math.log(sum(q.map(one => Math.exp(one / beta))));
      return q.map(one => one - value);
    },
  },

  tokenRewards: {
    'reward-on-every-token': (logs, reward, beta) => logs.map(log => beta * log + reward),
    'reward-shared-out': (logs, reward, beta) => logs.map(log => beta * log + reward / logs.length),
    'first-token': (logs, reward, beta) =>
      logs.map((log, t) => (t === 0 ? beta * log + reward : beta * log)),
    'no-reference': (logs, reward) => logs.map((_, t) => (t === logs.length - 1 ? reward : 0)),
    'beta-omitted': (logs, reward) => onLast(logs, reward),
    'beta-on-reward': (logs, reward, beta) => onLast(logs, reward).map(one => beta * one),
    'sign-flipped': (logs, reward, beta) =>
      onLast(
        logs.map(log => -beta * log),
        reward,
      ),
    'last-token-free': (logs, reward, beta) =>
      logs.map((log, t) => (t === logs.length - 1 ? reward : beta * log)),
  },

  softBackup: {
    'hard-max': (model, rewards, beta) =>
      backup(model, withReference(model, rewards, beta), q => Math.max(...q)),
    'beta-omitted': (model, rewards) =>
      backup(model, withReference(model, rewards, 1), q => soft(q, 1)),
    'reference-not-scaled': (model, rewards, beta) =>
      backup(model, withReference(model, rewards, 1), q => soft(q, beta)),
    overflow: (model, rewards, beta) =>
      backup(
        model,
        withReference(model, rewards, beta),
        q => beta * Math.log(sum(q.map(one => Math.exp(one / beta)))),
      ),
    'no-reference': (model, rewards, beta) =>
      backup(
        model,
        (prefix, token, values) => {
          if (model[prefix][token] === 0) return Number.NEGATIVE_INFINITY;
          return token === '$' ? rewards[prefix] : values[prefix + token];
        },
        q => soft(q, beta),
      ),
    'other-convention': (model, rewards, beta) => {
      const { values, qValues } = solve(model, rewards, beta);
      const without = Object.entries(qValues).map(([prefix, next]) => [
        prefix,
        Object.fromEntries(
          Object.entries(next).map(([token, q]) => {
            const probability = model[prefix][token];
            return [token, probability === 0 ? q : q - beta * Math.log(probability)];
          }),
        ),
      ]);
      return { values, qValues: Object.fromEntries(without) };
    },
    'past-the-end': (model, rewards, beta) =>
      backup(
        model,
        (prefix, token, values) => {
          if (model[prefix][token] === 0) return Number.NEGATIVE_INFINITY;
          const after = values[prefix + token] ?? beta * Math.log(0);
          const reward = token === '$' ? rewards[prefix] : 0;
          return beta * Math.log(model[prefix][token]) + reward + after;
        },
        q => {
          const highest = Math.max(...q);
          return highest === Number.NEGATIVE_INFINITY ? highest : soft(q, beta);
        },
      ),
    'reward-twice': (model, rewards, beta) => {
      const worth = withReference(model, rewards, beta);
      return backup(
        model,
        (prefix, token, values) =>
          worth(prefix, token, values) +
          (token === '$' && model[prefix][token] > 0 ? rewards[prefix] : 0),
        q => soft(q, beta),
      );
    },
    'reward-along-the-way': (model, rewards, beta) => {
      const worth = withReference(model, rewards, beta);
      return backup(
        model,
        (prefix, token, values) =>
          worth(prefix, token, values) + (token === '$' ? 0 : (rewards[prefix + token] ?? 0)),
        q => soft(q, beta),
      );
    },
    'reference-average': (model, rewards, beta) => {
      const worth = withReference(model, rewards, beta);
      const values: Rewards = {};
      const qValues: Record<string, Rewards> = {};
      for (const prefix of longestFirst(model)) {
        qValues[prefix] = {};
        values[prefix] = 0;
        for (const [token, probability] of Object.entries(model[prefix])) {
          qValues[prefix][token] = worth(prefix, token, values);
          if (probability > 0) {
            values[prefix] +=
              probability * (token === '$' ? rewards[prefix] : values[prefix + token]);
          }
        }
      }
      return { values, qValues };
    },
    'finished-texts-listed': (model, rewards, beta) => {
      const { values, qValues } = solve(model, rewards, beta);
      for (const prefix of Object.keys(model)) {
        if (model[prefix].$ > 0) values[`${prefix}$`] = rewards[prefix];
      }
      return { values, qValues };
    },
    'excluded-token': (model, rewards, beta) =>
      backup(
        model,
        (prefix, token, values) =>
          beta * Math.log(model[prefix][token]) +
          (token === '$' ? rewards[prefix] : values[prefix + token]),
        q => soft(q, beta),
      ),
  },

  qFromPolicy: {
    'current-reference': (logs, base, root, beta) =>
      running(root, logs, t => beta * (logs[t] - base[t])),
    'first-denominator': (logs, base, root, beta) =>
      running(root, logs, t => beta * (logs[t] - base[Math.max(t - 1, 0)])),
    'root-zero': (logs, base, _root, beta) =>
      running(0, logs, t => beta * (logs[t] - lagged(base, t))),
    'not-accumulated': (logs, base, root, beta) =>
      logs.map((log, t) => root + beta * (log - lagged(base, t))),
    'no-reference': (logs, _base, root, beta) => running(root, logs, t => beta * logs[t]),
    'beta-omitted': (logs, base, root) => running(root, logs, t => logs[t] - lagged(base, t)),
    'beta-on-root': (logs, base, root, beta) =>
      running(beta * root, logs, t => beta * (logs[t] - lagged(base, t))),
    'ratio-inverted': (logs, base, root, beta) =>
      running(root, logs, t => beta * (lagged(base, t) - logs[t])),
    'advantage-only': (logs, _base, _root, beta) => logs.map(log => beta * log),
  },
};

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function logSumExp(numbers: number[]): number {
  const highest = Math.max(...numbers);
  return highest + Math.log(sum(numbers.map(number => Math.exp(number - highest))));
}

function soft(q: number[], beta: number): number {
  return beta * logSumExp(q.map(one => one / beta));
}

function softmax(logits: number[]): number[] {
  const total = logSumExp(logits);
  return logits.map(logit => Math.exp(logit - total));
}

function expected(q: number[], beta: number): number {
  const policy = softmax(q.map(one => one / beta));
  return sum(q.map((one, a) => (policy[a] === 0 ? 0 : policy[a] * one)));
}

function onLast(rewards: number[], extra: number): number[] {
  return rewards.map((reward, t) => (t === rewards.length - 1 ? reward + extra : reward));
}

type Worth = (prefix: string, token: string, values: Rewards) => number;

function longestFirst(model: TableModel): string[] {
  return Object.keys(model).sort((a, b) => b.length - a.length);
}

function backup(model: TableModel, worth: Worth, maximum: (q: number[]) => number) {
  const values: Rewards = {};
  const qValues: Record<string, Rewards> = {};
  for (const prefix of longestFirst(model)) {
    qValues[prefix] = {};
    for (const token of Object.keys(model[prefix])) {
      qValues[prefix][token] = worth(prefix, token, values);
    }
    values[prefix] = maximum(Object.values(qValues[prefix]));
  }
  return { values, qValues };
}

function withReference(model: TableModel, rewards: Rewards, beta: number): Worth {
  return (prefix, token, values) => {
    if (model[prefix][token] === 0) return Number.NEGATIVE_INFINITY;
    const after = token === '$' ? rewards[prefix] : values[prefix + token];
    return beta * Math.log(model[prefix][token]) + after;
  };
}

function solve(model: TableModel, rewards: Rewards, beta: number) {
  return backup(model, withReference(model, rewards, beta), q => soft(q, beta));
}

function lagged(base: number[], t: number): number {
  return t === 0 ? 0 : base[t - 1];
}

/** Starts at `from` and adds one step for each token. */
function running(from: number, tokens: number[], step: (t: number) => number): number[] {
  let total = from;
  return tokens.map((_, t) => {
    total += step(t);
    return total;
  });
}
