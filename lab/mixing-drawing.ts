import { dots, line, panels, plot } from '../site/figures/plot.ts';
import { beside, type Drawing } from './drawings.ts';
import type { Mixed } from './mixing.ts';

/** The weights that are drawn: further on, mixing by token and the closed form lie far apart. */
const furthest = 2;

/**
 * What mixing gives against its weight: gold, and KL to the reference.
 *
 * @param at the weight to point out
 */
export function mixingCharts(all: readonly Mixed[], at?: number): Drawing['charts'] {
  const shown = all.filter(({ w }) => w <= furthest);
  const marked = all.filter(({ w }) => w === at);
  const chart = (what: 'gold' | 'kl', label: string, domain: readonly [number, number]) =>
    plot({
      x: { label: 'weight w of the aligned policy', domain: [0, furthest] },
      y: { label, domain },
      width: beside,
      legend: true,
      marks: [
        line(
          shown.map(({ w, retrained }) => [w, retrained[what]]),
          { label: 'closed form at β/w', color: 1 },
        ),
        line(
          shown.map(({ w, tokens }) => [w, tokens[what]]),
          { label: 'by token', color: 2 },
        ),
        line(
          shown.map(({ w, trained }) => [w, trained[what]]),
          { label: 'trained, by token', color: 3 },
        ),
        dots(
          (at === undefined ? shown : marked).map(({ w, whole }) => [w, whole[what]]),
          { label: 'whole responses', color: 4, size: at === undefined ? 44 : 90 },
        ),
      ],
    });
  const furthestKl = Math.max(...shown.map(({ whole }) => whole.kl));
  const golds = shown.flatMap(({ whole, tokens, trained }) => [whole, tokens, trained]);
  const [low, high] = [
    Math.floor(Math.min(...golds.map(({ gold }) => gold))),
    Math.max(...golds.map(({ gold }) => gold)) + 0.3,
  ];
  return [
    { caption: 'Gold', svg: chart('gold', 'expected gold reward', [low, high]) },
    { caption: 'KL to the reference', svg: chart('kl', 'nats', [0, furthestKl + 0.2]) },
  ];
}

/** Those charts side by side. */
export function mixingPanels(all: readonly Mixed[], at: number): string {
  const charts = mixingCharts(all, at);
  return panels(
    charts.map(({ svg }) => svg),
    2,
    charts.map(({ caption }) => caption ?? ''),
  );
}
