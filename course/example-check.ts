import { compare } from './compare.ts';
import type { Example } from './example.ts';
import { followPath } from './follow-path.ts';
import { formatValue } from './format.ts';
import type { Plain } from './plain.ts';

/** @returns what is wrong with an example when the reference computes it; undefined when nothing is. */
export function checkExample(
  { source, call, args, path, expected, expectedText }: Example,
  reference: Record<string, unknown>,
): string | undefined {
  const task = reference[call] as ((...args: Plain[]) => Plain) | undefined;
  if (typeof task !== 'function') return `the reference exports no function "${call}".`;
  let value: Plain;
  try {
    value = followPath(task(...args), path);
  } catch (error) {
    const { name, message } = error as Error;
    if (expected.kind === 'throws' && expected.name === name) return undefined;
    return `${source} throws ${name}: ${message}.`;
  }
  if (expected.kind === 'throws') return `${source} does not throw ${expected.name}.`;
  if (!compare(value, expected.value, { absolute: expected.tolerance })) return undefined;
  return `${source} is ${formatValue(value)}, not ${expectedText}. Correct the value.`;
}
