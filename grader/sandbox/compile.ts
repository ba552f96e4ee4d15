import * as esbuild from 'esbuild';
import { exerciseImports } from './imports.ts';
import { compileLimits } from './limits.ts';
import { refusals } from './refusals.ts';
import { failedAtLine, findTooLong } from './too-long.ts';

/** A module that is ready for `Sandbox.load`. Plain data, so it can be cached or sent between processes. */
export interface Compiled {
  kind: 'compiled';
  fileName: string;
  /** One ES module without imports. */
  code: string;
  /** Source map from `code` to the TypeScript, as JSON. */
  map: string;
  /** Whether the module uses `#tensor`, and so needs TensorFlow.js beside it. */
  tensor: boolean;
}

export interface CompileFailure {
  kind: 'failed';
  errors: CompileError[];
}

export interface CompileError {
  message: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  lineText: string;
}

export interface CompileOptions {
  /** The folder that relative imports start from. */
  resolveDir?: string;
  /** Also allow imports of files. Only for our own code: what is imported becomes part of the module. */
  allowRelative?: boolean;
}

let queue: Promise<unknown> = Promise.resolve();

/**
 * TypeScript to one ES module that imports nothing. Types are stripped, not checked.
 *
 * `import()` is refused or defused here, and `eval` is off in the sandbox: so a student's module cannot
 * reach even those built-in modules of the runtime that need no permission. Top-level `await` is refused
 * because it is the one way for a file neither to load nor to fail.
 *
 * One file at a time: a few hundred nested arrow functions take esbuild minutes, and the only cure is to
 * stop its process, which would take the files compiled beside it along.
 * @param fileName shown in errors, for example `01-nll.ts`
 */
export async function compile(
  source: string,
  fileName: string,
  options: CompileOptions = {},
): Promise<Compiled | CompileFailure> {
  const tooLong = options.allowRelative ? undefined : findTooLong(source);
  if (tooLong !== undefined) return tooLong;
  const result = queue.then(() => build(source, fileName, options));
  queue = result.catch(() => {});
  return result;
}

async function build(
  source: string,
  fileName: string,
  options: CompileOptions,
): Promise<Compiled | CompileFailure> {
  const imports = exerciseImports(options.allowRelative ?? false);
  try {
    const result = await beforeDeadline({
      stdin: {
        // esbuild would open the file that such a comment names, and use its positions.
        contents: source.replace(/([#@]\s*sourceMapping)URL=/g, '$1 URL'),
        sourcefile: fileName,
        loader: 'ts',
        resolveDir: options.resolveDir ?? (options.allowRelative ? process.cwd() : undefined),
      },
      bundle: true,
      write: false,
      outfile: 'module.js',
      format: 'esm',
      target: 'es2023',
      charset: 'utf8',
      // Indentation makes deeply nested code grow with the square of its depth.
      minifyWhitespace: true,
      sourcemap: 'external',
      sourcesContent: false,
      supported: { 'dynamic-import': false, 'top-level-await': false },
      tsconfigRaw: {},
      logLevel: 'silent',
      plugins: [imports.plugin],
    });
    if (result === 'late') {
      return failedAtLine('takes too long to compile; is there code nested very deep?');
    }
    const text = (end: string): string =>
      result.outputFiles?.find(file => file.path.endsWith(end))?.text ?? '';
    return {
      kind: 'compiled',
      fileName,
      code: text('.js'),
      map: text('.map'),
      tensor: imports.tensor,
    };
  } catch (error) {
    const errors = (error as Partial<esbuild.BuildFailure>).errors;
    if (errors === undefined || errors.length === 0) throw error;
    return { kind: 'failed', errors: errors.slice(0, 10).map(describe) };
  }
}

/** Stopping esbuild's process leaves its promise unsettled, hence the race. */
async function beforeDeadline(
  options: esbuild.BuildOptions,
): Promise<esbuild.BuildResult | 'late'> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    deadline = setTimeout(() => {
      void esbuild.stop();
      resolve('late');
    }, compileLimits.seconds * 1000);
  });
  try {
    return await Promise.race([esbuild.build(options), late]);
  } finally {
    clearTimeout(deadline);
  }
}

function describe({ text, location }: esbuild.Message): CompileError {
  const lineText = location?.lineText ?? '';
  // esbuild counts bytes of UTF-8 from 0.
  const before = Buffer.from(lineText).subarray(0, location?.column ?? 0);
  const message = /^Top-level await is not available/.test(text) ? refusals.await : text;
  return { message, line: location?.line ?? 1, column: before.toString().length + 1, lineText };
}
