import { drawAxes, leftMargin, scaleOf } from './axis.ts';
import type { Axis, Color, Frame, Mark } from './figure.ts';
import { drawKey, keyHeight } from './key.ts';
import { endLabels, labelOnLine, labelWidth } from './label.ts';
import { fontSize, round, svg, textWidth } from './svg.ts';

export interface Plot {
  x: Axis;
  y: Axis;
  /** Drawn in this order, the last on top. */
  marks: Mark[];
  /** In units of the viewBox; 440 × 280 without it. */
  width?: number;
  height?: number;
  /**
   * Named lines carry their name at the right end (`'right'`, also without this option); dots and
   * bars are named in a key above. `true` puts all names in the key, `false` none anywhere.
   */
  legend?: boolean | 'right';
}

/** A mark with the colour that it got, and whether it also needs a dash of its own. */
export interface Series {
  mark: Mark;
  color: Color;
  distinct: boolean;
}

/** A chart with two axes. */
export function plot(options: Plot): string {
  const { width = 440, height = 280 } = options;
  const all = colored(options.marks);
  const named = all.filter(({ mark }) => mark.label && mark.labelAt === undefined && mark.series);
  const inKey =
    options.legend === false
      ? []
      : named.filter(({ mark }) => options.legend === true || !mark.ends);
  const atEnd = options.legend === false ? [] : named.filter(series => !inKey.includes(series));

  const top = 12 + keyHeight(inKey, width);
  const bottom = 27 + (options.x.label ? fontSize * 1.5 : 0);
  const inner = height - top - bottom;
  const yScale = scaleOf(options.y, [top + inner, top], Math.max(2, Math.round(inner / 45)));
  const left = leftMargin(options.y, yScale);
  const labels = labelWidth(atEnd, width);
  const across = width - left - (labels || 16);
  const xScale = scaleOf(options.x, [left, left + across], Math.max(2, Math.round(across / 70)));
  // The last number of the x axis is centred on its tick: half of it may stand over the edge.
  const last = xScale.ticks.at(-1);
  const over = last ? xScale(last.value) + textWidth(last.label) / 2 - width : 0;
  const frame: Frame = { x: xScale, y: yScale, left, top, width: across, height: inner };

  const draw = ({ mark, color, distinct }: Series) => mark.draw(frame, color, distinct);
  const grips = all.filter(({ mark }) => mark.isGrip);
  return svg(width + Math.max(0, over), height, [
    drawKey(inKey, { left, top: 14, width }),
    drawAxes(frame, options.x, xScale, options.y, yScale),
    clip(frame, all.filter(({ mark }) => mark.clipped && !mark.isGrip).map(draw)),
    ...all.filter(({ mark }) => !mark.clipped).map(draw),
    ...all
      .filter(({ mark }) => mark.labelAt !== undefined)
      .map(series => labelOnLine(frame, series)),
    ...endLabels(frame, atEnd),
    ...(grips.length ? [clip(frame, grips.map(draw), 10)] : []),
  ]);
}

/** A series without a colour of its own takes the first that no other asks for. */
function colored(marks: Mark[]): Series[] {
  const asked = new Set(marks.map(mark => mark.color));
  const free = ([1, 2, 3, 4, 5, 6] as Color[]).filter(color => !asked.has(color));
  const lines = marks.filter(mark => mark.series && mark.ends);
  return marks.map(mark => ({
    mark,
    color: mark.color ?? (mark.series ? (free.shift() ?? 6) : 1),
    distinct: lines.length > 1,
  }));
}

/**
 * An inner svg clips without an id, which on a page with many figures could collide.
 * @param spare room beyond the axes, so that a stroke or a dot on their edge stays whole
 */
function clip({ left, top, width, height }: Frame, content: string[], spare = 4): string {
  const box = [left - spare, top - spare, width + 2 * spare, height + 2 * spare].map(round);
  const [x, y, w, h] = box;
  return `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="${box.join(' ')}">\n${content.filter(Boolean).join('\n')}\n</svg>`;
}
