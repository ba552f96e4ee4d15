/** The drawing kit of the figures: SVG text from data, in Node, without a DOM. */
export { type BarChart, barChart } from '../plot/bar-chart.ts';
export { type Plot, plot } from '../plot/chart.ts';
export type { Axis, Color, Figure, Figures, Mark, Point } from '../plot/figure.ts';
export { choice, interactive, slider } from '../plot/interactive.ts';
export { area, bars, dots, line, rule, text } from '../plot/marks.ts';
export { once } from '../plot/once.ts';
export { panels } from '../plot/panels.ts';
export { steps } from '../plot/steps.ts';
