import type * as reference from '../../solutions/07-logit-mixing.ts';
import type { TableModel } from '../../solutions/07-logit-mixing.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  mixLogits: {
    'probabilities-averaged': (logits, weights) =>
      logits[0].map((_, v) => sum(logits.map((row, k) => weights[k] * softmax(row)[v]))),
    'weights-rescaled': (logits, weights) =>
      logits[0].map(
        (_, v) => sum(logits.map((row, k) => times(weights[k], row[v]))) / sum(weights),
      ),
    'weights-ignored': logits => logits[0].map((_, v) => sum(logits.map(row => row[v]))),
    'weight-per-token': (logits, weights) =>
      logits[0].map((_, v) => sum(logits.map(row => row[v] * weights[v]))),
    'zero-times-infinity': (logits, weights) =>
      logits[0].map((_, v) => sum(logits.map((row, k) => weights[k] * row[v]))),
  },

  combinePolicies: {
    'missing-reference': (reference, policies, weights) => pool(reference, policies, weights, 0),
    averaged: (reference, policies, weights) => {
      const rest = 1 - sum(weights);
      return normalise(
        reference.map(
          (p, y) => rest * p + sum(policies.map((policy, k) => weights[k] * policy[y])),
        ),
      );
    },
    'not-normalised': (reference, policies, weights) =>
      reference.map((p, y) => {
        if (p === 0) return 0;
        const powers = policies.map((policy, k) => policy[y] ** weights[k]);
        return powers.reduce((product, power) => product * power, p ** (1 - sum(weights)));
      }),
    'counted-policies': (reference, policies, weights) =>
      pool(reference, policies, weights, 1 - policies.length),
    'weights-rescaled': (reference, policies, weights) => {
      const total = sum(weights);
      return pool(
        reference,
        policies,
        weights.map(weight => weight / total),
        0,
      );
    },
    'correction-inverted': (reference, policies, weights) =>
      pool(reference, policies, weights, sum(weights) - 1),
    underflow: (reference, policies, weights) => {
      const products = reference.map((p, y) => {
        if (p === 0) return 0;
        const powers = policies.map((policy, k) => policy[y] ** weights[k]);
        return powers.reduce((product, power) => product * power, p ** (1 - sum(weights)));
      });
      return normalise(products);
    },
    'zero-to-the-zero': (reference, policies, weights) => {
      const rest = 1 - sum(weights);
      return softmax(
        reference.map(
          (p, y) =>
            rest * Math.log(p) + sum(policies.map((policy, k) => weights[k] * Math.log(policy[y]))),
        ),
      );
    },
  },

  adjustBeta: {
    'ratio-inverted': (reference, policy, beta, newBeta) =>
      pool(reference, [policy], [newBeta / beta], 1 - newBeta / beta),
    'reference-forgotten': (reference, policy, beta, newBeta) =>
      pool(reference, [policy], [beta / newBeta], 0),
    'not-normalised': (reference, policy, beta, newBeta) =>
      reference.map((p, y) => {
        const ratio = beta / newBeta;
        return p === 0 ? 0 : p ** (1 - ratio) * policy[y] ** ratio;
      }),
    'probabilities-interpolated': (reference, policy, beta, newBeta) => {
      const ratio = beta / newBeta;
      return reference.map((p, y) => (1 - ratio) * p + ratio * policy[y]);
    },
    underflow: (reference, policy, beta, newBeta) => {
      const ratio = beta / newBeta;
      return normalise(
        reference.map((p, y) => (p === 0 ? 0 : p ** (1 - ratio) * policy[y] ** ratio)),
      );
    },
    'excluded-is-nan': (reference, policy, beta, newBeta) => {
      const ratio = beta / newBeta;
      return softmax(
        reference.map((p, y) => (1 - ratio) * Math.log(p) + ratio * Math.log(policy[y])),
      );
    },
  },

  proxyTune: {
    swapped: (large, tuned, base) => tilted(large, base, tuned),
    'differences-added': (large, tuned, base) => large.map((p, y) => p + tuned[y] - base[y]),
    'base-not-divided-out': (large, tuned) => normalise(large.map((p, y) => p * tuned[y])),
    averaged: (large, tuned) => large.map((p, y) => (p + tuned[y]) / 2),
    'not-normalised': (large, tuned, base) =>
      large.map((p, y) => (base[y] === 0 ? 0 : (p * tuned[y]) / base[y])),
    overflow: (large, tuned, base) =>
      normalise(large.map((p, y) => (base[y] === 0 ? 0 : p * (tuned[y] / base[y])))),
    'excluded-is-nan': (large, tuned, base) =>
      softmax(large.map((p, y) => Math.log(p) + Math.log(tuned[y]) - Math.log(base[y]))),
  },

  reverseTuning: {
    forward: (target, tuned, base) => tilted(target, tuned, base),
    'base-missing': (target, tuned) =>
      softmax(target.map((p, y) => (p === 0 ? -Infinity : Math.log(p) - Math.log(tuned[y])))),
    'differences-added': (target, tuned, base) => target.map((p, y) => p - tuned[y] + base[y]),
    'not-normalised': (target, tuned, base) =>
      target.map((p, y) => (tuned[y] === 0 ? 0 : (p * base[y]) / tuned[y])),
    overflow: (target, tuned, base) =>
      normalise(target.map((p, y) => (tuned[y] === 0 ? 0 : p * (base[y] / tuned[y])))),
    'excluded-is-nan': (target, tuned, base) =>
      softmax(target.map((p, y) => Math.log(p) + Math.log(base[y]) - Math.log(tuned[y]))),
  },

  greedyDecode: {
    'last-on-ties': model => greedy(model, (share, best) => share >= best),
    'end-not-counted': model => {
      const { text, probability } = greedy(model);
      return { text, probability: probability / model[text].$ };
    },
    'end-in-text': model => {
      const { text, probability } = greedy(model);
      return { text: `${text}$`, probability };
    },
    'end-avoided': model => {
      let text = '';
      let probability = 1;
      for (;;) {
        const others = Object.entries(model[text]).filter(([token, p]) => token !== '$' && p > 0);
        if (!others.length) return { text, probability: probability * model[text].$ };
        const [token, share] = others.reduce((best, next) => (next[1] > best[1] ? next : best));
        probability *= share;
        text += token;
      }
    },
    'best-sequence': model => first(texts(model), text => text.probability),
    'log-probability': model => {
      const { text, probability } = greedy(model);
      return { text, probability: Math.log(probability) };
    },
  },

  bestSequence: {
    greedy: model => greedy(model),
    'end-not-counted': model => {
      const begun = texts(model).map(({ text, probability }) => ({
        text,
        probability: probability / model[text].$,
      }));
      return first(begun, text => text.probability);
    },
    'end-in-text': model => {
      const { text, probability } = first(texts(model), one => one.probability);
      return { text: `${text}$`, probability };
    },
    'length-normalised': model =>
      first(texts(model), ({ text, probability }) => probability ** (1 / (text.length + 1))),
    'longest-only': model => {
      const all = texts(model);
      const longest = Math.max(...all.map(({ text }) => text.length));
      return first(
        all.filter(({ text }) => text.length === longest),
        text => text.probability,
      );
    },
    'last-on-ties': model => first([...texts(model)].reverse(), text => text.probability),
    'impossible-followed': model => {
      const walk = (prefix: string, probability: number): Text[] =>
        Object.entries(model[prefix]).flatMap(([token, share]) =>
          token === '$'
            ? [{ text: prefix, probability: probability * share }]
            : walk(prefix + token, probability * share),
        );
      return first(walk('', 1), text => text.probability);
    },
  },

  mergedScores: {
    'scores-averaged': (queriesA, keysA, queriesB, keysB) => {
      const [a, b] = [scores(queriesA, keysA), scores(queriesB, keysB)];
      return combine(a, b, (x, y) => (x + y) / 2);
    },
    'sum-for-mean': (queriesA, keysA, queriesB, keysB) =>
      scores(combine(queriesA, queriesB, plus), combine(keysA, keysB, plus)),
    'halved-once': (queriesA, keysA, queriesB, keysB) =>
      scores(combine(queriesA, queriesB, plus), combine(keysA, keysB, plus)).map(row =>
        row.map(score => score / 2),
      ),
    transposed: (queriesA, keysA, queriesB, keysB) =>
      scores(combine(keysA, keysB, mid), combine(queriesA, queriesB, mid)),
    scaled: (queriesA, keysA, queriesB, keysB) => {
      const merged = scores(combine(queriesA, queriesB, mid), combine(keysA, keysB, mid));
      return merged.map(row => row.map(score => score / Math.sqrt(keysA[0].length)));
    },
    'softmax-applied': (queriesA, keysA, queriesB, keysB) =>
      scores(combine(queriesA, queriesB, mid), combine(keysA, keysB, mid)).map(softmax),
  },

  sequenceGap: {
    'token-wise-called-exact': (large, tuned, base) => {
      const step = mixEachToken(large, tuned, base);
      const exact = texts(step);
      return half(
        exact.map(text => text.probability),
        texts(step).map(text => text.probability),
      );
    },
    'not-halved': (large, tuned, base) => 2 * gap(large, tuned, base),
    'largest-difference': (large, tuned, base) => {
      const { exact, stepwise } = both(large, tuned, base);
      return Math.max(...exact.map((p, y) => Math.abs(p - stepwise[y])));
    },
    'not-normalised': (large, tuned, base) => {
      const { weights, stepwise } = both(large, tuned, base);
      return half(weights, stepwise);
    },
    swapped: (large, tuned, base) => gap(large, base, tuned),
    'first-token-only': (large, tuned, base) => {
      const { written, exact, stepwise } = both(large, tuned, base);
      const firstToken = (shares: number[]) =>
        [...new Set(written.map(text => text[0]))].map(token =>
          sum(shares.filter((_, y) => written[y][0] === token)),
        );
      return half(firstToken(exact), firstToken(stepwise));
    },
    'kl-for-variation': (large, tuned, base) => {
      const { exact, stepwise } = both(large, tuned, base);
      return sum(exact.map((p, y) => p * Math.log(p / stepwise[y])));
    },
    'impossible-followed': (large, tuned, base) => {
      const walk = (prefix: string): string[] =>
        Object.keys(large[prefix]).flatMap(token =>
          token === '$' ? [prefix] : walk(prefix + token),
        );
      walk('');
      return gap(large, tuned, base);
    },
  },
};

interface Text {
  text: string;
  probability: number;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function times(weight: number, logit: number): number {
  return weight === 0 ? 0 : weight * logit;
}

function normalise(weights: number[]): number[] {
  const total = sum(weights);
  return weights.map(weight => weight / total);
}

function softmax(logits: number[]): number[] {
  const highest = Math.max(...logits);
  return normalise(logits.map(logit => Math.exp(logit - highest)));
}

/** The product of powers, with this power of the reference. */
function pool(
  reference: number[],
  policies: number[][],
  weights: number[],
  power: number,
): number[] {
  return softmax(
    reference.map((p, y) =>
      p === 0
        ? -Infinity
        : sum([
            times(power, Math.log(p)),
            ...policies.map((policy, k) => times(weights[k], Math.log(policy[y]))),
          ]),
    ),
  );
}

/** ∝ model · over / under */
function tilted(model: number[], over: number[], under: number[]): number[] {
  return softmax(
    model.map((p, y) =>
      under[y] === 0 ? -Infinity : Math.log(p) + Math.log(over[y]) - Math.log(under[y]),
    ),
  );
}

function greedy(
  model: TableModel,
  better = (share: number, best: number): boolean => share > best,
): Text {
  let text = '';
  let probability = 1;
  for (;;) {
    const [token, share] = Object.entries(model[text]).reduce((best, next) =>
      better(next[1], best[1]) ? next : best,
    );
    probability *= share;
    if (token === '$') return { text, probability };
    text += token;
  }
}

function texts(model: TableModel, prefix = '', probability = 1): Text[] {
  return Object.entries(model[prefix]).flatMap(([token, share]) => {
    if (share === 0) return [];
    if (token === '$') return [{ text: prefix, probability: probability * share }];
    return texts(model, prefix + token, probability * share);
  });
}

function first(all: Text[], value: (text: Text) => number): Text {
  return all.reduce((best, next) => (value(next) > value(best) ? next : best));
}

const plus = (a: number, b: number) => a + b;
const mid = (a: number, b: number) => (a + b) / 2;

function combine(a: number[][], b: number[][], each: (x: number, y: number) => number): number[][] {
  return a.map((row, i) => row.map((number, d) => each(number, b[i][d])));
}

function scores(queries: number[][], keys: number[][]): number[][] {
  return queries.map(query => keys.map(key => sum(query.map((q, d) => q * key[d]))));
}

function mixEachToken(large: TableModel, tuned: TableModel, base: TableModel): TableModel {
  return Object.fromEntries(
    Object.keys(large).map(prefix => {
      const tokens = Object.keys(large[prefix]).filter(token => large[prefix][token] > 0);
      const row = (model: TableModel) => tokens.map(token => model[prefix][token]);
      const shares = tilted(row(large), row(tuned), row(base));
      return [prefix, Object.fromEntries(tokens.map((token, i) => [token, shares[i]]))];
    }),
  );
}

function both(large: TableModel, tuned: TableModel, base: TableModel) {
  const share = (model: TableModel, text: string) =>
    [...text, '$'].reduce((p, token, t) => p * model[text.slice(0, t)][token], 1);
  const written = texts(large).map(({ text }) => text);
  const weights = written.map(
    text => (share(large, text) * share(tuned, text)) / share(base, text),
  );
  const mixed = mixEachToken(large, tuned, base);
  const stepwise = written.map(text => share(mixed, text));
  return { written, weights, exact: normalise(weights), stepwise };
}

function gap(large: TableModel, tuned: TableModel, base: TableModel): number {
  const { exact, stepwise } = both(large, tuned, base);
  return half(exact, stepwise);
}

function half(p: number[], q: number[]): number {
  return sum(p.map((share, y) => Math.abs(share - q[y]))) / 2;
}
