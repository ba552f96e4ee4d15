import type * as reference from '../../solutions/01-nll.ts';
import type { Misconceptions } from '../misconception.ts';

/** Right answers written differently from the reference, which the suite must accept. */
export const variants: Misconceptions<typeof reference> = {
  surprisal: {
    'plus zero': probability => -Math.log(probability) + 0,
    'log of the inverse': probability =>
      probability < 1e-300 ? 0 - Math.log(probability) : Math.log(1 / probability),
    'change of base': probability => (probability === 1 ? 0 : -Math.log2(probability) * Math.LN2),
  },

  negativeLogLikelihood: {
    'a loop': probabilities => {
      let total = 0;
      for (const probability of probabilities) total -= Math.log(probability);
      return total;
    },
    'minus zero for the empty sequence': probabilities =>
      -probabilities.map(Math.log).reduce((total, log) => total + log, 0),
    'from the end': probabilities =>
      probabilities.reduceRight((total, probability) => total + Math.log(1 / probability), 0),
  },

  crossEntropy: {
    'a loop that skips': (target, predicted) => {
      let total = 0;
      for (let v = 0; v < target.length; v++) {
        if (target[v] > 0) total -= target[v] * Math.log(predicted[v]);
      }
      return total;
    },
    'entropy plus divergence': (target, predicted) => {
      const terms = target.map((mass, v) => ({ mass, predicted: predicted[v] }));
      const support = terms.filter(({ mass }) => mass > 0);
      const entropy = support.reduce((total, { mass }) => total - mass * Math.log(mass), 0);
      return support.reduce(
        (total, term) => total + term.mass * Math.log(term.mass / term.predicted),
        entropy,
      );
    },
  },

  logSoftmax: {
    'log-sum-exp': logits => {
      const highest = Math.max(...logits);
      const exps = logits.map(logit => Math.exp(logit - highest));
      const logSumExp = highest + Math.log(exps.reduce((total, exp) => total + exp, 0));
      return logits.map(logit => logit - logSumExp);
    },
    'running maximum and sum': logits => {
      let highest = Number.NEGATIVE_INFINITY;
      let total = 0;
      for (const logit of logits) {
        if (logit > highest) {
          total = total * Math.exp(highest - logit) + 1;
          highest = logit;
        } else {
          total += Math.exp(logit - highest);
        }
      }
      return logits.map(logit => logit - (highest + Math.log(total)));
    },
    'soft margins, without a maximum': logits =>
      logits.map(own => {
        const sorted = logits.map(other => other - own).sort((a, b) => b - a);
        const rest = sorted.slice(1).reduce((all, gap) => all + Math.exp(gap - sorted[0]), 0);
        return 0 - (sorted[0] + Math.log1p(rest));
      }),
  },

  nextTokenLoss: {
    'a loop over targets': (logits, tokens, promptLength) => {
      let total = 0;
      for (let t = promptLength; t < tokens.length; t++) {
        const row = logits[t - 1];
        const highest = Math.max(...row);
        const sum = row.reduce((all, logit) => all + Math.exp(logit - highest), 0);
        total += highest + Math.log(sum) - row[tokens[t]];
      }
      return total / (tokens.length - promptLength);
    },
    'a mask over all positions': (logits, tokens, promptLength) => {
      let total = 0;
      let scored = 0;
      logits.slice(0, -1).forEach((row, t) => {
        const mask = t + 1 >= promptLength ? 1 : 0;
        const highest = Math.max(...row);
        const sum = row.reduce((all, logit) => all + Math.exp(logit - highest), 0);
        total += mask * (highest + Math.log(sum) - row[tokens[t + 1]]);
        scored += mask;
      });
      return total / scored;
    },
  },

  perplexity: {
    'a loop': nlls => {
      let total = 0;
      for (const nll of nlls) total += nll;
      return Math.exp(total / nlls.length);
    },
    'e to the shares': nlls => Math.E ** nlls.reduce((all, nll) => all + nll / nlls.length, 0),
    'powers of two': nlls => {
      const bits = nlls.map(nll => nll / Math.LN2);
      return 2 ** (bits.reduce((total, bit) => total + bit, 0) / bits.length);
    },
  },

  nextTokenDistribution: {
    'a loop and a map': (corpus, prefix) => {
      const counts = new Map<string, number>();
      let total = 0;
      for (const sequence of corpus) {
        if (sequence.length <= prefix.length) continue;
        if (prefix.some((token, i) => sequence[i] !== token)) continue;
        const next = sequence[prefix.length];
        counts.set(next, (counts.get(next) ?? 0) + 1);
        total++;
      }
      const distribution: Record<string, number> = Object.create(null);
      for (const [token, count] of counts) distribution[token] = count / total;
      return { ...distribution };
    },
    'one token at a time': (corpus, prefix) => {
      const begun = prefix.reduce(
        (sequences, token, i) => sequences.filter(sequence => sequence[i] === token),
        corpus,
      );
      const next = begun
        .map(sequence => sequence[prefix.length])
        .filter(token => token !== undefined);
      const vocabulary = [...new Set(next)];
      return Object.fromEntries(
        vocabulary.map(token => [
          token,
          next.filter(other => other === token).length / next.length,
        ]),
      );
    },
  },

  bigramLoss: {
    'a table of counts': (words, smoothing) => {
      const symbols = ['boundary', ...new Set(words.flatMap(word => [...word]))];
      const index = new Map(symbols.map((symbol, i) => [symbol, i]));
      const counts = symbols.map(() => symbols.map(() => 0));
      for (const word of words) {
        let left = 0;
        for (const symbol of [...word, 'boundary']) {
          const right = index.get(symbol) ?? 0;
          counts[left][right]++;
          left = right;
        }
      }
      let loss = 0;
      let bigrams = 0;
      for (const row of counts) {
        const total = row.reduce((sum, count) => sum + count, 0) + smoothing * symbols.length;
        for (const count of row) {
          if (count === 0) continue;
          loss -= count * Math.log((count + smoothing) / total);
          bigrams += count;
        }
      }
      return loss / bigrams;
    },
    'successors of each symbol': (words, smoothing) => {
      const successors = new Map<string, string[]>();
      for (const word of words) {
        const symbols = ['<w>', ...word, '</w>'];
        for (let i = 0; i + 1 < symbols.length; i++) {
          const left = symbols[i];
          successors.set(left, [...(successors.get(left) ?? []), symbols[i + 1]]);
        }
      }
      const losses: number[] = [];
      for (const next of successors.values()) {
        for (const right of next) {
          const count = next.filter(other => other === right).length;
          losses.push(
            Math.log(next.length + smoothing * successors.size) - Math.log(count + smoothing),
          );
        }
      }
      return losses.reduce((total, loss) => total + loss, 0) / losses.length;
    },
  },
};
