import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../course/cache.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Program } from './program.ts';

let binary: string | undefined;
let folder: string | undefined;
const tools: Partial<Record<keyof typeof trials, boolean>> = {};
let inherited: number | undefined;

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
  const flags = [`--max-old-space-size=${limits.memoryMB}`, ...v8Flags];
  // Threads for V8 are worth their start only where a library is compiled and models are trained.
  if (!program.compiled) flags.push('--single-threaded');
  const command = [
    ...(hasTool('setpriv') ? ['setpriv', '--pdeathsig', 'KILL'] : []),
    ...(inheritedBytes() === dataBytes(limits) ? [] : bounded(limits)),
    binary,
    'run',
    '--no-prompt',
    '--no-remote',
    '--no-npm',
    '--no-config',
    '--no-lock',
    `--v8-flags=${flags.join(',')}`,
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
 * Programs of util-linux that replace themselves by another one. `setpriv` has the kernel kill the guest when this
 * process dies, however it dies; `prlimit` bounds memory outside the heap before the parent's watch sees it, and
 * core dumps. Each is optional.
 */
function hasTool(name: keyof typeof trials): boolean {
  if (process.platform !== 'linux') return false;
  tools[name] ??= spawnSync(name, [...trials[name], 'true']).status === 0;
  return tools[name];
}

const trials = { setpriv: ['--pdeathsig', 'KILL'], prlimit: ['--core=0'] };

/** V8 and TensorFlow.js reserve room that they never touch; `--data` counts it, the parent's watch does not. */
const reservedMB = 1024;

function dataBytes({ memoryMB, residentExtraMB }: Limits): number {
  return (memoryMB + residentExtraMB + reservedMB) * 1024 * 1024;
}

/**
 * What stands before a command that is to be bound by the kernel. A process that starts guests one after the other
 * is started so itself: they inherit it, and a program less runs for each.
 */
export function bounded(limits: Limits = defaultLimits): string[] {
  return hasTool('prlimit') ? ['prlimit', '--core=0', `--data=${dataBytes(limits)}`] : [];
}

/** The bound that this process was started with; 0 without any. */
function inheritedBytes(): number {
  inherited ??= readBound();
  return inherited;
}

function readBound(): number {
  try {
    const text = readFileSync('/proc/self/limits', 'latin1');
    return Number(/^Max data size +(\d+)/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
