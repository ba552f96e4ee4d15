import type * as reference from '../../solutions/05-dpo.ts';
import type { Misconceptions } from '../misconception.ts';

type Pair = reference.PreferencePair;

export const misconceptions: Misconceptions<typeof reference> = {
  implicitReward: {
    'no-reference': (logProb, _, beta) => beta * logProb,
    'ratio-inverted': (logProb, referenceLogProb, beta) => beta * (referenceLogProb - logProb),
    'divided-by-beta': (logProb, referenceLogProb, beta) => (logProb - referenceLogProb) / beta,
    'beta-on-one-term': (logProb, referenceLogProb, beta) => beta * logProb - referenceLogProb,
    'ratio-of-logs': (logProb, referenceLogProb, beta) => beta * (logProb / referenceLogProb),
    'log-of-log': (logProb, referenceLogProb, beta) =>
      beta * (Math.log(logProb) - Math.log(referenceLogProb)),
    'ratio-of-probabilities': (logProb, referenceLogProb, beta) =>
      beta * Math.exp(logProb - referenceLogProb),
  },

  recoverReward: {
    'not-shifted': (policy, prior, beta) => logRatios(policy, prior, beta),
    'plain-mean': (policy, prior, beta) => {
      const rewards = logRatios(policy, prior, beta);
      const mean = sum(rewards.filter(reward => !Number.isNaN(reward))) / policy.length;
      return rewards.map(reward => reward - mean);
    },
    'mean-under-policy': (policy, prior, beta) => shifted(logRatios(policy, prior, beta), policy),
    'best-is-zero': (policy, prior, beta) => {
      const rewards = logRatios(policy, prior, beta);
      const best = Math.max(...rewards.filter(reward => !Number.isNaN(reward)));
      return rewards.map(reward => reward - best);
    },
    'no-reference': (policy, prior, beta) =>
      shifted(
        policy.map(p => beta * Math.log(p)),
        prior,
      ),
    'ratio-inverted': (policy, prior, beta) => shifted(logRatios(prior, policy, beta), prior),
    'divided-by-beta': (policy, prior, beta) => shifted(logRatios(policy, prior, 1 / beta), prior),
    'no-log': (policy, prior, beta) =>
      shifted(
        policy.map((p, y) => (beta * p) / prior[y]),
        prior,
      ),
    'one-nan-spoils-all': (policy, prior, beta) => {
      const rewards = logRatios(policy, prior, beta);
      const mean = sum(rewards.map((reward, y) => prior[y] * reward));
      return rewards.map(reward => reward - mean);
    },
    'unknown-is-zero': (policy, prior, beta) =>
      shifted(logRatios(policy, prior, beta), prior).map(reward =>
        Number.isNaN(reward) ? 0 : reward,
      ),
  },

  preferencePair: {
    'length-averaged': (...tokens) => named(tokens.map(mean)),
    'first-token-only': (...tokens) => named(tokens.map(([first]) => first)),
    probabilities: (...tokens) => named(tokens.map(logs => Math.exp(sum(logs)))),
    'product-of-logs': (...tokens) => named(tokens.map(logs => logs.reduce((a, b) => a * b, 1))),
    'models-crossed': (chosen, rejected, referenceChosen, referenceRejected) =>
      named([chosen, referenceChosen, rejected, referenceRejected].map(sum)),
    'impossible-skipped': (...tokens) =>
      named(tokens.map(logs => sum(logs.filter(Number.isFinite)))),
  },

  dpoLoss: {
    'no-reference': (pair, beta) => softplus(beta * (pair.rejected - pair.chosen)),
    'ratio-inverted': (pair, beta) => softplus(marginOf(pair, beta)),
    'beta-on-one-term': ({ chosen, rejected, referenceChosen, referenceRejected }, beta) =>
      softplus(rejected - referenceRejected - beta * (chosen - referenceChosen)),
    'no-beta': pair => softplus(-marginOf(pair, 1)),
    'divided-by-beta': (pair, beta) => softplus(-marginOf(pair, 1 / beta)),
    'beta-outside': (pair, beta) => beta * softplus(-marginOf(pair, 1)),
    'ratios-added': ({ chosen, rejected, referenceChosen, referenceRejected }, beta) =>
      softplus(-beta * (chosen - referenceChosen + rejected - referenceRejected)),
    overflow: (pair, beta) => -Math.log(1 / (1 + Math.exp(-marginOf(pair, beta)))),
    'no-log': (pair, beta) => 1 - sigmoid(marginOf(pair, beta)),
    'log-likelihood': (pair, beta) => -softplus(-marginOf(pair, beta)),
  },

  dpoGradientWeight: {
    'sigma-plus': (pair, beta) => sigmoid(marginOf(pair, beta)),
    'beta-included': (pair, beta) => beta * sigmoid(-marginOf(pair, beta)),
    'minus-included': (pair, beta) => -sigmoid(-marginOf(pair, beta)),
    'sigma-prime': (pair, beta) => sigmoid(marginOf(pair, beta)) * sigmoid(-marginOf(pair, beta)),
    'no-reference': (pair, beta) => sigmoid(beta * (pair.rejected - pair.chosen)),
    'no-beta': pair => sigmoid(-marginOf(pair, 1)),
    overflow: (pair, beta) => {
      const small = Math.exp(-marginOf(pair, beta));
      return small / (1 + small);
    },
    'the-loss': (pair, beta) => softplus(-marginOf(pair, beta)),
  },

  dpoMetrics: {
    'raw-accuracy': (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      accuracy: mean(pairs.map(pair => Number(pair.chosen > pair.rejected))),
    }),
    'ties-count': (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      accuracy: mean(pairs.map(pair => Number(marginOf(pair, beta) >= 0))),
    }),
    'soft-accuracy': (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      accuracy: mean(pairs.map(pair => sigmoid(marginOf(pair, beta)))),
    }),
    'sums-for-means': (pairs, beta) => {
      const { loss, accuracy, chosenReward, rejectedReward, margin } = metricsOf(pairs, beta);
      const n = pairs.length;
      return {
        loss: loss * n,
        accuracy: accuracy * n,
        chosenReward: chosenReward * n,
        rejectedReward: rejectedReward * n,
        margin: margin * n,
      };
    },
    'count-for-share': (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      accuracy: pairs.filter(pair => marginOf(pair, beta) > 0).length,
    }),
    'loss-of-mean-margin': (pairs, beta) => {
      const metrics = metricsOf(pairs, beta);
      return { ...metrics, loss: softplus(-metrics.margin) };
    },
    'rewards-without-beta': (pairs, beta) => {
      const { loss, accuracy } = metricsOf(pairs, beta);
      return { ...metricsOf(pairs, 1), loss, accuracy };
    },
    'log-probabilities-as-rewards': (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      chosenReward: mean(pairs.map(pair => pair.chosen)),
      rejectedReward: mean(pairs.map(pair => pair.rejected)),
    }),
    'rejected-first': (pairs, beta) => {
      const metrics = metricsOf(pairs, beta);
      return { ...metrics, margin: metrics.rejectedReward - metrics.chosenReward };
    },
    overflow: (pairs, beta) => ({
      ...metricsOf(pairs, beta),
      loss: mean(pairs.map(pair => -Math.log(sigmoid(marginOf(pair, beta))))),
    }),
  },

  trainDPO: {
    'no-reference': (prior, preferences, beta) =>
      tilt(
        prior.map(() => 1),
        fitted(preferences),
        beta,
      ),
    'small-beta-close': (prior, preferences, beta) => tilt(prior, fitted(preferences), 1 / beta),
    'no-beta': (prior, preferences) => tilt(prior, fitted(preferences), 1),
    'loser-wins': (prior, preferences, beta) =>
      tilt(
        prior,
        fitted(preferences).map(reward => -reward),
        beta,
      ),
    'one-step': (prior, preferences, beta) => descended(prior, preferences, beta, 1, 1),
    'stopped-early': (prior, preferences, beta) => descended(prior, preferences, beta, 0.1, 200),
    'upper-half': (prior, preferences, beta) =>
      descended(
        prior,
        preferences.map((row, i) => row.map((share, j) => (j > i ? share : 0))),
        beta,
        1,
        300,
      ),
    'hard-labels': (prior, preferences, beta) =>
      descended(
        prior,
        preferences.map(row => row.map(share => (share > 0.5 ? 1 : share < 0.5 ? 0 : 0.5))),
        beta,
        1,
        300,
      ),
    'one-row': (prior, [first], beta) =>
      tilt(
        prior,
        first.map(share => Math.log((1 - share) / share)),
        beta,
      ),
    'mean-log-odds': (prior, preferences, beta) =>
      tilt(
        prior,
        preferences.map(row => mean(row.map(share => Math.log(share / (1 - share))))),
        beta,
      ),
    'win-rate-as-reward': (prior, preferences, beta) => tilt(prior, preferences.map(mean), beta),
    'pairs-as-sampled': (prior, preferences, beta) => {
      const sampled = preferences.map((row, i) =>
        row.map((share, j) => share * prior[i] * prior[j]),
      );
      return tilt(prior, fitted(sampled), beta);
    },
    rewards: (prior, preferences, beta) =>
      logRatios(tilt(prior, fitted(preferences), beta), prior, beta),
  },
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: number[]): number {
  return sum(values) / values.length;
}

function logRatios(policy: number[], prior: number[], beta: number): number[] {
  return policy.map((p, y) => beta * (Math.log(p) - Math.log(prior[y])));
}

function shifted(rewards: number[], weights: number[]): number[] {
  const shift = sum(rewards.map((reward, y) => (weights[y] > 0 ? weights[y] * reward : 0)));
  return rewards.map(reward => reward - shift);
}

function named([chosen, rejected, referenceChosen, referenceRejected]: number[]): Pair {
  return { chosen, rejected, referenceChosen, referenceRejected };
}

function marginOf({ chosen, rejected, referenceChosen, referenceRejected }: Pair, beta: number) {
  return beta * (chosen - referenceChosen) - beta * (rejected - referenceRejected);
}

function metricsOf(pairs: Pair[], beta: number): ReturnType<typeof reference.dpoMetrics> {
  const margins = pairs.map(pair => marginOf(pair, beta));
  return {
    loss: mean(margins.map(margin => softplus(-margin))),
    accuracy: mean(margins.map(margin => Number(margin > 0))),
    chosenReward: mean(pairs.map(pair => beta * (pair.chosen - pair.referenceChosen))),
    rejectedReward: mean(pairs.map(pair => beta * (pair.rejected - pair.referenceRejected))),
    margin: mean(margins),
  };
}

function tilt(prior: number[], rewards: number[], beta: number): number[] {
  const logs = prior.map((mass, y) => Math.log(mass) + rewards[y] / beta);
  const weights = logs.map(log => Math.exp(log - Math.max(...logs)));
  return weights.map(weight => weight / sum(weights));
}

/** The rewards of least expected loss; `wins[i][j]` weighs the comparisons that i wins against j. */
function fitted(wins: number[][]): number[] {
  let strengths = wins.map(() => 1);
  for (let sweep = 0; sweep < 3000; sweep++) {
    const next = strengths.map((strength, i) => {
      let won = 0;
      let chances = 0;
      for (let j = 0; j < wins.length; j++) {
        if (j === i) continue;
        won += wins[i][j];
        chances += (wins[i][j] + wins[j][i]) / (strength + strengths[j]);
      }
      return chances ? won / chances : strength;
    });
    const scale = Math.exp(mean(next.map(Math.log)));
    strengths = next.map(strength => strength / scale);
  }
  return strengths.map(Math.log);
}

/** Plain gradient descent on the logits, from the reference. */
function descended(
  prior: number[],
  preferences: number[][],
  beta: number,
  rate: number,
  steps: number,
): number[] {
  const rewards = prior.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const slope = rewards.map((_, i) =>
      sum(
        rewards.map((_, j) => {
          const surprise = sigmoid(rewards[j] - rewards[i]);
          return preferences[j][i] * (1 - surprise) - preferences[i][j] * surprise;
        }),
      ),
    );
    // A step on a logit moves its reward by β times as much, and the slope has a factor β of its own.
    slope.forEach((s, y) => {
      rewards[y] -= rate * beta * beta * s;
    });
  }
  return tilt(prior, rewards, beta);
}
