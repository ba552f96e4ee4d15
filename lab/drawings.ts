import { dots, line, type Mark, plot, rule } from '../site/figures/plot.ts';
import { goldReward } from '../solutions/10-goodhart.ts';
import type { EnumerableResults } from './enumerable.ts';
import { epochs } from './enumerable-scale.ts';
import { mixingCharts } from './mixing-drawing.ts';
import { tokens } from './pages.ts';
import type { Point } from './trace.ts';

/** A figure of one or more charts: the lesson sets them side by side, `npm run lab` writes a file each. */
export interface Drawing {
  alt: string;
  charts: { caption?: string; svg: string }[];
}

/** What mixing logits does, in both of its drawings. */
const mixingAlt =
  'Gold and KL against the weight of the aligned policy. Mixing whole responses lies on the closed form at β/w; mixing token by token lies beside it, and moves less beyond weight 1.';

/** How wide a chart is that stands alone, and one beside another: the letters of both are then alike. */
const single = 440;
export const beside = 340;

type Curves = readonly (readonly [name: string, points: readonly Point[]])[];

/** The figures of the enumerable world, drawn from its numbers alone. */
export function enumerableDrawings(results: EnumerableResults): Record<string, Drawing> {
  const { proxy, control, dpo, scarceDpo, ppo, unclipped, entanglement, fits } = results;
  const proxyCurves: Curves = [
    ['closed form', proxy.closedForm],
    ['best-of-n', proxy.bestOfN],
    ['policy gradient', proxy.policyGradient],
  ];
  const controlCurves: Curves = [
    ['closed form', control.closedForm],
    ['best-of-n', control.bestOfN],
    ['policy gradient', control.policyGradient],
  ];
  const objective = ({ proxy, kl }: Point) => proxy - results.setting.beta * kl;
  const late = 0.5;
  const climbed = (points: readonly Point[], label: string, factor = 1) =>
    line(
      points.map(point => [Math.max(late, factor * point.at), objective(point)]),
      { label },
    );
  const lastStep = results.setting.steps.policyGradient;
  const lastDpo = entanglement[entanglement.length - 1].at;
  const pairs = entanglement[0].cases.reduce((sum, count) => sum + count, 0);
  const caseNames = ['the gap opens', 'both fall', 'both rise', 'wrong way round'];
  return {
    overoptimization: {
      alt: 'Expected gold reward against KL to the reference. With the proxy that counts tokens, best-of-n, the closed form and policy gradient all rise to a peak and then fall, the first two below where they began. With the control, which counts neighbouring tokens, all three rise and stay.',
      charts: [
        { caption: 'The proxy counts tokens', svg: goldChart(proxyCurves) },
        { caption: 'The control counts neighbours', svg: goldChart(controlCurves) },
      ],
    },
    promise: {
      alt: 'First panel: the proxy reward against KL rises all the way for best-of-n, the closed form and policy gradient. Second panel: the share of different tokens in a response falls along the same curves.',
      charts: [
        {
          caption: 'What the proxy promises',
          svg: klChart(proxyCurves, 'proxy', 'expected proxy reward'),
        },
        {
          caption: 'What the samples show',
          svg: klChart(proxyCurves, 'distinct', 'share of different tokens'),
        },
      ],
    },
    climb: {
      alt: 'The objective against gradient steps for policy gradient, PPO with clipping and the same without: PPO with clipping climbs more slowly at first, and ends closest to the closed form.',
      charts: [
        {
          svg: plot({
            x: {
              label: 'gradient steps',
              domain: [late, lastStep],
              scale: 'log',
              ticks: [1, 10, 100, 1000].filter(tick => tick <= lastStep),
            },
            y: { label: 'objective', domain: range([0], proxy.value * 1.08) },
            legend: true,
            marks: [
              rule({ y: proxy.value }, { label: 'closed form' }),
              climbed(proxy.policyGradient, 'policy gradient'),
              climbed(ppo, 'PPO', epochs),
              climbed(unclipped, 'PPO, no clip', epochs),
            ],
          }),
        },
      ],
    },
    fits: {
      alt: 'Gold gained by best-of-n and by the closed form against the square root of the KL, each with the two fitted laws. The parabola follows best-of-n; neither follows the closed form to its end.',
      charts: (['bestOfN', 'closedForm'] as const).map(curve => {
        const points = gained(proxy, curve);
        const end = points[points.length - 1][0];
        return {
          caption: curve === 'bestOfN' ? 'best-of-n' : 'the closed form',
          svg: plot({
            x: { label: 'd = √KL, in √nats', domain: [0, Math.max(end, 1)] },
            y: { label: 'gold gained', domain: range(points.map(([, y]) => y)) },
            width: beside,
            legend: true,
            marks: [
              dots(points, { label: 'measured' }),
              ...fits
                .filter(fit => fit.curve === curve)
                .map(({ form, alpha, beta }) =>
                  line(
                    Array.from({ length: 101 }, (_, i): [number, number] => {
                      const d = (i / 100) * end;
                      return [d, goldReward(d * d, alpha, beta, form)];
                    }),
                    { label: form === 'bestOfN' ? 'd (α − βd)' : 'd (α − β log d)' },
                  ),
                ),
            ],
          }),
        };
      }),
    },
    dpo: {
      alt: 'First panel: mean log-probability of chosen and rejected responses against DPO steps: both fall, the rejected ones further. Second panel: the share of pairs of which both fall grows until it is nearly all of them.',
      charts: [
        {
          caption: 'Mean log-probability of a response',
          svg: plot({
            x: stepAxis(lastDpo),
            y: {
              label: 'nats',
              domain: range(entanglement.flatMap(({ chosen, rejected }) => [chosen, rejected])),
            },
            width: beside,
            marks: (['chosen', 'rejected'] as const).map(side =>
              line(
                entanglement.map(look => [Math.max(late, look.at), look[side]]),
                { label: side },
              ),
            ),
          }),
        },
        {
          caption: 'What the next step does to the pairs',
          svg: plot({
            x: stepAxis(lastDpo),
            y: { label: 'share of pairs', domain: [0, 1] },
            width: beside,
            legend: true,
            marks: caseNames.map((label, i) =>
              line(
                entanglement.map(({ at, cases }) => [Math.max(late, at), cases[i] / pairs]),
                { label },
              ),
            ),
          }),
        },
      ],
    },
    everything: {
      alt: 'Gold against KL for best-of-n and policy gradient on the proxy, and for DPO with all and with few comparisons. DPO with all of them ends highest; with few it turns over.',
      charts: [
        {
          svg: goldChart(
            [
              ['best-of-n', proxy.bestOfN],
              ['policy gradient', proxy.policyGradient],
              ['DPO', dpo],
              ['DPO, few pairs', scarceDpo],
            ],
            single,
          ),
        },
      ],
    },
    'mixing-proxy': { alt: mixingAlt, charts: mixingCharts(proxy.mixing) },
    'mixing-control': { alt: mixingAlt, charts: mixingCharts(control.mixing) },
    pretraining: {
      alt: `Training loss against steps of gradient descent, down to the entropy of the counts; the first token of a page is ${tokens[1]} or ${tokens[0]} as often as in the corpus.`,
      charts: [
        {
          svg: plot({
            x: { label: 'steps', domain: [0, results.pretraining.losses.length - 1] },
            y: { label: 'loss, nats a token', domain: range(results.pretraining.losses) },
            height: 220,
            marks: [
              rule({ y: results.pretraining.entropy }, { label: 'entropy of the counts' }),
              line(
                results.pretraining.losses.map((loss, step) => [step, loss]),
                {},
              ),
            ],
          }),
        },
      ],
    },
  };
}

function gained(
  proxy: EnumerableResults['proxy'],
  curve: 'bestOfN' | 'closedForm',
): [number, number][] {
  return proxy[curve].map(({ kl, gold }) => [
    Math.sqrt(Math.max(0, kl)),
    gold - proxy.bestOfN[0].gold,
  ]);
}

function goldChart(curves: Curves, width = beside): string {
  return klChart(curves, 'gold', 'expected gold reward', width);
}

function klChart(
  curves: Curves,
  what: 'proxy' | 'gold' | 'distinct',
  label: string,
  width = beside,
): string {
  const shown = curves.flatMap(([, points]) => points);
  const furthest = Math.max(
    ...curves
      .filter(([name]) => name !== 'closed form')
      .flatMap(([, points]) => points.map(({ kl }) => kl)),
  );
  return plot({
    width,
    x: { label: 'KL to the reference, nats', domain: [0, furthest] },
    y: {
      label,
      domain: range(shown.filter(({ kl }) => kl <= furthest).map(point => point[what])),
    },
    legend: true,
    marks: [
      ...(what === 'gold' ? [rule({ y: startOf(curves) }, {})] : []),
      ...curves.map(
        ([label, points]): Mark =>
          label.startsWith('best')
            ? dots(
                points.map(point => [Math.max(0, point.kl), point[what]]),
                { label },
              )
            : line(
                points.map(point => [Math.max(0, point.kl), point[what]]),
                { label },
              ),
      ),
    ],
  });
}

/** The gold of the reference: where every curve but the closed form's begins. */
function startOf(curves: Curves): number {
  return curves.find(([, points]) => points[0].kl < 1e-9)?.[1][0].gold ?? Number.NaN;
}

const stepAxis = (last: number) => ({
  label: 'DPO steps',
  domain: [0.5, last] as const,
  scale: 'log' as const,
  ticks: [1, 10, 100].filter(tick => tick <= last),
});

/** The least and the greatest value, with a little room. */
function range(values: readonly number[], top = Number.NEGATIVE_INFINITY): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(top, ...values)];
  const room = 0.05 * (high - low);
  return [low - room, top > high - room ? high : high + room];
}
