import * as tf from '#tensor';
import { type BackendName, useBackend } from './backend.ts';
import { descendLoss, languageModel, responseLogs } from './language-model.ts';
import { neuralCorpus } from './neural-corpus.ts';
import { seededRandom } from './random.ts';

/** How much longer the same steps of pretraining take on one backend than on another, in one sentence. */
export async function backendRatio(): Promise<string> {
  const before = tf.getBackend();
  try {
    const wasm = await timed('wasm');
    const cpu = await timed('cpu');
    return `A step of pretraining takes ${wasm.toFixed(0)} ms on wasm and ${cpu.toFixed(0)} ms on cpu: a ratio of ${(wasm / cpu).toFixed(2)}.`;
  } catch (error) {
    return `wasm and cpu cannot be compared here: ${(error as Error).message}`;
  } finally {
    tf.setBackend(before);
  }
}

/** Milliseconds for a step of pretraining the neural world, after one to warm up. */
async function timed(backend: BackendName): Promise<number> {
  await useBackend(backend);
  const random = seededRandom(1);
  const { tokens, pages } = neuralCorpus(random, 20);
  const model = languageModel(random, tokens.length);
  const prompts = pages.map(({ prompt }) => prompt);
  const responses = pages.map(({ response }) => response);
  const train = (steps: number) =>
    descendLoss(
      model,
      0.01,
      steps,
      () => () => tf.neg(tf.mean(responseLogs(model, prompts, responses))) as tf.Scalar,
    );
  train(1);
  const started = performance.now();
  train(3);
  tf.tidy(() => model.weights[0].dataSync());
  const time = (performance.now() - started) / 3;
  tf.dispose(model.weights);
  return time;
}
