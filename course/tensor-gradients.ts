import { pathToFileURL } from 'node:url';
import { tensorBundle } from './bundle.ts';

/**
 * Registers the gradients and the chained methods (`x.add(y)`) of TensorFlow.js, which tfjs-core leaves
 * to the package that bundles it.
 *
 * They are files that Node cannot import as they are (no file endings), hence the bundle. It holds copies
 * of the operations that the gradients use; engine, registries and the class Tensor are global to all
 * copies of tfjs-core, so nothing is registered twice or in the wrong place.
 */
export async function registerGradients(): Promise<void> {
  const { file } = await tensorBundle(
    'gradients',
    `import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
     import '@tensorflow/tfjs-core/dist/register_all_gradients';`,
    { platform: 'node' },
  );
  await import(pathToFileURL(file).href);
}
