import type { CompileError } from './sandbox/compile.ts';
import type { Outcome } from './sandbox/outcome.ts';

/** Why a student's file cannot be judged at all. */
export class InvalidSubject extends Error {}

/** @param file how the file is called in messages */
export function doesNotCompile(file: string, errors: readonly CompileError[]): InvalidSubject {
  const told = errors
    .slice(0, 3)
    .map(error => `${file}:${error.line}:${error.column}: ${error.message}\n${excerpt(error)}`);
  return new InvalidSubject(told.join('\n'));
}

export function doesNotLoad(
  file: string,
  loaded: Extract<Outcome, { kind: 'threw' | 'stopped' }>,
): InvalidSubject {
  const place = loaded.kind === 'threw' && loaded.line ? `:${loaded.line}:${loaded.column}` : '';
  const what = loaded.kind === 'threw' ? `${loaded.name}: ${loaded.message}` : loaded.message;
  return new InvalidSubject(
    `${file}${place}: the file does not load: ${what}\nOnly functions and constants belong at the top level.`,
  );
}

function excerpt(error: { lineText: string; column: number }): string {
  return `  ${error.lineText}\n  ${' '.repeat(Math.max(0, error.column - 1))}^`;
}
