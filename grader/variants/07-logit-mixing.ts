import type * as reference from '../../solutions/07-logit-mixing.ts';
import type { TableModel } from '../../solutions/07-logit-mixing.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  mixLogits: {
    'row by row': (logits, weights) => {
      const mixed = logits[0].map(() => 0);
      logits.forEach((row, k) => {
        if (weights[k] === 0) return;
        row.forEach((logit, v) => {
          mixed[v] += weights[k] * logit;
        });
      });
      return mixed;
    },
    'only models with a say': (logits, weights) => {
      const heard = logits.flatMap((row, k) => (weights[k] ? [{ row, weight: weights[k] }] : []));
      return logits[0].map((_, v) =>
        heard.reduceRight((total, { row, weight }) => total + row[v] * weight, 0),
      );
    },
  },

  combinePolicies: {
    'tilt the reference': (reference, policies, weights) =>
      normalise(
        reference.map((p, y) => {
          if (p === 0) return -Infinity;
          return policies.reduce((score, policy, k) => {
            if (weights[k] === 0) return score;
            return score + weights[k] * (Math.log(policy[y]) - Math.log(p));
          }, Math.log(p));
        }),
      ),
    'margins to every other': (reference, policies, weights) => {
      const rest = 1 - weights.reduce((a, b) => a + b, 0);
      const score = (y: number) => {
        let total = rest * Math.log(reference[y]);
        for (let k = 0; k < policies.length; k++) {
          if (weights[k] !== 0) total += weights[k] * Math.log(policies[k][y]);
        }
        return total;
      };
      const scores = reference.map((p, y) => (p > 0 ? score(y) : -Infinity));
      return scores.map(own => {
        if (own === -Infinity) return 0;
        return 1 / scores.reduce((total, other) => total + Math.exp(other - own), 0);
      });
    },
  },

  adjustBeta: {
    'recover the reward': (reference, policy, beta, newBeta) => {
      const rewards = policy.map((p, y) => beta * (Math.log(p) - Math.log(reference[y])));
      return normalise(
        reference.map((p, y) => (p === 0 ? -Infinity : Math.log(p) + rewards[y] / newBeta)),
      );
    },
    'two powers': (reference, policy, beta, newBeta) => {
      const ratio = beta / newBeta;
      return normalise(
        policy.map((p, y) =>
          p === 0 ? -Infinity : (1 - ratio) * Math.log(reference[y]) + ratio * Math.log(p),
        ),
      );
    },
  },

  proxyTune: {
    'a loop': (large, tuned, base) => {
      const scores: number[] = [];
      for (let y = 0; y < large.length; y++) {
        const possible = large[y] > 0 && tuned[y] > 0 && base[y] > 0;
        const score = Math.log(large[y]) + Math.log(tuned[y]) - Math.log(base[y]);
        scores.push(possible ? score : -Infinity);
      }
      return normalise(scores);
    },
    'ratios to the likeliest': (large, tuned, base) => {
      const possible = large.map((p, y) => p * tuned[y] > 0 && base[y] > 0);
      const gain = (y: number, z: number) =>
        (large[y] / large[z]) *
        Math.exp(Math.log(tuned[y] / tuned[z]) - Math.log(base[y] / base[z]));
      return large.map((_, z) =>
        possible[z]
          ? 1 / large.reduce((all, _, y) => (possible[y] ? all + gain(y, z) : all), 0)
          : 0,
      );
    },
  },

  reverseTuning: {
    'a loop': (target, tuned, base) => {
      const scores: number[] = [];
      for (let y = 0; y < target.length; y++) {
        const excluded = target[y] === 0 || tuned[y] === 0;
        scores.push(
          excluded ? -Infinity : Math.log(target[y]) + Math.log(base[y]) - Math.log(tuned[y]),
        );
      }
      return normalise(scores);
    },
    'through the reward': (target, tuned, base) => {
      const reward = tuned.map((p, y) => (p === 0 ? Infinity : Math.log(p) - Math.log(base[y])));
      return normalise(target.map((p, y) => Math.log(p) - reward[y]));
    },
  },

  greedyDecode: {
    recursive: model => {
      const from = (text: string, probability: number): { text: string; probability: number } => {
        const row = model[text];
        const share = Math.max(...Object.values(row));
        const token = Object.keys(row).find(candidate => row[candidate] === share) ?? '$';
        return token === '$'
          ? { text, probability: probability * share }
          : from(text + token, probability * share);
      };
      return from('', 1);
    },
    'in logarithms': model => {
      const tokens: string[] = [];
      let log = 0;
      while (tokens.at(-1) !== '$') {
        const row = Object.entries(model[tokens.join('')]);
        const [token, share] = [...row].sort((a, b) => b[1] - a[1])[0];
        tokens.push(token);
        log += Math.log(share);
      }
      return { text: tokens.slice(0, -1).join(''), probability: Math.exp(log) };
    },
  },

  bestSequence: {
    'best below each prefix': model => {
      const below = (prefix: string): { text: string; probability: number } => {
        let best = { text: '', probability: 0 };
        for (const [token, share] of Object.entries(model[prefix])) {
          if (share === 0) continue;
          const rest = token === '$' ? { text: prefix, probability: 1 } : below(prefix + token);
          const probability = share * rest.probability;
          if (probability > best.probability) best = { text: rest.text, probability };
        }
        return best;
      };
      return below('');
    },
    'a stack': model => {
      let best = { text: '', probability: -1 };
      const open = [{ text: '', probability: 1, done: false }];
      for (let node = open.pop(); node; node = open.pop()) {
        const { text, probability, done } = node;
        if (done) {
          if (probability > best.probability) best = { text, probability };
          continue;
        }
        for (const [token, share] of Object.entries(model[text]).reverse()) {
          if (!(share > 0)) continue;
          const ends = token === '$';
          open.push({
            text: ends ? text : text + token,
            probability: probability * share,
            done: ends,
          });
        }
      }
      return best;
    },
  },

  mergedScores: {
    'four products': (queriesA, keysA, queriesB, keysB) => {
      const product = (queries: number[][], keys: number[][], i: number, j: number) =>
        queries[i].reduce((total, q, d) => total + q * keys[j][d], 0);
      return queriesA.map((_, i) =>
        keysA.map((_, j) => {
          const own = product(queriesA, keysA, i, j) + product(queriesB, keysB, i, j);
          const cross = product(queriesA, keysB, i, j) + product(queriesB, keysA, i, j);
          return (own + cross) / 4;
        }),
      );
    },
    loops: (queriesA, keysA, queriesB, keysB) => {
      const scores: number[][] = [];
      for (let i = 0; i < queriesA.length; i++) {
        scores.push([]);
        for (let j = 0; j < keysA.length; j++) {
          let total = 0;
          for (let d = 0; d < keysA[j].length; d++) {
            total += 0.5 * (queriesA[i][d] + queriesB[i][d]) * 0.5 * (keysA[j][d] + keysB[j][d]);
          }
          scores[i].push(total);
        }
      }
      return scores;
    },
  },

  sequenceGap: {
    'weights and step sums': (large, tuned, base) => {
      const walked: { weight: number; steps: number }[] = [];
      const walk = (prefix: string, weight: number, steps: number) => {
        const gain = (token: string) =>
          (large[prefix][token] * tuned[prefix][token]) / base[prefix][token];
        const tokens = Object.keys(large[prefix]).filter(token => large[prefix][token] > 0);
        const total = tokens.reduce((all, token) => all + gain(token), 0);
        for (const token of tokens) {
          const [w, s] = [weight * gain(token), steps * total];
          if (token === '$') walked.push({ weight: w, steps: s });
          else walk(prefix + token, w, s);
        }
      };
      walk('', 1, 1);
      const z = walked.reduce((all, { weight }) => all + weight, 0);
      return walked.reduce(
        (all, { weight, steps }) => all + Math.max(0, weight / z - weight / steps),
        0,
      );
    },
    'from the futures': (large, tuned, base) => {
      const tokensAt = (prefix: string) =>
        Object.keys(large[prefix]).filter(token => large[prefix][token] > 0);
      const gain = (prefix: string, token: string) =>
        (large[prefix][token] * tuned[prefix][token]) / base[prefix][token];
      const after = (prefix: string, token: string): number =>
        token === '$' ? 1 : future(prefix + token);
      const future = (prefix: string): number =>
        tokensAt(prefix).reduce((all, t) => all + gain(prefix, t) * after(prefix, t), 0);
      const chainOf = (worth: (prefix: string, token: string) => number): TableModel =>
        Object.fromEntries(
          Object.keys(large).map(prefix => {
            const worths = tokensAt(prefix).map(token => worth(prefix, token));
            const total = worths.reduce((a, b) => a + b, 0);
            return [
              prefix,
              Object.fromEntries(tokensAt(prefix).map((token, i) => [token, worths[i] / total])),
            ];
          }),
        );
      const exact = chainOf((prefix, token) => gain(prefix, token) * after(prefix, token));
      const stepwise = chainOf(gain);
      const difference = (prefix: string, p: number, q: number): number =>
        tokensAt(prefix).reduce((all, token) => {
          const [x, y] = [p * exact[prefix][token], q * stepwise[prefix][token]];
          return all + (token === '$' ? Math.abs(x - y) : difference(prefix + token, x, y));
        }, 0);
      return difference('', 1, 1) / 2;
    },
  },
};

/** Softmax by way of log-sum-exp. */
function normalise(scores: number[]): number[] {
  const highest = scores.reduce((a, b) => Math.max(a, b));
  const logTotal =
    highest + Math.log(scores.reduce((total, score) => total + Math.exp(score - highest), 0));
  return scores.map(score => Math.exp(score - logTotal));
}
