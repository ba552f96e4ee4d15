import type { Series } from './chart.ts';
import { round, textAt, textWidth } from './svg.ts';

const rowHeight = 20;
/** A sample with the space after it, and the space after a name. */
const [sample, gap] = [28, 16];
/** What the numbers of the y axis take from a chart's width, about. */
const numbers = 44;

/** @param width of the chart */
function rows(series: readonly Series[], width: number): Series[][] {
  const result: Series[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const one of series) {
    const needed = sample + textWidth(one.mark.label ?? '');
    if (used + needed > width - numbers) {
      result.push([]);
      used = 0;
    }
    result.at(-1)?.push(one);
    used += needed + gap;
  }
  return result;
}

export function keyHeight(series: readonly Series[], width: number): number {
  return series.length ? rows(series, width).length * rowHeight + 6 : 0;
}

/** The key above a chart: a sample and a name for each series, in rows. */
export function drawKey(
  series: readonly Series[],
  { left, top, width }: { left: number; top: number; width: number },
): string {
  return rows(series, width)
    .flatMap((row, rowIndex) => {
      let x = left;
      const y = top + rowIndex * rowHeight;
      return row.map(({ mark, color, distinct }) => {
        const label = mark.label ?? '';
        const drawn = `<g class="fig-key" transform="translate(${round(x)} ${round(y - 6)})">${mark.sample(color, distinct)}</g>\n${textAt(x + sample, y, [label])}`;
        x += sample + textWidth(label) + gap;
        return drawn;
      });
    })
    .join('\n');
}
