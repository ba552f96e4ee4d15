import colors from 'picocolors';

/** A number that is held, as a column of the table. */
export interface Held {
  name: string;
  value: number | undefined;
  limit: number;
  /** The limit is the least, not the most. */
  isLeast?: boolean;
  digits?: number;
}

/** A number that was not measured is not kept either. */
export function isKept({ value, limit, isLeast }: Held): boolean {
  return value !== undefined && (isLeast ? value >= limit : value <= limit);
}

/** Rows of numbers below their names and limits; those that are not kept are red and marked. */
export function table(rows: { title: string; held: Held[] }[]): string {
  // Some pages are not held to what comes last.
  const [most = []] = rows.map(({ held }) => held).sort((a, b) => b.length - a.length);
  const columns = most.map(one => one.name);
  const limits = most.map(one => `${one.isLeast ? '≥' : '≤'} ${one.limit}`);
  const cells = rows.map(({ title, held }) => [title, ...held.map(shown)]);
  const all = [['page', ...columns], ['', ...limits], ...cells];
  const widths = all[0].map((_, i) => Math.max(...all.map(row => row[i]?.length ?? 0)));
  return all
    .map((row, r) =>
      row
        .map((cell, i) => {
          const text = i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]);
          if (r < 2) return colors.dim(text);
          return cell.startsWith('✗') ? colors.red(text) : text;
        })
        .join('  '),
    )
    .join('\n');
}

function shown(held: Held): string {
  const { value, digits = 0 } = held;
  const text = value === undefined ? '–' : value.toFixed(digits);
  return isKept(held) || value === undefined ? text : `✗ ${text}`;
}
