import {
  area as areaShape,
  curveLinear,
  curveMonotoneX,
  curveStepAfter,
  line as lineShape,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from 'd3-shape';
import type { Color, Frame, Mark, Point } from './figure.ts';
import { round, textAt } from './svg.ts';

export interface Style {
  label?: string;
  color?: Color;
}

export interface LineStyle extends Style {
  /** Without it, several named lines get a dash each, so that colour is not all that tells them apart. */
  dash?: boolean;
  curve?: 'linear' | 'step' | 'smooth';
  /** The label stands at this share of the line, from 0 to 1, instead of at its right end. */
  labelAt?: number;
}

const dashes = ['', '8 4', '2 4', '10 4 2 4', '4 2', '14 4'];
const symbols = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
];
const curves = { linear: curveLinear, step: curveStepAfter, smooth: curveMonotoneX };

/** d3 writes three decimals. */
const trim = (path: string | null) =>
  (path ?? '').replace(/-?\d+\.\d+/g, number => String(round(Number(number))));

const isFinitePoint = (point: readonly number[]) => point.every(Number.isFinite);

/** What d3 writes for `curveLinear`, in a fraction of the time: films have tens of thousands of lines. */
function straight(points: Point[]): string {
  let path = '';
  let length = 0;
  for (const point of [...points, [Number.NaN, Number.NaN]]) {
    if (isFinitePoint(point)) path += `${length++ ? 'L' : 'M'}${point[0]},${point[1]}`;
    else {
      if (length === 1) path += 'Z';
      length = 0;
    }
  }
  return path;
}

/** The same mark, in many frames of a film, is drawn once for all that have the same scales. */
function drawnOnce(draw: Mark['draw']): Mark['draw'] {
  let last: { with: unknown[]; text: string } | undefined;
  return (frame, color, distinct) => {
    const own = [frame.x, frame.y, color, distinct];
    if (!last?.with.every((one, i) => one === own[i])) {
      last = { with: own, text: draw(frame, color, distinct) };
    }
    return last.text;
  };
}

/** A line through the points. One that is not finite breaks it. */
export function line(points: readonly Point[], style: LineStyle = {}): Mark {
  const attributes = (color: Color, distinct: boolean) => {
    const dash = style.dash ? '6 4' : distinct && style.dash !== false ? dashes[color - 1] : '';
    return `class="fig-line fig-c${color}"${dash && ` stroke-dasharray="${dash}"`}`;
  };
  return {
    ...{ label: style.label, color: style.color, labelAt: style.labelAt },
    ...{ series: true, ends: true, clipped: true, points },
    draw: drawnOnce(({ x, y }, color, distinct) => {
      if ((style.curve ?? 'linear') === 'linear') {
        const path = straight(points.map(([px, py]) => [round(x(px)), round(y(py))]));
        return `<path ${attributes(color, distinct)} d="${path}"/>`;
      }
      const shape = lineShape<Point>()
        .defined(([px, py]) => isFinitePoint([x(px), y(py)]))
        .x(([px]) => round(x(px)))
        .y(([, py]) => round(y(py)))
        .curve(curves[style.curve ?? 'linear']);
      return `<path ${attributes(color, distinct)} d="${trim(shape(points))}"/>`;
    }),
    sample: (color, distinct) => `<path ${attributes(color, distinct)} d="M0,6H22"/>`,
  };
}

/**
 * A marker at each finite point, of another shape for each colour. With `grip`, a reader of an
 * interactive figure can drag it.
 */
export function dots(
  points: readonly Point[],
  style: Style & { size?: number; labelAt?: number; grip?: boolean } = {},
): Mark {
  const shapeOf = (color: Color) => trim(symbol(symbols[color - 1], style.size ?? 44)());
  return {
    ...{ label: style.label, color: style.color, labelAt: style.labelAt },
    ...{ series: true, ends: false, clipped: true, isGrip: style.grip, points },
    draw({ x, y }, color) {
      const shape = shapeOf(color);
      return points
        .map(([px, py]) => [round(near(x(px))), round(near(y(py)))])
        .filter(isFinitePoint)
        .map(([px, py]) =>
          style.grip
            ? grip(px, py, color, shape)
            : `<path class="fig-dot fig-c${color}" transform="translate(${px} ${py})" d="${shape}"/>`,
        )
        .join('\n');
    },
    sample: color =>
      `<path class="fig-dot fig-c${color}" transform="translate(11 6)" d="${shapeOf(color)}"/>`,
  };
}

/** What is not to be seen may lie far outside the axes, but browsers read no numbers of 300 digits. */
function near(place: number): number {
  return Number.isNaN(place) ? place : Math.max(-1e4, Math.min(1e4, place));
}

/**
 * A marker that can be dragged. The reader's script finds the setting whose grip is nearest to the
 * pointer, by the numbers in `translate`; so a grip is one line of SVG, in units of its viewBox.
 */
export function grip(x: number, y: number, color?: Color, shape = 'M0,0'): string {
  const tone = color ? ` fig-c${color}` : ''; // without one, that of what it stands in
  return `<g class="fig-grip${tone}" transform="translate(${round(x)} ${round(y)})"><circle class="fig-reach" r="20"/><circle class="fig-ring" r="8"/><path class="fig-dot" d="${shape}"/></g>`;
}

/** A band between y0 and y1. */
export function area(
  points: readonly (readonly [x: number, y0: number, y1: number])[],
  style: LineStyle = {},
): Mark {
  return {
    ...{ label: style.label, color: style.color, labelAt: style.labelAt },
    ...{ series: true, ends: true, clipped: true },
    points: points.map(([x, y0, y1]) => [x, (y0 + y1) / 2] as const),
    draw({ x, y }, color) {
      const shape = areaShape<readonly [number, number, number]>()
        .defined(([px, y0, y1]) => isFinitePoint([x(px), y(y0), y(y1)]))
        .x(([px]) => round(x(px)))
        .y0(([, y0]) => round(y(y0)))
        .y1(([, , y1]) => round(y(y1)))
        .curve(curves[style.curve ?? 'linear']);
      return `<path class="fig-area fig-c${color}" d="${trim(shape(points))}"/>`;
    },
    sample: color => `<path class="fig-area fig-c${color}" d="M0,0H22V12H0Z"/>`,
  };
}

/** Bars that stand on 0. `width` is in units of x; without it, four fifths of the smallest gap. */
export function bars(
  items: readonly { x: number; y: number; width?: number }[],
  style: Style = {},
): Mark {
  const xs = items.map(item => item.x).sort((a, b) => a - b);
  const gaps = xs.slice(1).map((x, i) => x - xs[i]);
  const common = 0.8 * Math.min(...gaps.filter(gap => gap > 0));
  const width = Number.isFinite(common) ? common : 0.8;
  return {
    ...{ label: style.label, color: style.color },
    ...{ series: true, ends: false, clipped: true },
    points: items.map(item => [item.x, item.y] as const),
    draw(frame, color) {
      return items
        .map(item => {
          const half = (item.width ?? width) / 2;
          const [left, right] = [frame.x(item.x - half), frame.x(item.x + half)];
          return bar(frame, Math.min(left, right), Math.abs(right - left), item.y, color);
        })
        .join('\n');
    },
    sample: color => `<path class="fig-bar fig-c${color}" d="M4,0H18V12H4Z"/>`,
  };
}

/** One bar from 0 (or, on a logarithmic axis, from the bottom) to `value`. */
export function bar(frame: Frame, x: number, width: number, value: number, color: Color): string {
  const bottom = frame.top + frame.height;
  const zero = frame.y(0);
  const base = Number.isFinite(zero) ? Math.min(Math.max(zero, frame.top), bottom) : bottom;
  const tip = frame.y(value);
  if (!Number.isFinite(tip)) return '';
  const y = Math.min(base, tip);
  return `<path class="fig-bar fig-c${color}" d="M${round(x)},${round(y)}h${round(width)}v${round(Math.abs(base - tip))}h${round(-width)}Z"/>`;
}

/** A thin line across the chart at one x or one y, with a note at its end. */
export function rule(
  at: { x: number } | { y: number },
  style: Style & { dash?: boolean } = {},
): Mark {
  return {
    color: style.color,
    ...{ series: false, ends: false, clipped: false, points: [] },
    draw(frame) {
      const { left, top, width, height } = frame;
      const tone = style.color ? ` fig-c${style.color}` : '';
      const dash = style.dash === false ? '' : ' stroke-dasharray="3 3"';
      const path =
        'x' in at
          ? `M${round(frame.x(at.x))},${round(top)}v${round(height)}`
          : `M${round(left)},${round(frame.y(at.y))}h${round(width)}`;
      const drawn = `<path class="fig-rule${tone}"${dash} d="${path}"/>`;
      if (!style.label) return drawn;
      const shade = `fig-label${tone}`;
      if ('y' in at) {
        const note = textAt(left + width - 4, frame.y(at.y) - 9, [style.label], {
          class: shade,
          anchor: 'end',
        });
        return `${drawn}\n${note}`;
      }
      const x = frame.x(at.x);
      const isRight = x > left + width * 0.6;
      const note = textAt(x + (isRight ? -6 : 6), top + 9, [style.label], {
        class: shade,
        anchor: isRight ? 'end' : 'start',
      });
      return `${drawn}\n${note}`;
    },
    sample: () => '',
  };
}

interface NoteStyle {
  anchor?: 'start' | 'middle' | 'end';
  color?: Color;
  dx?: number;
  dy?: number;
  /** Whether it stands on a coloured area. */
  onArea?: boolean;
}

/** A note at a point of the chart; `\n` breaks its line. `dx` and `dy` move it, in viewBox units. */
export function text(x: number, y: number, note: string, style: NoteStyle = {}): Mark {
  return {
    color: style.color,
    ...{ series: false, ends: false, clipped: false, points: [] },
    draw: frame =>
      textAt(frame.x(x) + (style.dx ?? 0), frame.y(y) + (style.dy ?? 0), note.split('\n'), {
        class: ['fig-label', style.color && `fig-c${style.color}`, style.onArea && 'fig-on-area']
          .filter(Boolean)
          .join(' '),
        anchor: style.anchor,
      }),
    sample: () => '',
  };
}
