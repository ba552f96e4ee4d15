import type { Plain } from './plain.ts';

const longest = 240;

/** A value as a student would type it: `[0.5, -0, NaN]`, `{ loss: 0.693147 }`; cut when very long. */
export function formatValue(value: Plain, digits = 10): string {
  const text = write(value, digits);
  return text.length > longest ? `${text.slice(0, longest)} … (${text.length} characters)` : text;
}

export function formatCall(name: string, args: readonly Plain[]): string {
  return `${name}(${args.map(arg => formatValue(arg)).join(', ')})`;
}

function write(value: Plain, digits: number): string {
  if (typeof value === 'number') return formatNumber(value, digits);
  if (typeof value === 'string')
    return `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map(item => write(item, digits)).join(', ')}]`;
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, item]) => `${property(key)}: ${write(item, digits)}`,
    );
    return entries.length ? `{ ${entries.join(', ')} }` : '{}';
  }
  return String(value);
}

/** At most `digits` significant digits; whole numbers whole. */
export function formatNumber(value: number, digits = 10): string {
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : write(key, 0);
}
