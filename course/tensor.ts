/**
 * TensorFlow.js, the `#tensor` of lessons that train a model.
 *
 * On import it runs on the pure-JavaScript backend, so that a module can train synchronously at once;
 * `await ready()` moves to the fastest backend that works on this machine. In the sandbox `#tensor` is
 * another module with the same names, always in pure JavaScript (`grader/sandbox/tensor-guest.ts`).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { registerGradients } from './tensor-gradients.ts';

export * from '@tensorflow/tfjs-core';

await registerGradients();
tf.setBackend('cpu');
// Its first use prints an advertisement for the native backend.
await quietly(() => tf.scalar(0).dispose());

export interface Backend {
  backend: string;
  /** One line: why this one. */
  why: string;
}

let chosen: Promise<Backend> | undefined;

/**
 * Moves to the fastest backend that loads and passes a small self-test: native, else WebAssembly, else
 * pure JavaScript. Tensors made before stay usable. Asking again gives the same answer.
 */
export function ready(): Promise<Backend> {
  chosen ??= choose();
  return chosen;
}

const candidates: readonly { backend: string; load: () => Promise<void>; what: string }[] = [
  {
    backend: 'tensorflow',
    what: 'native TensorFlow',
    load: () => import('@tensorflow/tfjs-node' as string),
  },
  {
    backend: 'wasm',
    what: 'WebAssembly',
    load: async () => {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      const manifest = createRequire(import.meta.url).resolve(
        '@tensorflow/tfjs-backend-wasm/package.json',
      );
      wasm.setWasmPaths(join(manifest, '..', 'dist', '/'));
    },
  },
];

async function choose(): Promise<Backend> {
  const failed: string[] = [];
  for (const { backend, load, what } of candidates) {
    try {
      await quietly(load);
      if (!(await quietly(() => tf.setBackend(backend)))) throw new Error('it did not start');
      selfTest();
      return { backend, why: [...failed, `${what} works here`].join('; ') };
    } catch (error) {
      tf.setBackend('cpu');
      failed.push(`${what} is not available (${reason(error)})`);
    }
  }
  return { backend: 'cpu', why: [...failed, 'pure JavaScript works everywhere'].join('; ') };
}

function reason(error: unknown): string {
  if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return 'it is not installed';
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0].slice(0, 100);
}

/** A step of training whose result is known: it takes matmul, softmax, their gradients and an optimizer. */
function selfTest(): void {
  const [before, after] = tf.tidy(() => {
    const weights = tf.variable(tf.tensor2d([[0.1, -0.2], [0.3, 0.4]])); // biome-ignore format: a matrix
    const loss = (): tf.Scalar => {
      const logits = tf.matMul(tf.tensor2d([[1, 2]]), weights);
      return tf.neg(tf.sum(tf.mul(tf.tensor2d([[1, 0]]), tf.logSoftmax(logits)))) as tf.Scalar;
    };
    const first = loss().arraySync();
    tf.train.adam(0.1).minimize(loss, false, [weights]);
    const second = loss().arraySync();
    weights.dispose();
    return [first, second];
  });
  // logits 0.7 and 0.6; Adam's first step moves each weight by 0.1 against its gradient.
  const known = [Math.log1p(Math.exp(-0.1)), Math.log1p(Math.exp(-0.7))];
  if (!(Math.abs(before - known[0]) < 1e-4 && Math.abs(after - known[1]) < 1e-3)) {
    throw new Error(`its self-test gave ${before}, ${after} for ${known.join(', ')}`);
  }
}

/** TensorFlow.js greets on the console as it loads; a lesson's output is no place for that. */
async function quietly<T>(work: () => T | Promise<T>): Promise<T> {
  const { log, warn, info, error } = console;
  const silent = (): void => {};
  Object.assign(console, { log: silent, warn: silent, info: silent, error: silent });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, warn, info, error });
  }
}
