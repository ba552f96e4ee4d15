import type * as reference from '../../solutions/01-nll.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  surprisal: {
    'base-two': probability => 0 - Math.log2(probability),
    'negative-zero': probability => -Math.log(probability),
    'epsilon-clamp': probability => 0 - Math.log(Math.max(probability, 1e-12)),
    'no-minus': probability => Math.log(probability),
  },

  negativeLogLikelihood: {
    'mean-for-sum': probabilities => mean(probabilities.map(p => -Math.log(p))),
    'product-first': probabilities => 0 - Math.log(probabilities.reduce((all, p) => all * p, 1)),
    'base-two': probabilities => sum(probabilities.map(p => -Math.log2(p))),
    'epsilon-clamp': probabilities => sum(probabilities.map(p => -Math.log(p + 1e-10))),
    'log-of-sum': probabilities => -Math.log(sum(probabilities)),
  },

  crossEntropy: {
    'arguments-swapped': (target, predicted) =>
      sum(predicted.map((q, v) => (q === 0 ? 0 : -q * Math.log(target[v])))),
    'zero-times-log-zero': (target, predicted) =>
      -sum(target.map((mass, v) => mass * Math.log(predicted[v]))),
    'epsilon-clamp': (target, predicted) =>
      -sum(target.map((mass, v) => mass * Math.log(predicted[v] + 1e-12))),
    'prediction-zero-skipped': (target, predicted) =>
      sum(target.map((mass, v) => (predicted[v] === 0 ? 0 : -mass * Math.log(predicted[v])))),
    'hard-label': (target, predicted) =>
      0 - Math.log(predicted[target.indexOf(Math.max(...target))]),
    'entropy-subtracted': (target, predicted) =>
      sum(target.map((mass, v) => (mass === 0 ? 0 : mass * Math.log(mass / predicted[v])))),
    'mean-over-outcomes': (target, predicted) =>
      mean(target.map((mass, v) => (mass === 0 ? 0 : -mass * Math.log(predicted[v])))),
    'base-two': (target, predicted) =>
      sum(target.map((mass, v) => (mass === 0 ? 0 : -mass * Math.log2(predicted[v])))),
  },

  logSoftmax: {
    overflow: logits => {
      const total = sum(logits.map(Math.exp));
      return logits.map(logit => logit - Math.log(total));
    },
    underflow: logits => softmax(logits).map(Math.log),
    'no-log': logits => softmax(logits),
    'shift-not-undone': logits => {
      const total = sum(logits.map(logit => Math.exp(logit - Math.max(...logits))));
      return logits.map(logit => logit - Math.log(total));
    },
    'divided-by-sum': logits => logits.map(logit => Math.log(logit / sum(logits))),
    'base-two': logits => softmax(logits).map(Math.log2),
  },

  nextTokenLoss: {
    'not-shifted': (logits, tokens, promptLength) =>
      mean(tokens.slice(promptLength).map((token, i) => loss(logits[promptLength + i], token))),
    'prompt-counted': (logits, tokens) =>
      mean(tokens.slice(1).map((token, i) => loss(logits[i], token))),
    'first-token-dropped': (logits, tokens, promptLength) =>
      mean(tokens.slice(promptLength + 1).map((token, i) => loss(logits[promptLength + i], token))),
    'sum-for-mean': (logits, tokens, promptLength) =>
      sum(tokens.slice(promptLength).map((token, i) => loss(logits[promptLength + i - 1], token))),
    'mean-over-all': (logits, tokens, promptLength) =>
      sum(tokens.slice(promptLength).map((token, i) => loss(logits[promptLength + i - 1], token))) /
      tokens.length,
    underflow: (logits, tokens, promptLength) =>
      mean(
        tokens
          .slice(promptLength)
          .map((token, i) => -Math.log(softmax(logits[promptLength + i - 1])[token])),
      ),
    'no-softmax': (logits, tokens, promptLength) =>
      mean(tokens.slice(promptLength).map((token, i) => -logits[promptLength + i - 1][token])),
  },

  perplexity: {
    'two-to-the-nats': nlls => 2 ** mean(nlls),
    'sum-for-mean': nlls => Math.exp(sum(nlls)),
    'mean-outside': nlls => mean(nlls.map(Math.exp)),
    'product-first': nlls => nlls.reduce((all, nll) => all * Math.exp(nll), 1) ** (1 / nlls.length),
    inverted: nlls => Math.exp(-mean(nlls)),
  },

  nextTokenDistribution: {
    'ends-counted': (corpus, prefix) => {
      const begun = corpus.filter(sequence => prefix.every((token, i) => token === sequence[i]));
      const next = begun.flatMap(sequence => sequence.slice(prefix.length, prefix.length + 1));
      return shares(next, begun.length);
    },
    'anywhere-in-the-sequence': (corpus, prefix) => {
      const next = corpus.flatMap(sequence =>
        sequence.filter(
          (_, at) =>
            at >= prefix.length &&
            prefix.every((token, i) => token === sequence[at - prefix.length + i]),
        ),
      );
      return shares(next, next.length);
    },
    'last-token-only': (corpus, prefix) => {
      const next = corpus.flatMap(sequence => {
        const seen = prefix.length === 0 || sequence[prefix.length - 1] === prefix.at(-1);
        return seen ? sequence.slice(prefix.length, prefix.length + 1) : [];
      });
      return shares(next, next.length);
    },
    'counts-for-shares': (corpus, prefix) => {
      const next = corpus
        .filter(sequence => prefix.every((token, i) => token === sequence[i]))
        .flatMap(sequence => sequence.slice(prefix.length, prefix.length + 1));
      return shares(next, 1);
    },
    'tokens-glued': (corpus, prefix) => {
      const next = corpus
        .filter(sequence => sequence.slice(0, prefix.length).join('') === prefix.join(''))
        .flatMap(sequence => sequence.slice(prefix.length, prefix.length + 1));
      return shares(next, next.length);
    },
    'inherited-keys': (corpus, prefix) => {
      const next = corpus
        .filter(sequence => prefix.every((token, i) => token === sequence[i]))
        .flatMap(sequence => sequence.slice(prefix.length, prefix.length + 1));
      const counts: Record<string, number> = {};
      for (const token of next) counts[token] = (counts[token] || 0) + 1;
      for (const token of Object.keys(counts)) counts[token] /= next.length;
      return counts;
    },
  },

  bigramLoss: {
    'no-boundary': (words, smoothing) =>
      fittedLoss(
        words.flatMap(word => pairsOf([...word])),
        smoothing,
      ),
    'no-end': (words, smoothing) =>
      fittedLoss(
        words.flatMap(word => pairsOf(['', ...word])),
        smoothing,
      ),
    'boundary-not-in-vocabulary': (words, smoothing) =>
      fittedLoss(
        bigramsOf(words),
        smoothing,
        smoothing * new Set(words.flatMap(word => [...word])).size,
      ),
    'numerator-only': (words, smoothing) => fittedLoss(bigramsOf(words), smoothing, 0),
    'vocabulary-without-alpha': (words, smoothing) =>
      fittedLoss(bigramsOf(words), smoothing, vocabularyOf(words).size),
    'joint-probability': (words, smoothing) => {
      const pairs = bigramsOf(words);
      const classes = vocabularyOf(words).size ** 2;
      return mean(
        pairs.map(
          pair =>
            0 - Math.log((countOf(pairs, pair) + smoothing) / (pairs.length + smoothing * classes)),
        ),
      );
    },
    'mean-per-word': (words, smoothing) => {
      const pairs = bigramsOf(words);
      return (fittedLoss(pairs, smoothing) * pairs.length) / words.length;
    },
    'mean-per-character': (words, smoothing) => {
      const pairs = bigramsOf(words);
      return (
        (fittedLoss(pairs, smoothing) * pairs.length) / sum(words.map(word => [...word].length))
      );
    },
    'dot-as-boundary': (words, smoothing) =>
      fittedLoss(
        words.flatMap(word => pairsOf(['.', ...word, '.'])),
        smoothing,
      ),
    'code-units': (words, smoothing) =>
      fittedLoss(
        words.flatMap(word => pairsOf(['', ...word.split(''), ''])),
        smoothing,
      ),
    'base-two': (words, smoothing) => fittedLoss(bigramsOf(words), smoothing) / Math.LN2,
  },
};

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

function softmax(logits: number[]): number[] {
  const exps = logits.map(logit => Math.exp(logit - Math.max(...logits)));
  return exps.map(exp => exp / sum(exps));
}

function loss(logits: number[], token: number): number {
  const highest = Math.max(...logits);
  return highest + Math.log(sum(logits.map(logit => Math.exp(logit - highest)))) - logits[token];
}

function shares(tokens: string[], total: number): Record<string, number> {
  return Object.fromEntries(
    tokens.map(token => [token, tokens.filter(other => other === token).length / total]),
  );
}

type Pair = [left: string, right: string];

function pairsOf(symbols: string[]): Pair[] {
  return symbols.slice(1).map((right, i) => [symbols[i], right]);
}

function bigramsOf(words: string[]): Pair[] {
  return words.flatMap(word => pairsOf(['', ...word, '']));
}

function vocabularyOf(words: string[]): Set<string> {
  return new Set(bigramsOf(words).flat());
}

function countOf(pairs: Pair[], [left, right]: Pair): number {
  return pairs.filter(pair => pair[0] === left && pair[1] === right).length;
}

/** @param added what smoothing adds to every denominator */
function fittedLoss(
  pairs: Pair[],
  smoothing: number,
  added = smoothing * new Set(pairs.flat()).size,
): number {
  return mean(
    pairs.map(pair => {
      const total = pairs.filter(([left]) => left === pair[0]).length;
      return 0 - Math.log((countOf(pairs, pair) + smoothing) / (total + added));
    }),
  );
}
