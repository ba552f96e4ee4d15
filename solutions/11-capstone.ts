/**
 * A policy over sequences of T tokens, numbered from 0: `logits[t][previous][next]` scores the token at
 * place t after the token at place t − 1. Nothing stands before the first place: `logits[0]` has one row.
 */
export type Logits = number[][][];

/** Every sequence that can be written, each once, with what is known of it. */
export type World = {
  /** T tokens each */
  sequences: number[][];
  /** log π_ref of each sequence, in nats; −Infinity where the reference excludes it */
  reference: number[];
  /** what the reward model says of each, in nats of log-odds */
  proxy: number[];
  /** what is wanted, in the same unit */
  gold: number[];
};

/** The two sequences of one preference, and their log-probabilities under the reference, in nats. */
export type SequencePair = {
  chosen: number[];
  rejected: number[];
  referenceChosen: number;
  referenceRejected: number;
};

/** How far a policy has gone, and what it earns. */
export type Outcome = {
  /** KL(π‖π_ref), in nats */
  kl: number;
  /** expected proxy reward */
  proxy: number;
  /** expected gold reward */
  gold: number;
};

/**
 * The log-probability of a whole sequence: the sum, over its places, of the log-softmax of the row in
 * force there.
 *
 * @param logits a policy; scores up to ±1e4, or −Infinity for a token that cannot come
 * @param tokens as many as `logits` has places, or fewer: then the probability of beginning like this
 * @returns nats, ≤ 0
 */
export function sequenceLogProbability(logits: Logits, tokens: number[]): number {
  // #region solution
  return logProbabilityIn(logTables(logits), tokens);
  // #endregion
}

/**
 * The bigram table of least negative log-likelihood on a corpus: for each token, the share of each token
 * among those that come right after it.
 *
 * @param corpus sequences of tokens 0 … vocabulary − 1, of any length
 * @param vocabulary V ≥ 1, how many tokens there are
 * @returns V + 1 rows of V probabilities, right to 1e-3: row i follows token i, and row V begins a
 *   sequence; 1 / V each in a row that the corpus never uses, where a descent from equal logits stays
 */
export function pretrain(corpus: number[][], vocabulary: number): number[][] {
  // #region solution
  const counts = Array.from({ length: vocabulary + 1 }, () => new Array(vocabulary).fill(0));
  for (const tokens of corpus) {
    tokens.forEach((next, t) => {
      counts[t === 0 ? vocabulary : tokens[t - 1]][next]++;
    });
  }
  return counts.map(row => {
    const total = sum(row);
    return row.map(count => (total === 0 ? 1 / vocabulary : count / total));
  });
  // #endregion
}

/**
 * The weights w of a linear reward r(y) = w · f(y), fitted to comparisons: they minimise the mean of
 * −log σ(w · (f(chosen) − f(rejected))) plus ridge · ‖w‖² / 2.
 *
 * @param comparisons for each, the features of the chosen and of the rejected response, d numbers each
 *   that differ by at most 10; at least one comparison
 * @param ridge ≥ 0.001, which makes the minimum unique
 * @returns d weights, in nats of log-odds per unit of the feature, right to 1e-6
 * @see Christiano et al. (2017); Newton's method, as in Böhning and Lindsay (1988)
 */
export function fitReward(
  comparisons: [chosen: number[], rejected: number[]][],
  ridge: number,
): number[] {
  // #region solution
  const differences = comparisons.map(([chosen, rejected]) =>
    chosen.map((f, i) => f - rejected[i]),
  );
  const share = 1 / differences.length;
  let weights = differences[0].map(() => 0);
  for (let step = 0; step < 25; step++) {
    const slope = weights.map(weight => ridge * weight);
    const curvature = weights.map((_, i) => weights.map((_, j) => (i === j ? ridge : 0)));
    for (const difference of differences) {
      const surprise = 1 / (1 + Math.exp(dot(weights, difference)));
      difference.forEach((d, i) => {
        slope[i] -= share * surprise * d;
        difference.forEach((e, j) => {
          curvature[i][j] += share * surprise * (1 - surprise) * d * e;
        });
      });
    }
    const move = solve(curvature, slope);
    weights = weights.map((weight, i) => weight - move[i]);
  }
  return weights;
  // #endregion
}

/**
 * What a policy spends and earns, by enumeration: no sampling, no error bar.
 *
 * @param logits a policy; scores up to ±1e4
 * @param world all sequences that the policy can write
 * @returns `kl` is Infinity when the policy writes what the reference excludes
 */
export function evaluate(logits: Logits, world: World): Outcome {
  // #region solution
  const tables = logTables(logits);
  return outcome(
    world.sequences.map(tokens => logProbabilityIn(tables, tokens)),
    world,
  );
  // #endregion
}

/**
 * One step of gradient ascent on J = E[proxy] − β KL(π‖π_ref), by the logits of the policy, with the exact
 * gradient Σ π(y) (proxy(y) − β log(π(y) / π_ref(y))) ∇ log π(y).
 *
 * @param logits where the policy stands; finite, up to ±1e4
 * @param world its `reference` is finite; its `gold` is not looked at
 * @param beta β ≥ 0
 * @param learningRate η ≥ 0: the new logits are the old ones plus η times the gradient
 * @see Williams (1992)
 */
export function policyGradientStep(
  logits: Logits,
  world: World,
  beta: number,
  learningRate: number,
): Logits {
  // #region solution
  const tables = logTables(logits);
  const weights = world.sequences.map((tokens, y) => {
    const logProbability = logProbabilityIn(tables, tokens);
    const net = world.proxy[y] - beta * (logProbability - world.reference[y]);
    return Math.exp(logProbability) * net;
  });
  return ascend(logits, world.sequences, weights, learningRate);
  // #endregion
}

/**
 * One step of gradient descent on the mean DPO loss of some pairs, by the logits of the policy.
 *
 * @param logits where the policy stands; finite, up to ±1e4
 * @param pairs at least one
 * @param beta β > 0
 * @param learningRate η ≥ 0: the new logits are the old ones minus η times the gradient of the loss
 * @see Rafailov et al. (2023), section 4
 */
export function dpoStep(
  logits: Logits,
  pairs: SequencePair[],
  beta: number,
  learningRate: number,
): Logits {
  // #region solution
  const tables = logTables(logits);
  const weights = pairs.map(pair => {
    const chosenReward = beta * (logProbabilityIn(tables, pair.chosen) - pair.referenceChosen);
    const rejectedReward =
      beta * (logProbabilityIn(tables, pair.rejected) - pair.referenceRejected);
    return beta / (1 + Math.exp(chosenReward - rejectedReward)) / pairs.length;
  });
  return ascend(
    logits,
    pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]),
    weights.flatMap(weight => [weight, -weight]),
    learningRate,
  );
  // #endregion
}

/**
 * How varied samples are: different n-grams over n-grams, all samples taken together.
 *
 * @param samples tokens of each; any string may be a token; an n-gram never crosses from one to the next
 * @param n ≥ 1
 * @returns from 0 to 1; 0 when no sample has n tokens
 * @see Li et al. (2016), A Diversity-Promoting Objective Function for Neural Conversation Models
 */
export function distinctN(samples: string[][], n: number): number {
  // #region solution
  const grams = samples.flatMap(tokens =>
    tokens.slice(n - 1).map((_, start) => JSON.stringify(tokens.slice(start, start + n))),
  );
  return new Set(grams).size / Math.max(1, grams.length);
  // #endregion
}

/**
 * The curve of over-optimisation, in closed form: at each β, what the policy π_ref exp(proxy / β) / Z
 * spends and earns.
 *
 * @param world |proxy / β| up to 1e4
 * @param betas each > 0, in any order
 * @returns a point for each β, from the smallest KL to the largest, that is from the largest β down
 * @see Gao, Schulman and Hilton (2022); Rafailov et al. (2023), equation 4
 */
export function overoptimizationCurve(
  world: World,
  betas: number[],
): { beta: number; kl: number; proxy: number; gold: number }[] {
  // #region solution
  return [...betas]
    .sort((a, b) => b - a)
    .map(beta => {
      const tilted = world.reference.map((log, y) => log + world.proxy[y] / beta);
      return { beta, ...outcome(logSoftmax(tilted), world) };
    });
  // #endregion
}

// #region solution
function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function dot(a: number[], b: number[]): number {
  return a.reduce((total, value, i) => total + value * b[i], 0);
}

function logSoftmax(logits: number[]): number[] {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const total = top + Math.log(sum(logits.map(logit => Math.exp(logit - top))));
  return logits.map(logit => logit - total);
}

/** The log-probabilities of every row. */
function logTables(logits: Logits): Logits {
  return logits.map(rows => rows.map(logSoftmax));
}

function rowOf(tokens: number[], t: number): number {
  return t === 0 ? 0 : tokens[t - 1];
}

function logProbabilityIn(tables: Logits, tokens: number[]): number {
  return tokens.reduce((total, token, t) => total + tables[t][rowOf(tokens, t)][token], 0);
}

function outcome(logProbabilities: number[], { reference, proxy, gold }: World): Outcome {
  const policy = logProbabilities.map(Math.exp);
  const gains = policy.map((p, y) => (p === 0 ? 0 : logProbabilities[y] - reference[y]));
  return { kl: dot(policy, gains), proxy: dot(policy, proxy), gold: dot(policy, gold) };
}

/** The step η Σ c(y) ∇ log π(y) along the logits, with a weight c for each sequence. */
function ascend(logits: Logits, sequences: number[][], weights: number[], rate: number): Logits {
  const wanted = logits.map(rows => rows.map(row => row.map(() => 0)));
  sequences.forEach((tokens, y) => {
    tokens.forEach((token, t) => {
      wanted[t][rowOf(tokens, t)][token] += weights[y];
    });
  });
  return logTables(logits).map((rows, t) =>
    rows.map((row, previous) => {
      const visits = sum(wanted[t][previous]);
      return row.map((log, next) => {
        const slope = wanted[t][previous][next] - visits * Math.exp(log);
        return logits[t][previous][next] + rate * slope;
      });
    }),
  );
}

/** Solves matrix · x = right for a positive definite matrix, by Gauss–Jordan elimination. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  rows.forEach((pivot, column) => {
    rows.forEach((row, i) => {
      if (i === column) return;
      const factor = row[column] / pivot[column];
      pivot.forEach((value, j) => {
        row[j] -= factor * value;
      });
    });
  });
  return rows.map((row, i) => row[rows.length] / row[i]);
}
// #endregion
