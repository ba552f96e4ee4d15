import type { EnumerableResults } from './enumerable.ts';
import type { NeuralResults } from './neural.ts';
import { fixed, table } from './table.ts';
import type { Point } from './trace.ts';

/** Something that must hold, with the number that decides. */
export interface Claim {
  says: string;
  number: number;
  limit: number;
  /** Whether the number has to stay at or below the limit, or reach it. */
  is: 'at most' | 'at least';
}

export function holds({ number, limit, is }: Claim): boolean {
  return is === 'at most' ? number <= limit : number >= limit;
}

/** What the lesson says of the enumerable world. */
export function enumerableClaims(results: EnumerableResults): Claim[] {
  const { pretraining, proxy, control, ppo, entanglement, fits } = results;
  const last = entanglement[entanglement.length - 1];
  const pairs = last.cases.reduce((sum, count) => sum + count, 0);
  const errors = [proxy, control].flatMap(({ drawn }) =>
    drawn.flatMap(one => [one.proxyErrors, one.goldErrors]),
  );
  const mixed = [...proxy.mixing, ...control.mixing];
  const residual = (form: string) =>
    fits.find(fit => fit.curve === 'bestOfN' && fit.form === form)?.residual ?? Number.NaN;
  const lastPpo = ppo[ppo.length - 1];
  const value = proxy.value - (lastPpo.proxy - results.setting.beta * lastPpo.kl);
  return [
    atMost('the trained table is that of the counts: largest difference', pretraining.gap, 1e-3),
    atMost(
      'policy gradient reaches β log Z on the proxy: still missing',
      proxy.value - proxy.reached,
      1e-2,
    ),
    atMost(
      'policy gradient reaches β log Z on the control: still missing',
      control.value - control.reached,
      1e-2,
    ),
    atMost('PPO reaches β log Z on the proxy: still missing', value, 1e-2),
    atMost(
      'no method earns more proxy than the closed form at its KL: largest excess',
      excess(results),
      1e-6,
    ),
    atMost(
      'best-of-n, exact against drawn: largest difference in standard errors',
      Math.max(...errors.map(Math.abs)),
      4,
    ),
    ...(['bestOfN', 'closedForm'] as const).flatMap(curve => {
      const name = curve === 'bestOfN' ? 'best-of-n' : 'the closed form';
      const start = proxy.bestOfN[0].gold;
      return [
        atLeast(`${name} on the proxy: gold rises by`, peak(proxy[curve]) - start, 1),
        atLeast(`${name} on the proxy: gold then falls by`, drop(proxy[curve]), 1),
        atMost(`${name} on the control: gold falls by`, drop(control[curve]), 1e-3),
      ];
    }),
    atMost(
      'd(α − βd) misses best-of-n by less than d(α − β log d): ratio of residuals',
      residual('bestOfN') / residual('rl'),
      1,
    ),
    atLeast('DPO ends with both sides falling: share of pairs', last.cases[1] / pairs, 0.5),
    atMost(
      'DPO does not make the chosen likelier: change in nats',
      last.chosen - entanglement[0].chosen,
      0,
    ),
    atMost(
      'mixing over whole responses is the closed form at β/w: largest difference',
      Math.max(
        ...mixed.flatMap(({ whole, retrained }) =>
          (['kl', 'proxy', 'gold'] as const).map(what => Math.abs(whole[what] - retrained[what])),
        ),
      ),
      1e-6,
    ),
    atLeast(
      'mixing token by token is not: total variation for w ≤ 1',
      Math.max(...mixed.filter(({ w }) => w <= 1).map(({ gap }) => gap)),
      0.01,
    ),
  ];
}

/** What the lesson says of the neural world. */
export function neuralClaims({ mixture, stages, push, bestOfN, mixing }: NeuralResults): Claim[] {
  const [pretrained, ...aligned] = stages;
  const { proxy, control } = push;
  const ends = (points: typeof proxy) => [points[0], points[points.length - 1]] as const;
  const [, end] = ends(proxy);
  const best = proxy.reduce((a, b) => (b.gold > a.gold ? b : a));
  const right = (points: typeof proxy) => Math.max(...points.map(point => point.held.right));
  return [
    atMost(
      'pretrained, it answers as often as its pages do: difference',
      Math.abs(pretrained.seen.answers - mixture),
      0.05,
    ),
    atLeast(
      'each alignment makes it answer, on held-out countries too: least probability',
      Math.min(...aligned.flatMap(({ seen, held }) => [seen.answers, held.answers])),
      0.9,
    ),
    atLeast('pushed on the proxy: gold first rises by', best.gold - proxy[0].gold, 0.5),
    atLeast('pushed on the proxy: gold then falls by', best.gold - end.gold, 0.3),
    atLeast('pushed on the proxy: the proxy itself still rises by', end.proxy - best.proxy, 0.01),
    atLeast(
      'pushed on the proxy: right answers on held-out countries fall by',
      right(proxy) - end.held.right,
      0.3,
    ),
    atLeast(
      'pushed on the proxy: it repeats itself, distinct falls by',
      best.distinct - end.distinct,
      0.02,
    ),
    atMost('pushed on the control: gold falls by', drop(control), 0.2),
    atLeast('best-of-n on the proxy: gold falls by', drop(bestOfN), 0.1),
    atLeast('mixing the pushed policy back: gold gained on it', peak(mixing) - end.gold, 0.3),
  ];
}

/** How long the worlds may take, in seconds of CPU: wall-clock times say more of the machine's other work. */
export function timeClaim(world: 'enumerable' | 'neural', seconds: number): Claim {
  return atMost(
    `the ${world} world takes, in seconds of CPU`,
    seconds,
    { enumerable: 10, neural: 60 }[world],
  );
}

/** The claims as a table, with a count. */
export function claimsReport(claims: readonly Claim[]): string {
  const rows = claims.map(claim => [
    claim.says,
    short(claim.number),
    `${claim.is} ${short(claim.limit)}`,
    holds(claim) ? 'yes' : 'NO',
  ]);
  const kept = claims.filter(holds).length;
  return [
    table([['What must hold', 'number', 'limit', ''], ...rows]),
    `${kept} of ${claims.length} hold.`,
  ].join('\n');
}

const atMost = (says: string, number: number, limit: number): Claim => ({
  ...{ says, number, limit, is: 'at most' },
});
const atLeast = (says: string, number: number, limit: number): Claim => ({
  ...{ says, number, limit, is: 'at least' },
});

function short(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || size >= 1) return fixed(value);
  // Three digits that count: a number just above its limit must not look like it.
  return size >= 1e-3 ? value.toPrecision(3) : value.toExponential(1);
}

function peak(points: readonly { gold: number }[]): number {
  return Math.max(...points.map(({ gold }) => gold));
}

/** How far the gold ends below its highest. */
function drop(points: readonly { gold: number }[]): number {
  return peak(points) - points[points.length - 1].gold;
}

/** The most by which a method earns more proxy than the closed form that has spent at least as much KL. */
function excess({ proxy, ppo, dpo }: EnumerableResults): number {
  const others = [
    ...proxy.bestOfN.slice(1),
    ...proxy.policyGradient.slice(1),
    ...ppo.slice(1),
    ...dpo.slice(1),
  ];
  const frontier = (kl: number): number => {
    const dearer = proxy.closedForm.filter((point: Point) => point.kl >= kl);
    return dearer.length ? dearer[0].proxy : proxy.favourites[0].proxy;
  };
  return Math.max(...others.map(({ kl, proxy }) => proxy - frontier(kl)));
}
