import { scaleLinear, scaleLog } from 'd3-scale';
import type { Axis, Frame } from './figure.ts';
import { fontSize, round, textAt, textWidth } from './svg.ts';

export interface Scale {
  (value: number): number;
  ticks: { value: number; label: string }[];
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const scales = new Map<string, Scale>();

/** An axis that stands in many frames of a film has one scale: marks know by it what they have drawn. */
export function scaleOf(axis: Axis, range: [number, number], defaultTicks: number): Scale {
  if (axis.format) return newScale(axis, range, defaultTicks);
  const { scale, domain, ticks } = axis;
  const key = JSON.stringify([scale, `${domain}`, ticks, `${range}`, defaultTicks]);
  const known = scales.get(key) ?? newScale(axis, range, defaultTicks);
  if (scales.size > 100) scales.clear(); // a figure that is live has ever new ones
  scales.set(key, known);
  return known;
}

function newScale(axis: Axis, range: [number, number], defaultTicks: number): Scale {
  const isLog = axis.scale === 'log';
  if (isLog && !(axis.domain[0] > 0 && axis.domain[1] > 0)) {
    throw new RangeError(
      `The axis "${axis.label}" is logarithmic, but its domain is [${axis.domain}]. Begin above 0.`,
    );
  }
  const scale = (isLog ? scaleLog() : scaleLinear()).domain([...axis.domain]).range(range);
  const count = typeof axis.ticks === 'number' ? axis.ticks : defaultTicks;
  const values = Array.isArray(axis.ticks)
    ? axis.ticks
    : isLog
      ? logTicks(axis.domain, count)
      : scale.ticks(count);
  const plain = scaleLinear()
    .domain([...axis.domain])
    .tickFormat(count);
  const format =
    axis.format ?? (isLog ? logFormat(values) : Array.isArray(axis.ticks) ? short : plain);
  const ticks = values.map((value: number) => ({ value, label: format(value) }));
  return Object.assign((value: number) => scale(value), { ticks });
}

/** Powers of ten, thinned out when there are many; on a short axis 1, 2 and 5 of each decade. */
function logTicks([from, to]: readonly [number, number], count: number): number[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  if (decades < 3) {
    const all = [];
    for (let power = first - 1; power <= last; power++) {
      for (const digit of [1, 2, 5]) all.push(Number(`${digit}e${power}`));
    }
    return all.filter(tick => tick >= low * 0.999999 && tick <= high * 1.000001);
  }
  const step = Math.max(1, Math.ceil(decades / (count + 1)));
  const ticks = [];
  for (let power = first; power <= last; power += step) ticks.push(Number(`1e${power}`));
  return ticks;
}

/** All powers of ten look alike: if one of them needs an exponent, each but 1 and 10 gets one. */
function logFormat(values: readonly number[]): (value: number) => string {
  const isWide = values.some(value => Math.abs(Math.log10(value)) > 3.5);
  return value => {
    const power = Math.round(Math.log10(value));
    const isPower = Math.abs(Math.log10(value) - power) < 1e-9;
    if (!isWide || !isPower || power === 0 || power === 1) return short(value);
    const digits = [...String(Math.abs(power))].map(digit => superscripts[Number(digit)]);
    return `10${power < 0 ? '⁻' : ''}${digits.join('')}`;
  };
}

function short(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** The room that the numbers and the title of a y axis need on the left. */
export function leftMargin(axis: Axis, scale: Scale): number {
  const widest = Math.max(0, ...scale.ticks.map(tick => textWidth(tick.label)));
  return Math.ceil(widest + 10 + (axis.label ? fontSize * 1.6 : 4));
}

export function drawAxes(frame: Frame, x: Axis, xScale: Scale, y: Axis, yScale: Scale): string {
  const { left, top, width, height } = frame;
  const bottom = top + height;
  const parts = [
    ...yScale.ticks.map(({ value }) => gridLine(left, yScale(value), left + width, yScale(value))),
    // Without a name and numbers it would be a line that means nothing.
    x.label || xScale.ticks.length
      ? `<path class="fig-axis" d="M${round(left)},${round(bottom)}H${round(left + width)}"/>`
      : '',
    ...yScale.ticks.map(({ value, label }) =>
      textAt(left - 7, yScale(value), [label], { anchor: 'end' }),
    ),
    ...xTicks(frame, xScale),
    titleOfX(frame, x.label),
    titleOfY(frame, y.label),
  ];
  return parts.filter(Boolean).join('\n');
}

export function gridLine(x1: number, y1: number, x2: number, y2: number): string {
  return `<path class="fig-grid" d="M${round(x1)},${round(y1)}L${round(x2)},${round(y2)}"/>`;
}

/** Labels that would touch the one before them are left out; their tick marks stay. */
function xTicks(frame: Frame, scale: Scale): string[] {
  const bottom = frame.top + frame.height;
  let free = Number.NEGATIVE_INFINITY;
  return scale.ticks.flatMap(({ value, label }) => {
    const at = scale(value);
    const mark = `<path class="fig-axis" d="M${round(at)},${round(bottom)}v5"/>`;
    const half = textWidth(label) / 2;
    if (at - half < free) return [mark];
    free = at + half + 6;
    return [mark, textAt(at, bottom + 16, [label], { anchor: 'middle' })];
  });
}

export function titleOfX(frame: Frame, label: string): string {
  if (!label) return '';
  const x = frame.left + frame.width / 2;
  return textAt(x, frame.top + frame.height + 37, [label], {
    class: 'fig-title',
    anchor: 'middle',
  });
}

export function titleOfY(frame: Frame, label: string): string {
  if (!label) return '';
  const y = frame.top + frame.height / 2;
  const at = fontSize * 0.62;
  return textAt(at, y, [label], {
    class: 'fig-title',
    anchor: 'middle',
    transform: `rotate(-90 ${round(at)} ${round(y)})`,
  });
}
