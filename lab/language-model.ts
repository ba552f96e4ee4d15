import * as tf from '#tensor';
import { responseLength, special } from './neural-corpus.ts';
import { draw, type Random } from './random.ts';

/** How many tokens the model sees. */
const window = 3;
const width = 16;
const hidden = 48;

/** Scores the next token after each context of three: [contexts, vocabulary]. */
export interface LanguageModel {
  vocabulary: number;
  weights: tf.Variable[];
  logits: (contexts: readonly number[][]) => tf.Tensor2D;
}

/** Embeddings of the last three tokens, one hidden layer, logits of the next; weights drawn from the seed. */
export function languageModel(random: Random, vocabulary: number): LanguageModel {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawn = (rows: number, columns: number, scale: number) =>
    tf.variable(
      tf.tensor2d(
        Array.from({ length: rows * columns }, () => scale * normal()),
        [rows, columns],
      ),
    );
  return withWeights(vocabulary, [
    drawn(vocabulary, width, 0.5),
    drawn(window * width, hidden, 1 / Math.sqrt(window * width)),
    drawn(1, hidden, 0),
    drawn(hidden, vocabulary, 1 / Math.sqrt(hidden)),
    drawn(1, vocabulary, 0),
  ]);
}

export function copyOf({ vocabulary, weights }: LanguageModel): LanguageModel {
  return withWeights(
    vocabulary,
    weights.map(weight => tf.variable(weight.clone())),
  );
}

function withWeights(vocabulary: number, weights: tf.Variable[]): LanguageModel {
  const [embedding, inner, innerBias, outer, outerBias] = weights;
  const logits = (contexts: readonly number[][]) => {
    // A product with one-hot rows looks embeddings up; `gather` has no gradient in WebAssembly.
    const oneHot = tf.oneHot(tf.tensor1d(contexts.flat(), 'int32'), vocabulary);
    const seen = tf.matMul(tf.cast(oneHot, 'float32'), embedding as tf.Tensor2D);
    const joined = tf.reshape(seen, [contexts.length, window * width]);
    const layer = tf.tanh(tf.add(tf.matMul(joined, inner as tf.Tensor2D), innerBias));
    const scores = tf.matMul(layer as tf.Tensor2D, outer as tf.Tensor2D);
    return tf.add(scores, outerBias) as tf.Tensor2D;
  };
  return { vocabulary, weights, logits };
}

/**
 * Logit mixing at decoding, `mixLogits` with weights 1 − w and w: nothing is trained, each token costs a
 * look at both models.
 */
export function mixture(reference: LanguageModel, tuned: LanguageModel, w: number): LanguageModel {
  const logits = (contexts: readonly number[][]) =>
    tf.add(
      tf.mul(1 - w, reference.logits(contexts)),
      tf.mul(w, tuned.logits(contexts)),
    ) as tf.Tensor2D;
  return { vocabulary: reference.vocabulary, weights: [], logits };
}

/** log π(y | x) of each response, as a tensor, so that a gradient can pass through. */
export function responseLogs(
  model: LanguageModel,
  prompts: readonly number[][],
  responses: readonly number[][],
): tf.Tensor1D {
  const contexts = responses.flatMap((response, i) =>
    response.map((_, t) => contextOf([...prompts[i], ...response.slice(0, t)])),
  );
  const came = tf.oneHot(tf.tensor1d(responses.flat(), 'int32'), model.vocabulary);
  const next = tf.logSoftmax(model.logits(contexts));
  const logs = tf.sum(tf.mul(next, tf.cast(came, 'float32')), 1);
  return tf.sum(tf.reshape(logs, [responses.length, responseLength]), 1);
}

/** The same as numbers. */
export function logsOf(
  model: LanguageModel,
  prompts: readonly number[][],
  responses: readonly number[][],
): number[] {
  return tf.tidy(() => Array.from(responseLogs(model, prompts, responses).dataSync()));
}

/** One response to each prompt. */
export function sample(
  model: LanguageModel,
  prompts: readonly number[][],
  random: Random,
): number[][] {
  const responses = prompts.map((): number[] => []);
  for (let t = 0; t < responseLength; t++) {
    const chances = nextChances(
      model,
      prompts.map((prompt, i) => [...prompt, ...responses[i]]),
    );
    responses.forEach((response, i) => {
      response.push(draw(random, chances[i]));
    });
  }
  return responses;
}

/** The distribution of the next token after each text. */
export function nextChances(model: LanguageModel, texts: readonly number[][]): number[][] {
  return tf.tidy(() => tf.softmax(model.logits(texts.map(contextOf))).arraySync() as number[][]);
}

function contextOf(text: readonly number[]): number[] {
  return [...new Array<number>(window).fill(special.before), ...text].slice(-window);
}

/** Steps of Adam down a loss, by all the weights. */
export function descendLoss(
  model: LanguageModel,
  learningRate: number,
  steps: number,
  loss: (step: number) => () => tf.Scalar,
): void {
  const optimizer = tf.train.adam(learningRate);
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      optimizer.minimize(loss(step), false, model.weights);
    });
  }
  optimizer.dispose();
}
