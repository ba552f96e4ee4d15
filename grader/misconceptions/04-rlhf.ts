import type * as reference from '../../solutions/04-rlhf.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  klDivergence: {
    reversed: (p, q) => divergence(q, p),
    'cross-entropy': (p, q) => sum(p.map((mass, y) => (mass ? -mass * Math.log(q[y]) : 0))),
    'zero-times-log-zero': (p, q) => sum(p.map((mass, y) => mass * Math.log(mass / q[y]))),
    'excluded-skipped': (p, q) =>
      sum(p.map((mass, y) => (mass && q[y] ? mass * Math.log(mass / q[y]) : 0))),
    'epsilon-clamp': (p, q) =>
      sum(p.map((mass, y) => mass * Math.log((mass + 1e-12) / (q[y] + 1e-12)))),
    'base-two': (p, q) => divergence(p, q) / Math.LN2,
    'mean-over-responses': (p, q) => divergence(p, q) / p.length,
    unweighted: (p, q) => sum(p.map((mass, y) => (mass ? Math.log(mass / q[y]) : 0))),
    'absolute-values': (p, q) =>
      sum(p.map((mass, y) => (mass ? mass * Math.abs(Math.log(mass / q[y])) : 0))),
    'ratio-first': (p, q) =>
      sum(p.map((mass, y) => (mass === 0 ? 0 : mass * Math.log(mass / q[y])))),
  },

  rlhfObjective: {
    'penalty-added': (policy, reference, rewards, beta) =>
      dot(policy, rewards) + beta * divergence(policy, reference),
    'no-penalty': (policy, _reference, rewards) => dot(policy, rewards),
    'kl-reversed': (policy, reference, rewards, beta) =>
      dot(policy, rewards) - beta * divergence(reference, policy),
    'entropy-bonus': (policy, _reference, rewards, beta) =>
      dot(policy, rewards) - beta * sum(policy.map(mass => (mass ? mass * Math.log(mass) : 0))),
    'divided-by-beta': (policy, reference, rewards, beta) =>
      dot(policy, rewards) - divergence(policy, reference) / beta,
    'beta-ignored': (policy, reference, rewards) =>
      dot(policy, rewards) - divergence(policy, reference),
    'reward-under-reference': (policy, reference, rewards, beta) =>
      dot(reference, rewards) - beta * divergence(policy, reference),
    'rewards-summed': (policy, reference, rewards, beta) =>
      sum(rewards) - beta * divergence(policy, reference),
    'zero-times-log-zero': (policy, reference, rewards, beta) =>
      sum(policy.map((mass, y) => mass * (rewards[y] - beta * Math.log(mass / reference[y])))),
  },

  optimalPolicy: {
    'no-reference': (_reference, rewards, beta) => softmax(rewards.map(reward => reward / beta)),
    'times-beta': (reference, rewards, beta) =>
      softmax(rewards.map((reward, y) => Math.log(reference[y]) + reward * beta)),
    'beta-ignored': (reference, rewards) =>
      softmax(rewards.map((reward, y) => Math.log(reference[y]) + reward)),
    'not-normalised': (reference, rewards, beta) =>
      reference.map((mass, y) => mass * Math.exp(rewards[y] / beta)),
    'softmax-then-reference': (reference, rewards, beta) =>
      softmax(rewards.map(reward => reward / beta)).map((mass, y) => mass * reference[y]),
    greedy: (reference, rewards) => {
      const best = rewards.indexOf(Math.max(...rewards));
      return reference.map((_, y) => (y === best ? 1 : 0));
    },
    'wrong-sign': (reference, rewards, beta) =>
      softmax(rewards.map((reward, y) => Math.log(reference[y]) - reward / beta)),
    overflow: (reference, rewards, beta) => {
      const weights = reference.map((mass, y) => mass * Math.exp(rewards[y] / beta));
      return weights.map(weight => weight / sum(weights));
    },
    'highest-reward-subtracted': (reference, rewards, beta) => {
      const best = Math.max(...rewards);
      const weights = reference.map((mass, y) => mass * Math.exp((rewards[y] - best) / beta));
      return weights.map(weight => weight / sum(weights));
    },
  },

  optimalValue: {
    'log-z': (reference, rewards, beta) => logZ(reference, rewards, beta),
    'expected-reward': (reference, rewards, beta) => dot(tilt(reference, rewards, beta), rewards),
    'best-reward': (_reference, rewards) => Math.max(...rewards),
    'reference-reward': (reference, rewards) => dot(reference, rewards),
    'no-reference': (reference, rewards, beta) =>
      beta *
      logZ(
        reference.map(() => 1),
        rewards,
        beta,
      ),
    'times-beta': (reference, rewards, beta) => beta * logZ(reference, rewards, 1 / beta),
    'divided-by-beta': (reference, rewards, beta) => logZ(reference, rewards, beta) / beta,
    overflow: (reference, rewards, beta) =>
      beta * Math.log(sum(reference.map((mass, y) => mass * Math.exp(rewards[y] / beta)))),
    'highest-reward-subtracted': (reference, rewards, beta) => {
      const best = Math.max(...rewards);
      const z = sum(reference.map((mass, y) => mass * Math.exp((rewards[y] - best) / beta)));
      return best + beta * Math.log(z);
    },
  },

  betaForBudget: {
    'reversed-kl': (reference, rewards, budget) => {
      checkBudget(reference, rewards, budget);
      return search(beta => divergence(reference, tilt(reference, rewards, beta)) > budget);
    },
    'wrong-half': (reference, rewards, budget) => {
      checkBudget(reference, rewards, budget);
      return search(beta => spend(reference, rewards, beta) < budget);
    },
    'small-tilt': (reference, rewards, budget) => {
      checkBudget(reference, rewards, budget);
      const mean = dot(reference, rewards);
      const variance = dot(
        reference,
        rewards.map(reward => (reward - mean) ** 2),
      );
      return Math.sqrt(variance / (2 * budget));
    },
    reciprocal: (reference, rewards, budget) => {
      checkBudget(reference, rewards, budget);
      return 1 / search(beta => spend(reference, rewards, beta) > budget);
    },
    'linear-grid': (reference, rewards, budget) => {
      checkBudget(reference, rewards, budget);
      const grid = Array.from({ length: 10_000 }, (_, i) => (i + 1) / 1000);
      return grid.find(beta => spend(reference, rewards, beta) <= budget) ?? 10;
    },
    'never-throws': (reference, rewards, budget) =>
      search(beta => spend(reference, rewards, beta) > budget),
    'limit-allowed': (reference, rewards, budget) => {
      if (budget <= 0 || budget > limit(reference, rewards)) throw new RangeError('budget');
      return search(beta => spend(reference, rewards, beta) > budget);
    },
    'zero-allowed': (reference, rewards, budget) => {
      if (budget < 0 || budget >= limit(reference, rewards)) throw new RangeError('budget');
      return search(beta => spend(reference, rewards, beta) > budget);
    },
    'first-best-only': (reference, rewards, budget) => {
      const best = rewards.indexOf(Math.max(...rewards));
      if (budget <= 0 || budget >= -Math.log(reference[best])) throw new RangeError('budget');
      return search(beta => spend(reference, rewards, beta) > budget);
    },
    'excluded-best': (reference, rewards, budget) => {
      const best = Math.max(...rewards);
      const mass = sum(reference.filter((_, y) => rewards[y] === best));
      if (budget <= 0 || budget >= -Math.log(mass)) throw new RangeError('budget');
      return search(beta => spend(reference, rewards, beta) > budget);
    },
    'entropy-limit': (reference, rewards, budget) => {
      const largest = -Math.log(Math.min(...reference.filter(mass => mass > 0)));
      if (budget <= 0 || budget >= largest) throw new RangeError('budget');
      return search(beta => spend(reference, rewards, beta) > budget);
    },
  },

  ppoClippedObjective: {
    'max-for-min': (ratios, advantages, epsilon) =>
      mean(
        ratios.map((ratio, i) =>
          Math.max(ratio * advantages[i], clip(ratio, epsilon) * advantages[i]),
        ),
      ),
    'clip-only': (ratios, advantages, epsilon) =>
      mean(ratios.map((ratio, i) => clip(ratio, epsilon) * advantages[i])),
    unclipped: (ratios, advantages) => mean(ratios.map((ratio, i) => ratio * advantages[i])),
    'min-of-ratios': (ratios, advantages, epsilon) =>
      mean(ratios.map((ratio, i) => Math.min(ratio, clip(ratio, epsilon)) * advantages[i])),
    'sum-for-mean': (ratios, advantages, epsilon) => sum(surrogate(ratios, advantages, epsilon)),
    'negative-loss': (ratios, advantages, epsilon) => -mean(surrogate(ratios, advantages, epsilon)),
    'advantage-clipped': (ratios, advantages, epsilon) =>
      mean(
        ratios.map((ratio, i) =>
          Math.min(
            ratio * advantages[i],
            Math.min(Math.max(ratio * advantages[i], 1 - epsilon), 1 + epsilon),
          ),
        ),
      ),
    'log-ratio-interval': (ratios, advantages, epsilon) =>
      mean(
        ratios.map((ratio, i) => {
          const clipped = Math.min(Math.max(ratio, 1 / (1 + epsilon)), 1 + epsilon);
          return Math.min(ratio * advantages[i], clipped * advantages[i]);
        }),
      ),
  },

  klEstimate: {
    'k3-sign': (logRatios, kind) =>
      kind === 'k3' ? mean(logRatios.map(x => Math.expm1(x) - x)) : estimate(logRatios, kind),
    'k3-without-x': (logRatios, kind) =>
      kind === 'k3' ? mean(logRatios.map(x => Math.expm1(-x))) : estimate(logRatios, kind),
    'no-half': (logRatios, kind) =>
      kind === 'k2' ? mean(logRatios.map(x => x * x)) : estimate(logRatios, kind),
    'square-of-mean': (logRatios, kind) =>
      kind === 'k2' ? mean(logRatios) ** 2 / 2 : estimate(logRatios, kind),
    'k1-absolute': (logRatios, kind) =>
      kind === 'k1' ? mean(logRatios.map(Math.abs)) : estimate(logRatios, kind),
    'k1-clamped': (logRatios, kind) => Math.max(0, estimate(logRatios, kind)),
    'ratio-inverted': (logRatios, kind) =>
      estimate(
        logRatios.map(x => -x),
        kind,
      ),
    'sum-for-mean': (logRatios, kind) => estimate(logRatios, kind) * logRatios.length,
  },

  policyGradient: {
    'no-baseline': (logits, reference, rewards, beta) => {
      const net = netRewards(logits, reference, rewards, beta);
      return softmax(logits).map((mass, y) => mass * net[y]);
    },
    'no-policy-factor': (logits, reference, rewards, beta) => {
      const net = netRewards(logits, reference, rewards, beta);
      const baseline = dot(softmax(logits), net);
      return net.map(value => value - baseline);
    },
    descends: (logits, reference, rewards, beta) =>
      centred(softmax(logits), netRewards(logits, reference, rewards, beta)).map(slope => -slope),
    'no-penalty': (logits, _reference, rewards) => centred(softmax(logits), rewards),
    'penalty-added': (logits, reference, rewards, beta) =>
      centred(softmax(logits), netRewards(logits, reference, rewards, -beta)),
    'kl-reversed': (logits, reference, rewards, beta) => {
      const policy = softmax(logits);
      return centred(policy, rewards).map((slope, y) => slope - beta * (policy[y] - reference[y]));
    },
    'plain-mean-baseline': (logits, reference, rewards, beta) => {
      const net = netRewards(logits, reference, rewards, beta);
      return softmax(logits).map((mass, y) => mass * (net[y] - mean(net)));
    },
    'reference-baseline': (logits, reference, rewards, beta) => {
      const net = netRewards(logits, reference, rewards, beta);
      return softmax(logits).map((mass, y) => mass * (net[y] - dot(reference, net)));
    },
    'by-probabilities': (logits, reference, rewards, beta) =>
      netRewards(logits, reference, rewards, beta).map(value => value - beta),
    'constant-kept': (logits, reference, rewards, beta) => {
      const policy = softmax(logits);
      return centred(policy, netRewards(logits, reference, rewards, beta)).map(
        (slope, y) => slope - beta * policy[y],
      );
    },
    overflow: (logits, reference, rewards, beta) => {
      const total = sum(logits.map(Math.exp));
      const policy = logits.map(logit => Math.exp(logit) / total);
      const net = policy.map((mass, y) => rewards[y] - beta * Math.log(mass / reference[y]));
      return centred(policy, net);
    },
    'log-of-softmax': (logits, reference, rewards, beta) => {
      const policy = softmax(logits);
      const net = policy.map((mass, y) => rewards[y] - beta * Math.log(mass / reference[y]));
      return centred(policy, net);
    },
  },

  trainPolicy: {
    'no-penalty': (reference, rewards) => {
      let logits = reference.map(Math.log);
      for (let step = 0; step < 2000; step++) {
        const baseline = dot(softmax(logits), rewards);
        logits = logits.map((logit, y) => logit + rewards[y] - baseline);
      }
      return softmax(logits);
    },
    'no-reference': (reference, rewards, beta) =>
      softmax(reference.map((_, y) => rewards[y] / beta)),
    'beta-ignored': (reference, rewards) => tilt(reference, rewards, 1),
    'k3-as-loss': (reference, rewards, beta) => {
      // Where π (r − E r) = β (π − π_ref): π = β π_ref / (λ − r), with λ such that π sums to 1.
      const best = Math.max(...rewards);
      let [low, high] = [0, beta];
      const policy = (lead: number) =>
        reference.map((mass, y) => (beta * mass) / (lead + best - rewards[y]));
      for (let step = 0; step < 200; step++) {
        const middle = (low + high) / 2;
        if (sum(policy(middle)) > 1) low = middle;
        else high = middle;
      }
      return policy(high);
    },
    'stopped-early': (reference, rewards, beta) => {
      let logits = reference.map(Math.log);
      for (let step = 0; step < 100; step++) {
        const slope = centred(softmax(logits), netRewards(logits, reference, rewards, beta));
        logits = logits.map((logit, y) => logit + 0.1 * slope[y]);
      }
      return softmax(logits);
    },
    'returns-logits': (reference, rewards, beta) => {
      const logits = reference.map((mass, y) => Math.log(mass) + rewards[y] / beta);
      const top = Math.max(...logits);
      const total = top + Math.log(sum(logits.map(logit => Math.exp(logit - top))));
      return logits.map(logit => logit - total);
    },
    descends: (reference, rewards, beta) => {
      const logits = reference.map((mass, y) => Math.log(mass) - rewards[y] / beta);
      return softmax(logits);
    },
  },
};

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

function dot(weights: number[], values: number[]): number {
  return sum(weights.map((weight, i) => (weight === 0 ? 0 : weight * values[i])));
}

function divergence(p: number[], q: number[]): number {
  return sum(p.map((mass, y) => (mass === 0 ? 0 : mass * (Math.log(mass) - Math.log(q[y])))));
}

function softmax(logits: number[]): number[] {
  const top = Math.max(...logits);
  const weights = logits.map(logit => Math.exp(logit - top));
  return weights.map(weight => weight / sum(weights));
}

function tilt(reference: number[], rewards: number[], beta: number): number[] {
  return softmax(reference.map((mass, y) => Math.log(mass) + rewards[y] / beta));
}

function logZ(reference: number[], rewards: number[], beta: number): number {
  const logits = reference.map((mass, y) => Math.log(mass) + rewards[y] / beta);
  const top = Math.max(...logits);
  return top + Math.log(sum(logits.map(logit => Math.exp(logit - top))));
}

function spend(reference: number[], rewards: number[], beta: number): number {
  return divergence(tilt(reference, rewards, beta), reference);
}

function limit(reference: number[], rewards: number[]): number {
  const best = Math.max(...rewards.filter((_, y) => reference[y] > 0));
  return -Math.log(sum(reference.filter((_, y) => rewards[y] === best)));
}

function checkBudget(reference: number[], rewards: number[], budget: number): void {
  if (!(budget > 0 && budget < limit(reference, rewards))) throw new RangeError('budget');
}

/** Bisection on a logarithmic scale; `tooSmall` says whether β has to grow. */
function search(tooSmall: (beta: number) => boolean): number {
  let [low, high] = [Math.log(1e-5), Math.log(1e5)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tooSmall(Math.exp(middle))) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

function clip(ratio: number, epsilon: number): number {
  return Math.min(Math.max(ratio, 1 - epsilon), 1 + epsilon);
}

function surrogate(ratios: number[], advantages: number[], epsilon: number): number[] {
  return ratios.map((ratio, i) =>
    Math.min(ratio * advantages[i], clip(ratio, epsilon) * advantages[i]),
  );
}

function estimate(logRatios: number[], kind: 'k1' | 'k2' | 'k3'): number {
  if (kind === 'k1') return mean(logRatios);
  if (kind === 'k2') return mean(logRatios.map(x => (x * x) / 2));
  return mean(logRatios.map(x => Math.expm1(-x) + x));
}

function netRewards(
  logits: number[],
  reference: number[],
  rewards: number[],
  beta: number,
): number[] {
  const top = Math.max(...logits);
  const total = top + Math.log(sum(logits.map(logit => Math.exp(logit - top))));
  return rewards.map((reward, y) => reward - beta * (logits[y] - total - Math.log(reference[y])));
}

/** π(y) (f(y) − E f) */
function centred(policy: number[], values: number[]): number[] {
  const baseline = dot(policy, values);
  return policy.map((mass, y) => mass * (values[y] - baseline));
}
