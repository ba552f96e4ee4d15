/**
 * TensorFlow.js as a student's module finds it behind `#tensor` in the sandbox: the same names as
 * `course/tensor.ts`, always on the pure-JavaScript backend, so that a grade does not depend on the
 * machine. Bundled by tensor.ts; runs in the guest only.
 */
import './timers.ts';
import '@tensorflow/tfjs-backend-cpu';
// tfjs-core registers neither by itself, not even for the methods that its own types declare.
// @ts-expect-error: no types for side effects
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
// @ts-expect-error: likewise
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import * as tensor from './tensor-guest.ts';

export * from '@tensorflow/tfjs-core';

// TensorFlow.js has no platform for a runtime that is neither browser nor Node, and needs few parts of one.
tf.env().setPlatform('sandbox', {
  now: () => performance.now(),
  isTypedArray: (value: unknown): value is Uint8Array =>
    ArrayBuffer.isView(value) && !(value instanceof DataView),
  encode: (text: string) => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  fetch: () => Promise.reject(new Error('there is no network in the sandbox')),
});
tf.setBackend('cpu');

export async function ready(): Promise<{ backend: string; why: string }> {
  return { backend: 'cpu', why: 'the sandbox always uses cpu, so that grades agree everywhere' };
}

// Where an exercise's '#tensor' is taken from; see imports.ts.
(globalThis as { __tensor?: unknown }).__tensor = tensor;
