import { formatNumber, formatValue } from './format.ts';
import type { Plain } from './plain.ts';

export interface Closeness {
  /** Allowed difference of a number, as a part of max(1, |expected|). */
  tolerance?: number;
  /** Allowed difference of a number, in its own unit; the larger of both counts. */
  absolute?: number;
  /** Every number must be the very same one, so that -0 is not 0. */
  exact?: boolean;
}

/** The first place where two values differ. */
export interface Mismatch {
  /** `''` for the value itself, else `[2].chosen`. */
  path: string;
  expected: Plain;
  actual: Plain;
  /** How they differ, in words: `off by 0.61`, `an array of 2 instead of 3 elements`. */
  note: string;
}

export const defaultTolerance = 1e-9;

/** @returns undefined when `actual` is as close to `expected` as asked. */
export function compare(
  actual: Plain,
  expected: Plain,
  closeness: Closeness = {},
): Mismatch | undefined {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (sameNumber(actual, expected, closeness)) return undefined;
    return mismatch(actual, expected, numberNote(actual, expected, closeness));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (actual.length === expected.length) return compareItems(actual, expected, closeness);
    const note = `${count(actual.length)} instead of ${count(expected.length)}`;
    return mismatch(actual, expected, note);
  }
  if (kindOf(actual) !== kindOf(expected)) {
    const note = `${withArticle(kindOf(actual))} instead of ${withArticle(kindOf(expected))}`;
    return mismatch(actual, expected, note);
  }
  if (isRecord(expected) && isRecord(actual)) return compareRecords(actual, expected, closeness);
  return Object.is(actual, expected) ? undefined : mismatch(actual, expected, '');
}

function compareItems(
  actual: readonly Plain[],
  expected: readonly Plain[],
  closeness: Closeness,
): Mismatch | undefined {
  for (let index = 0; index < expected.length; index++) {
    const found = compare(actual[index], expected[index], closeness);
    if (found) return { ...found, path: `[${index}]${found.path}` };
  }
  return undefined;
}

type PlainRecord = { readonly [key: string]: Plain };

function compareRecords(
  actual: PlainRecord,
  expected: PlainRecord,
  closeness: Closeness,
): Mismatch | undefined {
  const missing = Object.keys(expected).filter(key => !Object.hasOwn(actual, key));
  const extra = Object.keys(actual).filter(key => !Object.hasOwn(expected, key));
  if (missing.length) return mismatch(actual, expected, `${formatValue(missing[0])} is missing`);
  if (extra.length) {
    return mismatch(actual, expected, `${formatValue(extra[0])} should not be there`);
  }
  for (const key of Object.keys(expected)) {
    const found = compare(actual[key], expected[key], closeness);
    if (found) return { ...found, path: `.${key}${found.path}` };
  }
  return undefined;
}

function mismatch(actual: Plain, expected: Plain, note: string): Mismatch {
  return { path: '', expected, actual, note };
}

function sameNumber(actual: number, expected: number, closeness: Closeness): boolean {
  if (Object.is(actual, expected)) return true;
  if (closeness.exact || !Number.isFinite(actual) || !Number.isFinite(expected)) return false;
  const { tolerance = defaultTolerance, absolute = 0 } = closeness;
  const allowed = Math.max(tolerance * Math.max(1, Math.abs(expected)), absolute);
  return Math.abs(actual - expected) <= allowed;
}

function numberNote(actual: number, expected: number, { exact }: Closeness): string {
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return '';
  if (exact && actual === expected) return `the sign of zero matters here`;
  const difference = Math.abs(actual - expected);
  const off = `off by ${formatNumber(difference, 4)}`;
  if (difference <= 1e-4 * Math.max(1, Math.abs(expected))) return `approximately right, ${off}`;
  if (expected === 0 || actual === 0) return off;
  return `${off}, ${formatNumber(actual / expected, 6)} times the expected value`;
}

function kindOf(value: Plain): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'array' : typeof value === 'object' ? 'record' : typeof value;
}

function withArticle(kind: string): string {
  if (kind === 'null' || kind === 'undefined') return kind;
  return `${kind === 'array' ? 'an' : 'a'} ${kind}`;
}

function count(length: number): string {
  return length === 1 ? '1 element' : `${length} elements`;
}

function isRecord(value: Plain): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
