import type * as reference from '../../solutions/03-reward-model.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  preferenceProbability: {
    'share of the strengths': (first, second) => {
      const top = Math.max(first, second);
      const strength = Math.exp(first - top);
      return strength / (strength + Math.exp(second - top));
    },
    'two branches': (first, second) => {
      const margin = first - second;
      const small = Math.exp(-Math.abs(margin));
      return margin >= 0 ? 1 / (1 + small) : small / (1 + small);
    },
  },

  samplePreferences: {
    'a loop': (probabilities, uniforms) => {
      const preferences: boolean[] = [];
      for (let i = 0; i < probabilities.length; i++)
        preferences.push(probabilities[i] > uniforms[i]);
      return preferences;
    },
    'the other way round': (probabilities, uniforms) =>
      uniforms.map((uniform, i) => !(uniform >= probabilities[i])),
  },

  rewardModelLoss: {
    'two branches': margins => {
      let total = 0;
      for (const margin of margins) {
        total += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
      }
      return total / margins.length;
    },
    'running mean': margins =>
      margins.reduce((mean, margin, seen) => {
        const loss = margin < -30 ? Math.exp(margin) - margin : Math.log1p(Math.exp(-margin));
        return mean + (loss - mean) / (seen + 1);
      }, 0),
  },

  fitBradleyTerry: {
    "Hunter's MM iteration": (comparisons, items) => {
      const strengths = new Array<number>(items).fill(1);
      for (let sweep = 0; sweep < 3000; sweep++) {
        let change = 0;
        for (let item = 0; item < items; item++) {
          let wins = 0;
          let chances = 0;
          for (const [winner, loser] of comparisons) {
            if (winner === item) wins++;
            if (winner === item || loser === item) {
              chances += 1 / (strengths[winner] + strengths[loser]);
            }
          }
          change = Math.max(change, Math.abs(Math.log(wins / chances / strengths[item])));
          strengths[item] = wins / chances;
        }
        if (change < 1e-9) break;
      }
      const logs = strengths.map(Math.log);
      const mean = logs.reduce((sum, log) => sum + log, 0) / items;
      return logs.map(log => log - mean);
    },
    'plain gradient ascent with a fixed number of steps': (comparisons, items) => {
      const counts = Array.from({ length: items }, () => new Array<number>(items).fill(0));
      for (const [winner, loser] of comparisons) counts[winner][loser]++;
      const games = counts.map((row, i) =>
        row.reduce((sum, won, j) => sum + won + counts[j][i], 0),
      );
      const rewards = new Array<number>(items).fill(0);
      const rate = 2 / Math.max(...games);
      for (let step = 0; step < 20_000; step++) {
        const slope = new Array<number>(items).fill(0);
        for (let i = 0; i < items; i++) {
          for (let j = 0; j < items; j++) {
            const surprise = counts[i][j] / (1 + Math.exp(rewards[i] - rewards[j]));
            slope[i] += surprise;
            slope[j] -= surprise;
          }
        }
        for (let i = 0; i < items; i++) rewards[i] += rate * slope[i];
      }
      return rewards; // steps never move the mean
    },
    'one item at a time, by bisection': (comparisons, items) => {
      const wins = new Array<number>(items).fill(0);
      const rivals = Array.from({ length: items }, (): number[] => []);
      for (const [winner, loser] of comparisons) {
        wins[winner]++;
        rivals[winner].push(loser);
        rivals[loser].push(winner);
      }
      const rewards = new Array<number>(items).fill(0);
      const surplus = (item: number, reward: number) =>
        rivals[item].reduce((sum, rival) => sum + 1 / (1 + Math.exp(rewards[rival] - reward)), 0) -
        wins[item];
      for (let sweep = 0; sweep < 400; sweep++) {
        const before = [...rewards];
        for (let item = 0; item < items; item++) {
          let [low, high] = [-30, 30];
          while (high - low > 1e-8) {
            const middle = (low + high) / 2;
            if (surplus(item, middle) < 0) low = middle;
            else high = middle;
          }
          rewards[item] = (low + high) / 2;
        }
        if (rewards.every((reward, item) => Math.abs(reward - before[item]) < 1e-8)) break;
      }
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / items;
      return rewards.map(reward => reward - mean);
    },
  },

  plackettLuce: {
    'in logarithms, from the last place': (scores, ranking) => {
      let logWeight = Number.NEGATIVE_INFINITY;
      let logProbability = 0;
      for (const item of [...ranking].reverse()) {
        const top = Math.max(logWeight, scores[item]);
        logWeight = top + Math.log(Math.exp(logWeight - top) + Math.exp(scores[item] - top));
        logProbability += scores[item] - logWeight;
      }
      return Math.exp(logProbability);
    },
    'recursion over what is left': (scores, ranking) => {
      if (ranking.length === 0) return 1;
      const choose = ([best, ...rest]: number[]): number => {
        if (rest.length === 0) return 1;
        const top = Math.max(...[best, ...rest].map(item => scores[item]));
        const weights = [best, ...rest].map(item => Math.exp(scores[item] - top));
        return (weights[0] / weights.reduce((sum, weight) => sum + weight)) * choose(rest);
      };
      return choose(ranking);
    },
  },

  mallows: {
    'bubble sort counts the swaps': (ranking, reference, phi) => {
      const order = ranking.map(item => reference.indexOf(item));
      let probability = 1;
      for (let end = order.length - 1; end > 0; end--) {
        let factor = 0;
        for (let i = 0; i <= end; i++) factor += phi ** i;
        probability /= factor;
        for (let i = 0; i < end; i++) {
          if (order[i] > order[i + 1]) {
            [order[i], order[i + 1]] = [order[i + 1], order[i]];
            probability *= phi;
          }
        }
      }
      return probability;
    },
    'inserting item by item': (ranking, reference, phi) =>
      reference.reduce((probability, item, index) => {
        const inserted = reference.slice(0, index + 1);
        const behind = ranking
          .slice(ranking.indexOf(item) + 1)
          .filter(other => inserted.includes(other)).length;
        const weights = inserted.map((_, jumps) => phi ** jumps);
        return (probability * weights[behind]) / weights.reduce((sum, weight) => sum + weight);
      }, 1),
  },

  pairsFromFeedback: {
    'a map of what was regenerated': events => {
      const regenerated = new Map<string, string[]>();
      const pairs: [string, string][] = [];
      for (const { prompt, response, action } of events) {
        const earlier = regenerated.get(prompt) ?? [];
        if (action === 'regenerate') regenerated.set(prompt, [...earlier, response]);
        if (action === 'keep')
          pairs.push(...earlier.map((other): [string, string] => [response, other]));
      }
      return pairs;
    },
    'two loops': events => {
      const pairs: [string, string][] = [];
      for (let kept = 0; kept < events.length; kept++) {
        if (events[kept].action !== 'keep') continue;
        for (let other = 0; other < kept; other++) {
          if (events[other].prompt !== events[kept].prompt) continue;
          if (events[other].action !== 'regenerate') continue;
          pairs.push([events[kept].response, events[other].response]);
        }
      }
      return pairs;
    },
  },
};
