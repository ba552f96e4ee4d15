import * as tf from '#tensor';
import type * as reference from '../../solutions/04-rlhf.ts';
import type { Misconceptions } from '../misconception.ts';

export const variants: Misconceptions<typeof reference> = {
  klDivergence: {
    'cross-entropy minus entropy': (p, q) => {
      let crossEntropy = 0;
      let entropy = 0;
      for (let y = 0; y < p.length; y++) {
        if (p[y] === 0) continue;
        crossEntropy -= p[y] * Math.log(q[y]);
        entropy -= p[y] * Math.log(p[y]);
      }
      return crossEntropy - entropy;
    },
    'pairs with mass only': (p, q) => {
      const pairs = p.map((mass, y) => [mass, q[y]]).filter(([mass]) => mass > 0);
      if (pairs.some(([, other]) => other === 0)) return Number.POSITIVE_INFINITY;
      return pairs.reduce(
        (total, [mass, other]) => total - mass * (Math.log(other) - Math.log(mass)),
        0,
      );
    },
  },

  rlhfObjective: {
    'an expected net reward': (policy, reference, rewards, beta) => {
      let value = 0;
      policy.forEach((mass, y) => {
        if (mass === 0) return;
        value += mass * (rewards[y] - beta * (Math.log(mass) - Math.log(reference[y])));
      });
      return value;
    },
    'reward, entropy and prior': (policy, reference, rewards, beta) => {
      const used = policy.map((_, y) => y).filter(y => policy[y] > 0);
      const total = (of: (y: number) => number) =>
        used.reduce((all, y) => all + policy[y] * of(y), 0);
      const entropy = -total(y => Math.log(policy[y]));
      return total(y => rewards[y]) + beta * (entropy + total(y => Math.log(reference[y])));
    },
  },

  optimalPolicy: {
    'a softmax over the support': (reference, rewards, beta) => {
      const support = reference.map((_, y) => y).filter(y => reference[y] > 0);
      const logits = support.map(y => rewards[y] / beta + Math.log(reference[y]));
      const top = Math.max(...logits);
      const weights = logits.map(logit => Math.exp(logit - top));
      const total = weights.reduce((all, weight) => all + weight, 0);
      const policy = reference.map(() => 0);
      support.forEach((y, i) => {
        policy[y] = weights[i] / total;
      });
      return policy;
    },
    'odds against every other response': (reference, rewards, beta) =>
      reference.map((own, y) => {
        if (own === 0) return 0;
        const odds = reference.map((other, z) =>
          other === 0 ? 0 : (other / own) * Math.exp((rewards[z] - rewards[y]) / beta),
        );
        return 1 / odds.reduce((all, one) => all + one, 0);
      }),
  },

  optimalValue: {
    'the best reachable reward and a logarithm': (reference, rewards, beta) => {
      const best = Math.max(...rewards.filter((_, y) => reference[y] > 0));
      let z = 0;
      for (let y = 0; y < reference.length; y++) {
        if (reference[y] > 0) z += reference[y] * Math.exp((rewards[y] - best) / beta);
      }
      return best + beta * Math.log(z);
    },
    'log-add-exp, one response at a time': (reference, rewards, beta) => {
      let log = Number.NEGATIVE_INFINITY;
      reference.forEach((mass, y) => {
        if (mass === 0) return;
        const logit = Math.log(mass) + rewards[y] / beta;
        log = Math.max(log, logit) + Math.log1p(Math.exp(-Math.abs(log - logit)));
      });
      return log * beta;
    },
  },

  betaForBudget: {
    'doubling, then bisection of log beta': (reference, rewards, budget) => {
      const support = reference.map((_, y) => y).filter(y => reference[y] > 0);
      const best = Math.max(...support.map(y => rewards[y]));
      const mass = support
        .filter(y => rewards[y] === best)
        .reduce((all, y) => all + reference[y], 0);
      if (budget <= 0 || budget >= -Math.log(mass)) throw new RangeError('no such β');
      const spent = (beta: number) => {
        const weights = support.map(y => reference[y] * Math.exp((rewards[y] - best) / beta));
        const z = weights.reduce((all, weight) => all + weight, 0);
        const reward = support.reduce(
          (all, y, i) => all + (weights[i] / z) * (rewards[y] - best),
          0,
        );
        return reward / beta - Math.log(z);
      };
      let high = 1;
      while (spent(high) > budget) high *= 2;
      let low = high;
      while (spent(low) < budget) low /= 2;
      let [from, to] = [Math.log(low), Math.log(high)];
      for (let step = 0; step < 70; step++) {
        const middle = (from + to) / 2;
        if (spent(Math.exp(middle)) > budget) from = middle;
        else to = middle;
      }
      return Math.exp((from + to) / 2);
    },
    'Newton on 1 / beta': (reference, rewards, budget) => {
      const support = reference.map((_, y) => y).filter(y => reference[y] > 0);
      const best = Math.max(...support.map(y => rewards[y]));
      const mass = support
        .filter(y => rewards[y] === best)
        .reduce((all, y) => all + reference[y], 0);
      if (!(budget > 0) || !(budget < -Math.log(mass))) throw new RangeError('no such β');
      let [low, high] = [0, Number.POSITIVE_INFINITY];
      let inverse = 1;
      for (let step = 0; step < 300; step++) {
        const weights = support.map(y => reference[y] * Math.exp((rewards[y] - best) * inverse));
        const z = weights.reduce((all, weight) => all + weight, 0);
        const mean = support.reduce((all, y, i) => all + (weights[i] / z) * (rewards[y] - best), 0);
        const variance = support.reduce(
          (all, y, i) => all + (weights[i] / z) * (rewards[y] - best - mean) ** 2,
          0,
        );
        const excess = inverse * mean - Math.log(z) - budget;
        if (excess > 0) high = inverse;
        else low = inverse;
        const next = inverse - excess / (inverse * variance);
        const inside = next > low && next < high;
        inverse = inside ? next : high === Number.POSITIVE_INFINITY ? low * 2 : (low + high) / 2;
      }
      return 1 / inverse;
    },
  },

  ppoClippedObjective: {
    'four cases': (ratios, advantages, epsilon) => {
      let total = 0;
      for (let i = 0; i < ratios.length; i++) {
        let ratio = ratios[i];
        if (advantages[i] > 0 && ratio > 1 + epsilon) ratio = 1 + epsilon;
        if (advantages[i] < 0 && ratio < 1 - epsilon) ratio = 1 - epsilon;
        total += ratio * advantages[i];
      }
      return total / ratios.length;
    },
    'the bound of Spinning Up': (ratios, advantages, epsilon) =>
      ratios.reduce((all, ratio, i) => {
        const advantage = advantages[i];
        const bound = advantage >= 0 ? (1 + epsilon) * advantage : (1 - epsilon) * advantage;
        return all + Math.min(ratio * advantage, bound) / ratios.length;
      }, 0),
  },

  klEstimate: {
    'a switch': (logRatios, kind) => {
      let total = 0;
      for (const x of logRatios) {
        switch (kind) {
          case 'k1':
            total += x;
            break;
          case 'k2':
            total += 0.5 * x ** 2;
            break;
          case 'k3':
            total += Math.expm1(-x) + x;
        }
      }
      return total / logRatios.length;
    },
    'a series where x is small': (logRatios, kind) => {
      const k3 = (x: number) => {
        if (Math.abs(x) > 0.05) return Math.exp(-x) - 1 + x;
        let [term, total] = [(x * x) / 2, 0];
        for (let n = 3; n < 15; n++) {
          total += term;
          term *= -x / n;
        }
        return total;
      };
      const of = { k1: (x: number) => x, k2: (x: number) => x ** 2 / 2, k3 }[kind];
      return logRatios.reduce((all, x) => all + of(x), 0) / logRatios.length;
    },
  },

  policyGradient: {
    'the Jacobian of the softmax': (logits, reference, rewards, beta) => {
      const top = Math.max(...logits);
      const log = Math.log(logits.reduce((all, logit) => all + Math.exp(logit - top), 0)) + top;
      const policy = logits.map(logit => Math.exp(logit - log));
      const byPolicy = logits.map(
        (logit, y) => rewards[y] - beta * (logit - log - Math.log(reference[y]) + 1),
      );
      return policy.map((own, y) =>
        policy.reduce((all, other, z) => all + other * ((y === z ? 1 : 0) - own) * byPolicy[z], 0),
      );
    },
    'reward and penalty apart': (logits, reference, rewards, beta) => {
      const top = Math.max(...logits);
      const z = logits.reduce((all, logit) => all + Math.exp(logit - top), 0);
      const policy = logits.map(logit => Math.exp(logit - top) / z);
      const logRatios = logits.map(
        (logit, y) => logit - top - Math.log(z) - Math.log(reference[y]),
      );
      const reward = policy.reduce((all, mass, y) => all + mass * rewards[y], 0);
      const divergence = policy.reduce((all, mass, y) => all + mass * logRatios[y], 0);
      return policy.map(
        (mass, y) => mass * (rewards[y] - reward) - beta * mass * (logRatios[y] - divergence),
      );
    },
  },

  trainPolicy: {
    'Adam on the plain gradient, in loops': (reference, rewards, beta) => {
      const best = Math.max(...rewards);
      const wanted = rewards.map((reward, y) => (reward - best) / beta + Math.log(reference[y]));
      const logits = reference.map(Math.log);
      const means = logits.map(() => 0);
      const squares = logits.map(() => 0);
      let policy = reference;
      const steps = 2000;
      for (let step = 1; step <= steps; step++) {
        const net = policy.map((mass, y) => (mass ? wanted[y] - Math.log(mass) : 0));
        const baseline = policy.reduce((all, mass, y) => all + mass * net[y], 0);
        const rate = 0.1 * (1 - step / (steps + 1));
        for (let y = 0; y < logits.length; y++) {
          const slope = policy[y] * (net[y] - baseline);
          means[y] = 0.9 * means[y] + 0.1 * slope;
          squares[y] = 0.99 * squares[y] + 0.01 * slope * slope;
          const scale = Math.sqrt(squares[y] / (1 - 0.99 ** step)) + 1e-7;
          logits[y] += (rate * (means[y] / (1 - 0.9 ** step))) / scale;
        }
        const top = Math.max(...logits);
        const weights = logits.map(logit => Math.exp(logit - top));
        const total = weights.reduce((all, weight) => all + weight, 0);
        policy = weights.map(weight => weight / total);
      }
      return policy;
    },
    'autodiff of the divergence from the optimum': (reference, rewards, beta) => {
      const best = Math.max(...rewards);
      const goal = reference.map((mass, y) => Math.log(mass) + (rewards[y] - best) / beta);
      let logits = reference.map(Math.log);
      for (let step = 0; step < 60; step++) {
        const [slopes, policy] = tf.tidy(() => {
          const point = tf.tensor1d(logits);
          const divergence = tf.grad(z => {
            const log = tf.logSoftmax(z);
            return tf.sum(tf.mul(tf.exp(log), tf.sub(log, tf.tensor1d(goal))));
          });
          return [divergence(point).dataSync(), tf.softmax(point).dataSync()];
        });
        logits = logits.map((logit, y) => logit - (0.4 * slopes[y]) / Math.max(policy[y], 1e-30));
      }
      const top = Math.max(...logits);
      const weights = logits.map(logit => Math.exp(logit - top));
      return weights.map(weight => weight / weights.reduce((all, one) => all + one, 0));
    },
    'plain loops, natural gradient': (reference, rewards, beta) => {
      let logPolicy = reference.map(Math.log);
      for (let step = 0; step < 200; step++) {
        const net = rewards.map(
          (reward, y) => reward / beta + Math.log(reference[y]) - logPolicy[y],
        );
        const moved = logPolicy.map((log, y) => log + 0.2 * net[y]);
        const top = Math.max(...moved);
        const total = top + Math.log(moved.reduce((all, log) => all + Math.exp(log - top), 0));
        logPolicy = moved.map(log => log - total);
      }
      return logPolicy.map(Math.exp);
    },
  },
};
