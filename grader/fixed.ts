/**
 * Freezes a value with all its parts. What is asked of one submission after another must not change in
 * between; and what cannot change needs to be written, and answered by the reference, but once.
 */
export function fixed<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) fixed(part);
  }
  return value;
}
