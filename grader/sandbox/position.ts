import type { Compiled } from './compile.ts';
import { SourceMap } from './source-map.ts';

const maps = new WeakMap<Compiled, SourceMap>();

/**
 * Where in the student's file an error arose: the innermost frame of `stack` that lies in it.
 * The guest wrote the stack, so anything that is not a position in the file gives undefined.
 */
export function position(
  stack: string,
  compiled: Compiled,
): { line: number; column: number } | undefined {
  const map = maps.get(compiled) ?? new SourceMap(compiled.map);
  maps.set(compiled, map);
  for (const [, line, column] of stack.matchAll(/#exercise:(\d{1,7}):(\d{1,7})/g)) {
    // Source maps count from 0, stacks from 1.
    const found = map.find(Number(line) - 1, Number(column) - 1);
    if (found?.source.endsWith(compiled.fileName)) {
      return { line: found.line + 1, column: found.column + 1 };
    }
  }
  return undefined;
}
