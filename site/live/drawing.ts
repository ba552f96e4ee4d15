import { dots, line, type Mark, panels, plot, rule } from '../figures/plot.ts';
import type { LiveFit } from './exact.ts';
import type { LivePoint, LiveSetting } from './setting.ts';

/** Wide enough for a panel, and its letters as large as those of the other figures. */
const width = 340;

const caseNames = ['the gap opens', 'both fall', 'both rise', 'wrong way round'];

/**
 * What a run looks like so far: proxy and gold gained against the KL that was spent and, beside it, what
 * the reader could see without the gold.
 */
export function drawRun(
  points: readonly LivePoint[],
  { method, steps }: Pick<LiveSetting, 'method' | 'steps'>,
  fits: readonly LiveFit[] = [],
): string {
  const isPairs = method === 'DPO';
  return panels([gains(points, fits), isPairs ? cases(points, steps) : variety(points)], 2, [
    'Gained over the reference',
    isPairs ? 'What the next step does to the pairs' : 'Share of different tokens in a response',
  ]);
}

function gains(points: readonly LivePoint[], fits: readonly LiveFit[]): string {
  const [first] = points;
  const far = furthest(points);
  const curve = (what: 'proxy' | 'gold') =>
    points.map((point): [number, number] => [Math.max(0, point.kl), point[what] - first[what]]);
  const [proxy, gold] = [curve('proxy'), curve('gold')];
  const heights = [...proxy, ...gold].map(([, y]) => y);
  const end = points.length - 1;
  return plot({
    x: { label: 'KL to the reference, nats', domain: [0, far] },
    y: {
      label: 'nats of log-odds',
      domain: [
        Math.min(-1, Math.floor(Math.min(...heights))),
        Math.max(2, Math.ceil(Math.max(...heights))),
      ],
    },
    width,
    legend: true,
    marks: [
      rule({ y: 0 }),
      line(proxy, { label: 'proxy', color: 1 }),
      line(gold, { label: 'gold', color: 2 }),
      ...fits.map(({ law, gain }, i) =>
        line(
          Array.from({ length: 101 }, (_, k): [number, number] => [
            (k / 100) * far,
            gain((k / 100) * far),
          ]),
          { label: law, color: i ? 5 : 3 },
        ),
      ),
      dots([proxy[end]], { color: 1, size: 60 }),
      dots([gold[end]], { color: 2, size: 60 }),
    ],
  });
}

function variety(points: readonly LivePoint[]): string {
  const curve = points.map(({ kl, distinct }): [number, number] => [Math.max(0, kl), distinct]);
  return plot({
    x: { label: 'KL to the reference, nats', domain: [0, furthest(points)] },
    y: { label: 'share', domain: [0, 1] },
    width,
    marks: [line(curve, { color: 4 }), dots([curve[curve.length - 1]], { color: 4, size: 60 })],
  });
}

function cases(points: readonly LivePoint[], steps: number): string {
  const shares = (which: number) =>
    points.flatMap(({ at, pairs }): [number, number][] => {
      if (!pairs) return [];
      const count = pairs.cases.reduce((sum, some) => sum + some, 0);
      return [[Math.max(0.5, at), pairs.cases[which] / count]];
    });
  const marks: Mark[] = caseNames.map((label, which) => line(shares(which), { label }));
  return plot({
    x: {
      label: 'DPO steps',
      domain: [0.5, steps],
      scale: 'log',
      ticks: [1, 10, 100, 1000, 10_000].filter(tick => tick <= steps),
    },
    y: { label: 'share of pairs', domain: [0, 1] },
    width,
    legend: true,
    marks,
  });
}

/** Whole nats, so that the axis does not tremble while a run goes on. */
function furthest(points: readonly LivePoint[]): number {
  return Math.max(2, Math.ceil(Math.max(...points.map(({ kl }) => kl))));
}
