import { places, tokens } from '../../lab/pages.ts';

/**
 * The arithmetic of the enumerable world on flat arrays, for a reader's browser. It holds no code of the
 * lesson's reference: responses are walked as a tree of prefixes, each level a fifth of the next, so that a
 * step costs microseconds. Tests hold it against the reference.
 */
export const vocabulary = tokens.length;

/** How many responses there are, in the order of a dictionary. */
export const responses = vocabulary ** places;

/** How many logits a policy has: a row to begin with, then a row after each token at each further place. */
export const logitCount = vocabulary + (places - 1) * vocabulary ** 2;

/** Where the row starts that is in force at a place after a token. */
const rowAt = (place: number, previous: number) =>
  place === 0 ? 0 : vocabulary + ((place - 1) * vocabulary + previous) * vocabulary;

/** The tokens of a response. */
export function response(index: number): number[] {
  return Array.from(
    { length: places },
    (_, t) => Math.floor(index / vocabulary ** (places - 1 - t)) % vocabulary,
  );
}

/** The log-softmax of every row, into `result`. */
function normalise(logits: Float64Array, result: Float64Array): void {
  for (let row = 0; row < logitCount; row += vocabulary) {
    let top = -Infinity;
    for (let i = row; i < row + vocabulary; i++) if (logits[i] > top) top = logits[i];
    let total = 0;
    for (let i = row; i < row + vocabulary; i++) total += Math.exp(logits[i] - top);
    const shift = top + Math.log(total);
    for (let i = row; i < row + vocabulary; i++) result[i] = logits[i] - shift;
  }
}

const table = new Float64Array(logitCount);
const visits = new Float64Array(logitCount);
const levels = Array.from({ length: places }, (_, t) => new Float64Array(vocabulary ** (t + 1)));

/** log π of every response, into `result`. */
export function logProbabilities(logits: Float64Array, result: Float64Array): void {
  normalise(logits, table);
  for (let place = 0; place < places; place++) {
    const level = place === places - 1 ? result : levels[place];
    const above = levels[place - 1];
    for (let parent = 0, i = 0; i < level.length; parent++) {
      const row = rowAt(place, parent % vocabulary);
      const before = place === 0 ? 0 : above[parent];
      for (let next = 0; next < vocabulary; next++) level[i++] = before + table[row + next];
    }
  }
}

/** Moves the logits by rate · Σ c(y) ∇ log π(y), with a weight c for each response. */
export function ascend(logits: Float64Array, weights: Float64Array, rate: number): void {
  normalise(logits, table);
  visits.fill(0);
  let below = weights;
  for (let place = places - 1; place >= 0; place--) {
    const above = levels[place - 1];
    for (let parent = 0, i = 0; i < below.length; parent++) {
      const row = rowAt(place, parent % vocabulary);
      let through = 0;
      for (let next = 0; next < vocabulary; next++) {
        visits[row + next] += below[i];
        through += below[i++];
      }
      if (above) above[parent] = through;
    }
    below = above;
  }
  for (let row = 0; row < logitCount; row += vocabulary) {
    let through = 0;
    for (let i = row; i < row + vocabulary; i++) through += visits[i];
    for (let i = row; i < row + vocabulary; i++) {
      logits[i] += rate * (visits[i] - through * Math.exp(table[i]));
    }
  }
}

/** Σ chances · values. */
export function expectation(chances: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let y = 0; y < chances.length; y++) sum += chances[y] * values[y];
  return sum;
}
