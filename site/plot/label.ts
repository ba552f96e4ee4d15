import type { Series } from './chart.ts';
import type { Frame } from './figure.ts';
import { fontSize, textAt, textWidth, wrap } from './svg.ts';

/** Names wider than this share of the chart are broken into lines. */
const widest = 0.27;

/** The room to the right of a chart for the names of its lines; 0 without names. */
export function labelWidth(series: readonly Series[], width: number): number {
  const lines = series.flatMap(({ mark }) => wrap(mark.label ?? '', width * widest));
  return lines.length ? Math.ceil(Math.max(...lines.map(textWidth)) + 12) : 0;
}

/** The name of each line at its right end, moved up or down until no two of them touch. */
export function endLabels(frame: Frame, series: readonly Series[]): string[] {
  const total = frame.left + frame.width + labelWidth(series, fullWidth(frame, series));
  const labels = series.map(({ mark, color }) => {
    const lines = wrap(mark.label ?? '', total * widest);
    const visible = mark.points
      .map(([x, y]) => ({ x: frame.x(x), y: frame.y(y) }))
      .filter(
        ({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && x <= frame.left + frame.width + 1,
      );
    const end = visible.reduce(
      (a, b) => (b.x >= a.x ? b : a),
      visible[0] ?? { x: 0, y: frame.top },
    );
    const y = Math.min(Math.max(end.y, frame.top), frame.top + frame.height);
    return { lines, color, y, height: lines.length * fontSize * 1.15 + 3 };
  });
  labels.sort((a, b) => a.y - b.y);
  spread(labels, frame.top - 4, frame.top + frame.height + 6);
  return labels.map(({ lines, color, y }) =>
    textAt(frame.left + frame.width + 8, y, lines, { class: `fig-label fig-c${color}` }),
  );
}

function fullWidth(frame: Frame, series: readonly Series[]): number {
  // The chart's width follows from the frame: the labels fill the rest of it.
  for (let width = frame.left + frame.width; ; width++) {
    if (width - labelWidth(series, width) >= frame.left + frame.width) return width;
  }
}

function spread(labels: { y: number; height: number }[], top: number, bottom: number): void {
  let edge = top;
  for (const label of labels) {
    label.y = Math.max(label.y, edge + label.height / 2);
    edge = label.y + label.height / 2;
  }
  edge = bottom;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, edge - label.height / 2);
    edge = label.y - label.height / 2;
  }
}

/** The name of a series beside the point at its `labelAt`, on the side with more room. */
export function labelOnLine(frame: Frame, { mark, color }: Series): string {
  const points = mark.points
    .map(([x, y]) => [frame.x(x), frame.y(y)])
    .filter(point => point.every(Number.isFinite));
  if (!mark.label || points.length === 0) return '';
  const at = Math.round((mark.labelAt ?? 0.5) * (points.length - 1));
  const [x, y] = points[at];
  const [before, after] = [
    points[Math.max(0, at - 1)],
    points[Math.min(points.length - 1, at + 1)],
  ];
  const rises = after[1] < before[1];
  const width = textWidth(mark.label);
  const right = frame.left + frame.width;
  // Above a falling line the free side is the right one, above a rising line the left one.
  let anchor: 'start' | 'end' = rises ? 'end' : 'start';
  if (anchor === 'start' && x + width > right) anchor = 'end';
  if (anchor === 'end' && x - width < frame.left) anchor = 'start';
  const above = (anchor === 'start') !== rises || y > frame.top + frame.height - 16;
  const placed = y + (above && y > frame.top + 14 ? -12 : 13);
  return textAt(x + (anchor === 'start' ? 6 : -6), placed, [mark.label], {
    class: `fig-label fig-c${color}`,
    anchor,
  });
}
