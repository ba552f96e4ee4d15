import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Bundle, tensorBundle } from '../../course/bundle.ts';

const library = new URL('./tensor-guest.ts', import.meta.url);
const host = new URL('./host.ts', import.meta.url);
let making: Promise<Bundle> | undefined;
let made: Bundle | undefined;

/**
 * The guest's program with TensorFlow.js in it: sets `#tensor` up, then becomes the usual host. A file,
 * because Deno keeps compiled code for files only, which halves the time that the library takes to load;
 * and one that imports by fixed names only, because those need no permission.
 */
export function tensorGuest(): Promise<Bundle> {
  making ??= tensorBundle(
    'guest',
    `import * as tensor from ${JSON.stringify(fileURLToPath(library))};
     export * from ${JSON.stringify(fileURLToPath(library))};
     globalThis.__tensor = tensor;
     await import(${JSON.stringify(host.href)});`,
    {
      platform: 'browser',
      // TensorFlow.js takes a runtime with a process for Node, and looks for Node's modules.
      banner: { js: 'delete globalThis.process;' },
      external: ['util', 'crypto', 'string_decoder', host.href],
    },
    readFileSync(library, 'utf8'),
  ).then(
    bundle => {
      made = bundle;
      return bundle;
    },
    error => {
      making = undefined;
      throw error;
    },
  );
  return making;
}

/** The file of that program, if it has been made. */
export function tensorHost(): string | undefined {
  return made?.file;
}
