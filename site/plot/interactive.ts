import type { Figure } from './figure.ts';

/** One thing that a reader may set: a number on a slider, or a name in a list. */
export interface Control<Value = number | string> {
  label: string;
  /** All of them: the page holds a frame for each. */
  values: readonly Value[];
  start: Value;
  /** Each value as a reader sees it. */
  shown: readonly string[];
}

/** What is said below the picture, row by row. */
export type Readout = readonly (readonly [label: string, value: string])[];

export interface Interaction {
  controls: Record<string, Control>;
  draw(state: Record<string, unknown>): string;
  read(state: Record<string, unknown>): Readout;
}

type StateOf<Controls> = {
  [Name in keyof Controls]: Controls[Name] extends Control<infer Value> ? Value : never;
};

/**
 * A figure with controls. Without a state, `draw` draws what is seen before, or without, the script;
 * with one, a frame. Frames are drawn for all states while the page is built, so that every picture
 * and number comes from the reference, and no page holds the reference.
 */
export function interactive<const Controls extends Record<string, Control>>(figure: {
  alt: string;
  controls: Controls;
  draw(state?: StateOf<Controls>): string;
  read(state: StateOf<Controls>): Readout;
}): Figure {
  return {
    alt: figure.alt,
    draw: () => figure.draw(),
    interaction: {
      controls: figure.controls,
      draw: state => figure.draw(state as StateOf<Controls>),
      read: state => figure.read(state as StateOf<Controls>),
    },
  };
}

/** A slider over these numbers; it begins at the one nearest to `start`. */
export function slider(
  label: string,
  values: readonly number[],
  start: number,
  show: (value: number) => string = plain,
): Control<number> {
  const nearest = values.reduce((best, value) =>
    Math.abs(value - start) < Math.abs(best - start) ? value : best,
  );
  return { label, values, start: nearest, shown: values.map(show) };
}

/** A list of names, the first of which is chosen at the beginning. */
export function choice<const Name extends string>(
  label: string,
  names: readonly Name[],
): Control<Name> {
  return { label, values: names, start: names[0], shown: names };
}

function plain(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−');
}
