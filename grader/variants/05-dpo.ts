import * as tf from '#tensor';
import type * as reference from '../../solutions/05-dpo.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  implicitReward: {
    'multiplied out': (logProb, referenceLogProb, beta) => beta * logProb - beta * referenceLogProb,
  },

  recoverReward: {
    'logarithm of the ratio': (policy, prior, beta) => {
      const ratios = policy.map((p, y) => Math.log(p / prior[y]));
      let mean = 0;
      ratios.forEach((ratio, y) => {
        if (prior[y]) mean += prior[y] * ratio;
      });
      return ratios.map(ratio => beta * (ratio - mean));
    },
    'adds the divergence of the reference from the policy': (policy, prior, beta) => {
      let divergence = 0;
      for (let y = 0; y < prior.length; y++) {
        if (prior[y] > 0) divergence += prior[y] * (Math.log(prior[y]) - Math.log(policy[y]));
      }
      return policy.map((p, y) =>
        prior[y] > 0 ? beta * (Math.log(p) - Math.log(prior[y]) + divergence) : Number.NaN,
      );
    },
  },

  preferencePair: {
    'loops over names': (...tokens) => {
      const pair = { chosen: 0, rejected: 0, referenceChosen: 0, referenceRejected: 0 };
      const names = ['chosen', 'rejected', 'referenceChosen', 'referenceRejected'] as const;
      names.forEach((name, index) => {
        for (const logProb of tokens[index]) pair[name] += logProb;
      });
      return pair;
    },
    'adds from the end': (chosen, rejected, referenceChosen, referenceRejected) => {
      const total = (logs: number[]) => logs.reduceRight((a, b) => a + b);
      return {
        referenceRejected: total(referenceRejected),
        referenceChosen: total(referenceChosen),
        rejected: total(rejected),
        chosen: total(chosen),
      };
    },
  },

  dpoLoss: {
    'two branches': (pair, beta) => {
      const ratio = pair.chosen - pair.rejected - (pair.referenceChosen - pair.referenceRejected);
      const margin = beta * ratio;
      return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    },
    'logsumexp of the two rewards': (pair, beta) => {
      const won = beta * (pair.chosen - pair.referenceChosen);
      const lost = beta * (pair.rejected - pair.referenceRejected);
      if (won > lost) return Math.log1p(Math.exp(lost - won));
      return lost - won + Math.log1p(Math.exp(won - lost));
    },
  },

  dpoGradientWeight: {
    'two branches': (pair, beta) => {
      const margin =
        beta * (pair.chosen - pair.referenceChosen - pair.rejected + pair.referenceRejected);
      const small = Math.exp(-Math.abs(margin));
      return margin > 0 ? small / (1 + small) : 1 / (1 + small);
    },
    'share of the strengths': (pair, beta) => {
      const won = beta * (pair.chosen - pair.referenceChosen);
      const lost = beta * (pair.rejected - pair.referenceRejected);
      const top = Math.max(won, lost);
      return Math.exp(lost - top) / (Math.exp(won - top) + Math.exp(lost - top));
    },
  },

  dpoMetrics: {
    'one pass': (pairs, beta) => {
      const totals = { loss: 0, accuracy: 0, chosenReward: 0, rejectedReward: 0, margin: 0 };
      for (const pair of pairs) {
        const chosen = beta * (pair.chosen - pair.referenceChosen);
        const rejected = beta * (pair.rejected - pair.referenceRejected);
        const margin = chosen - rejected;
        const small = Math.log1p(Math.exp(-Math.abs(margin)));
        totals.loss += (margin < 0 ? small - margin : small) / pairs.length;
        totals.chosenReward += chosen / pairs.length;
        totals.rejectedReward += rejected / pairs.length;
        if (margin > 0) totals.accuracy += 1 / pairs.length;
      }
      totals.margin = totals.chosenReward - totals.rejectedReward;
      return totals;
    },
  },

  trainDPO: {
    'fits rewards first, then tilts': (prior, preferences, beta) => {
      let rewards = prior.map(() => 0);
      for (let step = 0; step < 3000; step++) {
        rewards = rewards.map((reward, i) => {
          const pull = rewards.map(
            (other, j) => preferences[i][j] - 1 / (1 + Math.exp(other - reward)),
          );
          return (
            reward + (3 / prior.length) * pull.reduce((sum, p, j) => (j === i ? sum : sum + p), 0)
          );
        });
      }
      const logs = prior.map((mass, y) => Math.log(mass) + rewards[y] / beta);
      const highest = Math.max(...logs);
      const weights = logs.map(log => Math.exp(log - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map(weight => weight / total);
    },
    'Adam on the rewards, with a step that shrinks': (prior, preferences, beta) => {
      const size = prior.length;
      const rewards = tf.variable(tf.zeros([size]));
      const loss = (): tf.Scalar =>
        tf.tidy(() => {
          const deficits = tf.sub(tf.reshape(rewards, [1, size]), tf.reshape(rewards, [size, 1]));
          return tf.mean(tf.mul(tf.tensor2d(preferences), tf.softplus(deficits)));
        });
      for (const rate of [0.2, 0.05, 0.01, 0.002]) {
        const optimizer = tf.train.adam(rate);
        for (let step = 0; step < 120; step++) optimizer.minimize(loss);
        optimizer.dispose();
      }
      const fitted = Array.from(rewards.dataSync());
      rewards.dispose();
      const logs = prior.map((mass, y) => Math.log(mass) + fitted[y] / beta);
      const highest = Math.max(...logs);
      const total = logs.reduce((sum, log) => sum + Math.exp(log - highest), 0);
      return logs.map(log => Math.exp(log - highest) / total);
    },
  },
};
