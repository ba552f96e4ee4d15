import { gridLine, leftMargin, scaleOf, titleOfY } from './axis.ts';
import type { Axis, Color, Frame } from './figure.ts';
import { drawKey, keyHeight } from './key.ts';
import { bar, bars } from './marks.ts';
import { fontSize, round, svg, textAt, textWidth, wrap } from './svg.ts';

export interface BarChart {
  categories: readonly string[];
  series: readonly { label: string; values: readonly number[]; color?: Color }[];
  y: Axis;
  /** Prints each value above its bar; use it when there are few bars. */
  value?: (value: number) => string;
  width?: number;
  height?: number;
}

/** Groups of bars, one group a category. Two series or more are named in a key above. */
export function barChart(options: BarChart): string {
  const { categories, series, width = 440, height = 260 } = options;
  const colors = series.map((one, index) => one.color ?? (((index % 6) + 1) as Color));
  const key = series.map((one, index) => ({
    mark: bars([], { label: one.label }),
    color: colors[index],
    distinct: true,
  }));
  const shown = series.length > 1 ? key : [];
  const top = (options.value ? 22 : 12) + keyHeight(shown, width);
  // The left margin depends on the numbers and the labels' height on the left margin.
  const left = leftMargin(options.y, scaleOf(options.y, [1, 0], 5));
  const across = width - left - 8;
  const step = across / categories.length;
  const labels = categories.map(category => wrap(category, step - 6));
  const lines = Math.max(1, ...labels.map(label => label.length));
  const inner = height - top - (lines * fontSize * 1.15 + 14);
  const y = scaleOf(options.y, [top + inner, top], Math.max(2, Math.round(inner / 45)));
  const frame: Frame = {
    x: value => left + step * value,
    y,
    left,
    top,
    width: across,
    height: inner,
  };
  const bottom = top + inner;

  const thickness = Math.min((step * 0.78) / series.length, 46);
  const groups = categories.flatMap((_, category) =>
    series.map((one, index) => {
      const x = left + step * (category + 0.5) + thickness * (index - series.length / 2);
      const value = one.values[category];
      const drawn = bar(frame, x + 1, thickness - 2, value, colors[index]);
      if (!options.value || !drawn) return drawn;
      const tip = y(value) + (value < 0 ? 10 : -9);
      const printed = options.value(value);
      // A number wider than its bar leans away from its neighbours, over whose bars it would stand.
      const side = Math.sign(index - (series.length - 1) / 2);
      const lean = (side * Math.max(0, textWidth(printed) - thickness)) / 2;
      return `${drawn}\n${textAt(x + thickness / 2 + lean, tip, [printed], { anchor: 'middle', class: 'fig-small' })}`;
    }),
  );
  const zero = y(0);
  const base = Number.isFinite(zero) && zero >= top && zero <= bottom ? zero : bottom;
  return svg(width, height, [
    drawKey(shown, { left, top: 14, width }),
    ...y.ticks.map(({ value }) => gridLine(left, y(value), left + across, y(value))),
    ...y.ticks.map(({ value, label }) => textAt(left - 7, y(value), [label], { anchor: 'end' })),
    titleOfY(frame, options.y.label),
    ...groups,
    `<path class="fig-axis" d="M${round(left)},${round(base)}h${round(across)}"/>`,
    ...labels.map((label, i) =>
      textAt(left + step * (i + 0.5), bottom + 8 + (label.length * fontSize * 1.15) / 2, label, {
        anchor: 'middle',
      }),
    ),
  ]);
}
