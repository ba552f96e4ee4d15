import type { Plain } from './plain.ts';

/** What an example shows of the returned value: `followPath({ chosen: [1] }, ['chosen', 0])` is 1. */
export function followPath(value: Plain, path: readonly (string | number)[]): Plain {
  return path.reduce<Plain>(
    (at, key) => (at as Record<string | number, Plain> | null)?.[key],
    value,
  );
}
