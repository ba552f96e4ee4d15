import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '#tensor';

export const backends = ['auto', 'native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backends)[number];

/**
 * Moves TensorFlow.js to the backend that was asked for.
 *
 * @returns which it is, and why
 * @throws {Error} when that backend does not run here
 */
export async function useBackend(wanted: BackendName): Promise<tf.Backend> {
  if (wanted === 'auto') {
    const chosen = await tf.ready();
    tf.setBackend(chosen.backend);
    return chosen;
  }
  const name = wanted === 'native' ? 'tensorflow' : wanted;
  if (name === 'wasm') await loadWasm();
  if (name === 'tensorflow') await tf.ready();
  if (!tf.findBackendFactory(name) || !(await tf.setBackend(name))) {
    throw new Error(`The ${wanted} backend does not run here. Try --backend auto.`);
  }
  return { backend: name, why: 'you asked for it' };
}

async function loadWasm(): Promise<void> {
  if (tf.findBackendFactory('wasm')) return;
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const manifest = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/package.json',
  );
  wasm.setWasmPaths(path.join(manifest, '..', 'dist', '/'));
}
