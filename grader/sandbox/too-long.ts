import type { CompileFailure } from './compile.ts';
import { compileLimits } from './limits.ts';

/** Refuses a file that is longer than any honest one, before anything reads it. */
export function findTooLong(source: string): CompileFailure | undefined {
  const { file, line } = compileLimits;
  if (source.length > file) {
    return failedAtLine(
      `the file has more than ${file.toLocaleString('en')} characters; shorten it`,
    );
  }
  const long = source.split('\n').findIndex(text => text.length > line);
  if (long < 0) return undefined;
  return failedAtLine(
    `a line has more than ${line.toLocaleString('en')} characters; break it`,
    long + 1,
  );
}

export function failedAtLine(message: string, line = 1): CompileFailure {
  return { kind: 'failed', errors: [{ message, line, column: 1, lineText: '' }] };
}
