import type { Plain } from '../../course/plain.ts';

/**
 * Plain data to text and back, shared by both sides of the boundary, so it imports neither Node nor Deno.
 *
 * The text is JSON, with `{"$": …}` for what JSON lacks. The built-ins are captured when this module
 * loads, and the text is put together by hand: on the guest's side the student's module may have patched
 * `JSON`, `Array.prototype` or `Object.prototype.toJSON` since then.
 */
export const codecLimits = { depth: 64, values: 1_000_000, characters: 4_000_000 } as const;

/** The value cannot cross. The message completes "surprisal(…) …": "returned a Map; …". */
export class NotPlainError extends Error {
  override name = 'NotPlainError';
}

const { isArray } = Array;
const { getPrototypeOf, keys, is } = Object;
const hasOwn = Object.hasOwn;
const { defineProperty } = Reflect;
const { parse, stringify } = JSON;
const { isView } = ArrayBuffer;
const text = String;
const indexOf = Function.prototype.call.bind(String.prototype.indexOf) as (
  text: string,
  part: string,
) => number;
const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];
const quote: (value: string) => string = stringify;

const fixes: Record<string, string> = {
  Promise: 'return the value itself, and do not mark the function async',
  Map: 'return a plain record: Object.fromEntries(...)',
  Set: 'return a plain array: [...set]',
  Tensor: 'return numbers: tensor.arraySync()',
};

interface Budget {
  values: number;
  characters: number;
}

/**
 * The text of `value`. Equal values have equal texts, with the keys of a record in their own order.
 * @param verb what was done with the value, for messages
 * @throws NotPlainError for functions, promises, typed arrays, class instances, cycles, too much depth or size
 */
export function encode(value: unknown, verb = 'returned'): string {
  const budget = { values: codecLimits.values, characters: codecLimits.characters };
  return write(value, verb, '', [], 0, budget);
}

function write(
  value: unknown,
  verb: string,
  place: string,
  above: object[],
  depth: number,
  budget: Budget,
): string {
  if (--budget.values < 0) refuseSize(verb);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'string') return writeString(value, verb, budget);
  if (value === null || value === true || value === false) return text(value);
  if (value === undefined) return '{"$":"undefined"}';
  if (typeof value !== 'object') return refuse(value, verb, place);
  if (depth >= codecLimits.depth) {
    for (let i = 0; i < depth; i++) {
      if (above[i] === value) {
        throw new NotPlainError(`${verb} an array or record that contains itself`);
      }
    }
    throw new NotPlainError(`${verb} arrays or records nested more than ${depth} deep`);
  }
  above[depth] = value;
  if (isArray(value)) {
    if (value.length > budget.values) refuseSize(verb);
    let out = '[';
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (i > 0) out += ',';
      if (typeof item === 'number' && --budget.values >= 0) out += writeNumber(item);
      else out += write(item, verb, `${place}[${i}]`, above, depth + 1, budget);
    }
    return `${out}]`;
  }
  const prototype = getPrototypeOf(value);
  if (isView(value) || (prototype !== null && getPrototypeOf(prototype) !== null)) {
    return refuse(value, verb, place);
  }
  return writeRecord(value as Record<string, unknown>, verb, place, above, depth, budget);
}

function writeNumber(value: number): string {
  if (value - value === 0) return value === 0 && is(value, -0) ? '{"$":"-0"}' : text(value);
  return `{"$":"${text(value)}"}`;
}

function writeString(value: string, verb: string, budget: Budget): string {
  budget.characters -= value.length;
  if (budget.characters < 0) {
    throw new NotPlainError(`${verb} more than 4,000,000 characters of text`);
  }
  return quote(value);
}

function writeRecord(
  record: Record<string, unknown>,
  verb: string,
  place: string,
  above: object[],
  depth: number,
  budget: Budget,
): string {
  const names = keys(record);
  let out = '';
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (i > 0) out += ',';
    out += `${writeString(name, verb, budget)}:`;
    out += write(record[name], verb, `${place}.${name}`, above, depth + 1, budget);
  }
  return hasOwn(record, '$') ? `{"$":"record","of":{${out}}}` : `{${out}}`;
}

function refuseSize(verb: string): never {
  throw new NotPlainError(`${verb} more than 1,000,000 values`);
}

function at(place: string): string {
  return place === '' ? '' : ` (at ${place.length > 80 ? `…${place.slice(-80)}` : place})`;
}

function refuse(value: unknown, verb: string, place: string): never {
  const kind = kindOf(value);
  let fix = hasOwn(fixes, kind) ? fixes[kind] : 'return numbers, strings, arrays or plain records';
  if (isView(value)) fix = 'return a plain array: Array.from(...)';
  if (kind === 'bigint') fix = 'return a number: Number(...)';
  if (kind === 'function') fix = 'return its result, not the function itself';
  const article = /^[AEIOU]/i.test(kind) ? 'an' : 'a';
  throw new NotPlainError(`${verb} ${article} ${kind}${at(place)}; ${fix}`);
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  try {
    // By what it can do, because the names of classes do not survive minification.
    if (typeof (value as { dataSync?: unknown }).dataSync === 'function') return 'Tensor';
    const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
    if (typeof name === 'string' && /^[\w$]{1,40}$/.test(name) && name !== 'Object') return name;
  } catch {
    // A hostile getter: the general words below will do.
  }
  return 'class instance';
}

/**
 * Whether `encode` would write `value` as `source`. It may say no where it would, and does if `source` holds
 * what JSON lacks; to write the same numbers again took longer than all else that an answer needs.
 */
export function isWrittenAs(value: unknown, source: string): boolean {
  return isSame(value, parse(source));
}

function isSame(value: unknown, written: unknown): boolean {
  if (typeof written !== 'object' || written === null) return is(value, written);
  if (typeof value !== 'object' || value === null) return false;
  if (isArray(written)) {
    if (!isArray(value) || value.length !== written.length) return false;
    for (let i = 0; i < written.length; i++) {
      if (!isSame(value[i], written[i])) return false;
    }
    return true;
  }
  const prototype = getPrototypeOf(value);
  if (prototype !== null && getPrototypeOf(prototype) !== null) return false;
  if (hasOwn(written, '$')) return false;
  const names = keys(written);
  const own = keys(value);
  if (own.length !== names.length) return false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (own[i] !== name) return false;
    const item = (value as Record<string, unknown>)[name];
    if (!isSame(item, (written as Record<string, unknown>)[name])) return false;
  }
  return true;
}

/**
 * The value that `source` stands for. Records come back as plain objects with own properties only.
 * @throws Error when `source` is not a text that `encode` could have written
 */
export function decode(source: string): Plain {
  const budget = { values: codecLimits.values, characters: 0 };
  return revive(parse(source), 0, budget);
}

/** The same for a text that is known to be `encode`'s: most hold nothing that JSON lacks, and are left as they are. */
export function decodeTrusted(source: string): Plain {
  return indexOf(source, '"$"') < 0 ? (parse(source) as Plain) : decode(source);
}

function revive(value: unknown, depth: number, budget: Budget): Plain {
  if (--budget.values < 0) throw new Error('The data holds more than 1,000,000 values.');
  if (typeof value !== 'object' || value === null) return value as Plain;
  if (depth > codecLimits.depth + 1) throw new Error('The data is nested too deep.');
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'object' && item !== null) value[i] = revive(item, depth + 1, budget);
      else if (--budget.values < 0) throw new Error('The data holds more than 1,000,000 values.');
    }
    return value;
  }
  let record = value as Record<string, unknown>;
  if (hasOwn(record, '$')) {
    if (record.$ !== 'record') return special(record.$);
    record = record.of as Record<string, unknown>;
    if (typeof record !== 'object' || record === null || isArray(record)) special(record);
  }
  const names = keys(record);
  for (let i = 0; i < names.length; i++) {
    const item = revive(record[names[i]], depth + 1, budget);
    // Defining, not assigning: a key named __proto__ stays a key.
    defineProperty(record, names[i], {
      value: item,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return record as Plain;
}

function special(name: unknown): Plain {
  if (name === 'undefined') return undefined;
  if (name === '-0') return -0;
  if (name === 'NaN') return nan;
  if (name === 'Infinity') return infinity;
  if (name === '-Infinity') return -infinity;
  throw new Error('The data holds an unknown mark.');
}
