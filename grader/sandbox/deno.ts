import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../course/cache.ts';
import type { Limits } from './limits.ts';
import type { Program } from './program.ts';

let binary: string | undefined;
let folder: string | undefined;
let wrappers: readonly string[][] | undefined;

/**
 * No code from text. And optimized code only for what is called very often: most guests live for some
 * hundred short calls, and compiling took a sixth of their time. Long loops are optimized as ever.
 */
const v8Flags = [
  '--disallow-code-generation-from-strings',
  '--invocation-count-for-maglev=4000',
  '--invocation-count-for-turbofan=20000',
];

/** Starts a guest: a Deno process without permissions, environment, or a way to read its own files. */
export function spawnDeno(limits: Limits, program: Program): ChildProcessWithoutNullStreams {
  binary ??= findDeno();
  folder ??= cacheFolder('deno');
  wrappers ??= findWrappers();
  const command = [
    ...wrap(limits),
    binary,
    'run',
    '--no-prompt',
    '--no-remote',
    '--no-npm',
    '--no-config',
    '--no-lock',
    `--v8-flags=--max-old-space-size=${limits.memoryMB},${v8Flags.join(',')}`,
    program.file,
  ];
  const env: Record<string, string> = {
    // There is no folder below a file, so nothing is read or kept there, on any system.
    DENO_DIR: program.compiled ?? join(program.file, 'none'),
    DENO_NO_UPDATE_CHECK: '1',
    DENO_NO_PACKAGE_JSON: '1',
  };
  // Windows programs do not start without it.
  if (process.env.SystemRoot !== undefined) env.SystemRoot = process.env.SystemRoot;
  return spawn(command[0], command.slice(1), { env, cwd: folder, windowsHide: true });
}

/**
 * The binary inside the platform's package. It is looked up directly: the `deno` package copies it into
 * place from an install script, and install scripts may be switched off.
 */
function findDeno(): string {
  const { platform, arch } = process;
  const name = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`;
  const file = platform === 'win32' ? 'deno.exe' : 'deno';
  const require = createRequire(createRequire(import.meta.url).resolve('deno/package.json'));
  try {
    const path = join(dirname(require.resolve(`${name}/package.json`)), file);
    if (existsSync(path)) return path;
  } catch {
    // Told below.
  }
  throw new Error(
    `The sandbox needs Deno, and the package ${name} is not installed. Run npm ci with optional dependencies on; Deno has no build for musl (Alpine) or 32-bit systems.`,
  );
}

/**
 * Programs of util-linux that replace themselves by the guest. `setpriv` has the kernel kill the guest
 * when this process dies, however it dies; `prlimit` bounds memory outside the heap before the parent's
 * watch sees it, processor time as a last resort, and core dumps. Each is optional.
 */
function findWrappers(): string[][] {
  if (process.platform !== 'linux') return [];
  const candidates = [
    ['setpriv', '--pdeathsig', 'KILL'],
    ['prlimit', '--core=0', '--cpu=3600'],
  ];
  return candidates.filter(
    ([program, ...options]) => spawnSync(program, [...options, 'true']).status === 0,
  );
}

/** V8 and TensorFlow.js reserve room that they never touch; `--data` counts it, the parent's watch does not. */
const reservedMB = 1024;

function wrap(limits: Limits): string[] {
  const data = (limits.memoryMB + limits.residentExtraMB + reservedMB) * 1024 * 1024;
  return (wrappers ?? []).flatMap(wrapper =>
    wrapper[0] === 'prlimit' ? [...wrapper, `--data=${data}`] : wrapper,
  );
}
