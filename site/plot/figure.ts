import type { Control, Interaction } from './interactive.ts';

/** A picture in a lesson. `draw` returns SVG (or, from `panels`, several in one block). */
export interface Figure {
  /** What a reader who cannot see the picture should learn from it: one or two sentences. */
  alt: string;
  draw(): string;
  /** What a reader may change in it: see `interactive`. */
  interaction?: Interaction;
  /** What a reader may run in it: see `site/live`. */
  live?: LiveFigure;
}

/** A figure that computes in the reader's browser. Each control may name the methods that it concerns. */
export interface LiveFigure {
  controls: Record<string, Control & { concerns?: readonly string[] }>;
}

/** What `site/figures/NN-topic.ts` exports as `figures`. */
export type Figures = Record<string, Figure>;

export type Point = readonly [x: number, y: number];

/** The colours of a figure, `var(--fig-1)` … `var(--fig-6)`: light and dark live in the style sheet. */
export type Color = 1 | 2 | 3 | 4 | 5 | 6;

export interface Axis {
  label: string;
  domain: readonly [number, number];
  scale?: 'linear' | 'log';
  /** How many ticks, roughly, or exactly which. */
  ticks?: number | readonly number[];
  format?: (value: number) => string;
}

/** What a mark may know of the chart that it is drawn on. All in the units of the viewBox. */
export interface Frame {
  x: (value: number) => number;
  y: (value: number) => number;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Mark {
  /** Marks with a name are series: they get a colour, a dash and a label of their own. */
  label?: string;
  color?: Color;
  /** Where along a line its label stands, from 0 to 1. Without it, at the right end. */
  labelAt?: number;
  /** A series takes the next free colour; a rule or a note has none unless it asks. */
  series: boolean;
  /** Whether the end of the mark can carry its label, as a line's can. */
  ends: boolean;
  /** Where labels may stand. */
  points: readonly Point[];
  /** Lies inside the axes and is clipped there. Notes are not. */
  clipped: boolean;
  /** Its ring is wider than a dot, and stays whole at the edge of the axes. */
  isGrip?: boolean;
  draw(frame: Frame, color: Color, distinct: boolean): string;
  /** A small sample for a key, in a box of 22 × 12. */
  sample(color: Color, distinct: boolean): string;
}
