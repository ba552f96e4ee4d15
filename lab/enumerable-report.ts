import type { EnumerableResults } from './enumerable.ts';
import { tokens } from './pages.ts';
import { fixed, table } from './table.ts';
import type { Point } from './trace.ts';

/** The enumerable world in tables. */
export function enumerableReport(results: EnumerableResults): string {
  const { setting, proxy, control, pretraining, tokenWeights } = results;
  const curves: [name: string, points: Point[]][] = [
    ['proxy: closed form, by β', proxy.closedForm],
    ['proxy: best-of-n, by n', proxy.bestOfN],
    [`proxy: policy gradient, β = ${setting.beta}`, proxy.policyGradient],
    [`proxy: PPO, β = ${setting.beta}`, results.ppo],
    [`proxy: PPO without the clip`, results.unclipped],
    ['control: closed form, by β', control.closedForm],
    ['control: best-of-n, by n', control.bestOfN],
    [`control: policy gradient, β = ${setting.beta}`, control.policyGradient],
    [`DPO, β = ${setting.dpoBeta}`, results.dpo],
    ['DPO on few comparisons', results.scarceDpo],
  ];
  const look = (point: Point) => [
    String(Number(point.at.toFixed(3))),
    ...[point.kl, point.proxy, point.gold, point.distinct].map(value => fixed(value)),
  ];
  const rows = curves.flatMap(([name, points]) => {
    const best = points.reduce((a, b) => (b.gold > a.gold ? b : a));
    return [
      [`${name}, best gold`, ...look(best)],
      ['  at the end', ...look(points[points.length - 1])],
    ];
  });
  const reached = (name: string, { reached, value }: typeof proxy) =>
    `${name}: policy gradient reaches ${fixed(reached, 4)} of ${fixed(value, 4)}`;
  return [
    `The enumerable world: ${results.sequences} responses, seed ${setting.seed}`,
    `Pretraining: loss ${fixed(pretraining.losses[0])} → ${fixed(pretraining.losses[pretraining.losses.length - 1])} nats a token, entropy ${fixed(pretraining.entropy)}; largest gap to the counts ${pretraining.gap.toExponential(1)}`,
    `The proxy pays ${tokens.map((token, i) => `${token} ${fixed(tokenWeights[i], 2)}`).join('  ')}; it orders ${fixed(100 * proxy.accuracy, 1)} % of the comparisons, the control ${fixed(100 * control.accuracy, 1)} %`,
    `Favourites of the proxy: ${proxy.favourites.map(({ response, gold }) => `${response} (gold ${fixed(gold, 1)})`).join(', ')}`,
    reached('Proxy', proxy),
    reached('Control', control),
    '',
    table([['', 'at', 'KL', 'proxy', 'gold', 'distinct'], ...rows]),
    '',
    table([
      ['fit', 'law', 'α', 'β', 'residual'],
      ...results.fits.map(({ curve, form, alpha, beta, residual }) => [
        curve,
        form === 'bestOfN' ? 'd(α − βd)' : 'd(α − β log d)',
        ...[alpha, beta, residual].map(value => fixed(value)),
      ]),
    ]),
    '',
    ...(['proxy', 'control'] as const).flatMap(side => [
      mixingTable(side, results[side].mixing),
      '',
    ]),
    drawnTable(proxy.drawn),
    '',
    table([
      [
        'DPO step',
        'log π(chosen)',
        'log π(rejected)',
        'gap opens',
        'both fall',
        'both rise',
        'wrong way',
      ],
      ...results.entanglement
        .filter((_, i) => i % 3 === 0)
        .map(({ at, chosen, rejected, cases }) => [
          String(at),
          ...[chosen, rejected].map(value => fixed(value, 2)),
          ...cases.map(String),
        ]),
    ]),
  ].join('\n');
}

/** What mixing the logits gives, against the closed form found anew. */
function mixingTable(side: string, mixing: EnumerableResults['proxy']['mixing']): string {
  const look = ({ kl, gold }: Point) => [fixed(kl), fixed(gold)];
  return table([
    [
      `${side}: mixing weight`,
      ...['closed form at β/w: KL', 'gold', 'whole responses: KL', 'gold'],
      ...['by token: KL', 'gold', 'gap', 'trained, by token: KL', 'gold'],
    ],
    ...mixing.map(({ w, retrained, whole, tokens, trained, gap }) => [
      String(w),
      ...[...look(retrained), ...look(whole), ...look(tokens), fixed(gap), ...look(trained)],
    ]),
  ]);
}

/** Best-of-n drawn, and how far that is from its exact value. */
function drawnTable(drawn: EnumerableResults['proxy']['drawn']): string {
  return table([
    ['best-of-n, drawn', 'times', 'proxy', 'gold', 'errors off: proxy', 'gold'],
    ...drawn.map(({ n, draws, proxy, gold, proxyErrors, goldErrors }) => [
      String(n),
      String(draws),
      ...[proxy, gold].map(value => fixed(value)),
      ...[proxyErrors, goldErrors].map(value => fixed(value, 1)),
    ]),
  ]);
}
