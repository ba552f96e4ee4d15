import { setFlagsFromString } from 'node:v8';

/**
 * What builds the site, or judges a class, runs much code a few times. Node 20 would optimise thousands of
 * functions, for a third of the processor time, and be done before most of them paid for it: it is told to
 * wait until a function has worked for this long, in bytes of its bytecode (67,584 otherwise). What is
 * WebAssembly, it is not to optimise at all: to colour the code of the lessons and to pack their fonts
 * takes half of the time. Later versions have a cheaper compiler in between, and are left alone. Import it
 * before everything else.
 */
if (process.version.startsWith('v20.')) {
  setFlagsFromString('--interrupt-budget=1000000');
  setFlagsFromString('--liftoff-only');
}
