/**
 * What a student's module finds on `globalThis`: the language, and the few names around it that pure
 * computation (and TensorFlow.js) uses. A list of what stays, because a list of what goes would miss
 * whatever the next release of Deno adds: stores that outlive the process, workers, consoles, GPUs.
 */
const kept = new Set<PropertyKey>(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date
  Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  SuppressedError globalThis self JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array
  Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array
  Float64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect
  DisposableStack decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite
  isNaN console queueMicrotask setTimeout clearTimeout setInterval clearInterval structuredClone
  performance TextEncoder TextDecoder atob btoa WebAssembly Temporal __tensor _tfengine _tfGlobals`.split(
    /\s+/,
  ),
);

/** Deletes every other global. @throws Error when one refuses to go */
export function removeGlobals(): void {
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name === 'string' && !kept.has(name)) Reflect.deleteProperty(globalThis, name);
  }
  const left = Reflect.ownKeys(globalThis).filter(
    name => typeof name === 'string' && !kept.has(name),
  );
  if (left.length > 0) throw new Error(`These globals could not be removed: ${left.join(', ')}`);
}
