import { fileURLToPath } from 'node:url';
import { type Bundle, tensorBundle } from '../../course/bundle.ts';
import { compiledFolder, hostFile, type Program, sourcesOf } from './program.ts';

const library = fileURLToPath(new URL('./tensor-guest.ts', import.meta.url));
let making: Promise<Bundle> | undefined;
let made: Program | undefined;

/**
 * The guest's program with TensorFlow.js in it: sets `#tensor` up, then becomes the usual host. A file,
 * because Deno keeps compiled code for files only, which halves the time that the library takes to load;
 * and one that imports by fixed names only, because those need no permission.
 */
export function tensorGuest(): Promise<Bundle> {
  making ??= tensorBundle(
    'guest',
    `export * from ${JSON.stringify(library)};
     import ${JSON.stringify(hostFile)};`,
    {
      platform: 'browser',
      // TensorFlow.js takes a runtime with a process for Node, and looks for Node's modules.
      banner: { js: 'delete globalThis.process;' },
      external: ['util', 'crypto', 'string_decoder'],
    },
    sourcesOf(library) + sourcesOf(hostFile),
  ).then(
    bundle => {
      made = { file: bundle.file, compiled: compiledFolder() };
      return bundle;
    },
    error => {
      making = undefined;
      throw error;
    },
  );
  return making;
}

/** The program, if it has been made. */
export function tensorProgram(): Program | undefined {
  return made;
}
