import type { Series } from './chart.ts';
import { round, textAt, textWidth } from './svg.ts';

const rowHeight = 20;

function rows(series: readonly Series[], width: number): Series[][] {
  const result: Series[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const one of series) {
    const needed = textWidth(one.mark.label ?? '') + 44;
    if (used + needed > width) {
      result.push([]);
      used = 0;
    }
    result.at(-1)?.push(one);
    used += needed;
  }
  return result;
}

export function keyHeight(series: readonly Series[], width: number): number {
  return series.length ? rows(series, width).length * rowHeight + 6 : 0;
}

/** The key above a chart: a sample and a name for each series, in rows. */
export function drawKey(series: readonly Series[], left: number, top: number): string {
  const width = 420;
  return rows(series, width)
    .flatMap((row, rowIndex) => {
      let x = left;
      const y = top + rowIndex * rowHeight;
      return row.map(({ mark, color, distinct }) => {
        const label = mark.label ?? '';
        const drawn = `<g class="fig-key" transform="translate(${round(x)} ${round(y - 6)})">${mark.sample(color, distinct)}</g>\n${textAt(x + 28, y, [label])}`;
        x += textWidth(label) + 44;
        return drawn;
      });
    })
    .join('\n');
}
