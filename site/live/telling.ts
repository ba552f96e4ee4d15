import { gold } from '../../lab/gold.ts';
import { tokens } from '../../lab/pages.ts';
import { seededRandom } from '../../lab/random.ts';
import { escapeText } from '../plot/svg.ts';
import { fitLaws, type LiveFit, tilt } from './exact.ts';
import { expectation, response } from './kernel.ts';
import type { LivePoint, LiveSetting } from './setting.ts';
import { find, type LiveWorld, running } from './world.ts';

const shown = 6;

/** The laws fitted to the gold gained, where a curve is a whole one. */
export function lawsOf(points: readonly LivePoint[], { method }: LiveSetting): LiveFit[] {
  if (points.length < 4 || (method !== 'best-of-n' && method !== 'closed form')) return [];
  return fitLaws(points.map(({ kl, gold }) => ({ kl, gained: gold - points[0].gold })));
}

/** The numbers of a run so far, as rows. */
export function readout(
  world: LiveWorld,
  setting: LiveSetting,
  points: readonly LivePoint[],
  fits: readonly LiveFit[],
): [label: string, value: string][] {
  const [first, last] = [points[0], points[points.length - 1]];
  const best = points.reduce((a, b) => (b.gold > a.gold ? b : a));
  const rows: [string, string][] = [
    [placeName(setting), number(last.at, 3)],
    ['KL', `${number(last.kl)} nats`],
    ['proxy', `${number(first.proxy)} → ${number(last.proxy)}`],
    ['gold', `${number(first.gold)} → ${number(last.gold)}`],
    ['best gold so far', `${number(best.gold)} at ${number(best.at, 3)}`],
    ['different tokens', `${(100 * last.distinct).toFixed(0)}%`],
  ];
  if (setting.method === 'policy gradient' || setting.method === 'PPO') {
    const best = bestValue(world, setting.beta);
    rows.push(['objective', `${number(last.proxy - setting.beta * last.kl)} of ${number(best)}`]);
  }
  if (last.pairs) {
    const { chosen, rejected } = last.pairs;
    rows.push([
      'mean log π, chosen',
      `${number(points[0].pairs?.chosen ?? 0)} → ${number(chosen)}`,
    ]);
    rows.push([
      'mean log π, rejected',
      `${number(points[0].pairs?.rejected ?? 0)} → ${number(rejected)}`,
    ]);
  }
  for (const { law, residual } of fits) rows.push([`${law} misses by`, number(residual)]);
  // DPO has no reward model whose ordering could be told.
  if (!last.pairs) rows.push(['pairs ordered right', `${(100 * world.accuracy).toFixed(1)}%`]);
  return rows;
}

/** The same uniform numbers choose before and after: so a row shows what became of a response. */
export function samples(world: LiveWorld, chances: Float64Array, seed: number): string {
  const random = seededRandom(seed);
  const uniform = Array.from({ length: shown }, random);
  const [before, after] = [world.reference.map(Math.exp), chances].map(running);
  const cells = (sums: Float64Array, target: number) => {
    const tokensOf = response(find(sums, target));
    const text = tokensOf.map(token => tokens[token]).join(' ');
    return `<td><code>${text}</code></td><td>${number(gold(tokensOf), 1)}</td>`;
  };
  return `<table class="drawn"><caption>${shown} responses, drawn before and after</caption>
<thead><tr><th scope="col">reference</th><th scope="col">gold</th><th scope="col">policy</th><th scope="col">gold</th></tr></thead>
<tbody>${uniform.map(target => `<tr>${cells(before, target)}${cells(after, target)}</tr>`).join('\n')}</tbody></table>`;
}

export function readoutHtml(rows: readonly (readonly [string, string])[]): string {
  const row = ([label, value]: readonly [string, string]) =>
    `<div><dt>${escapeText(label)}</dt><dd>${escapeText(value)}</dd></div>`;
  return `<dl class="readout">${rows.map(row).join('\n')}</dl>`;
}

/** β log Z, which no policy exceeds. */
function bestValue(world: LiveWorld, beta: number): number {
  const chances = tilt(world, beta);
  const proxy = expectation(chances, world.proxy);
  let kl = 0;
  chances.forEach((chance, y) => {
    if (chance > 0) kl += chance * (Math.log(chance) - world.reference[y]);
  });
  return proxy - beta * kl;
}

function placeName({ method }: LiveSetting): string {
  return method === 'best-of-n' ? 'n' : method === 'closed form' ? 'β' : 'step';
}

function number(value: number, decimals = 2): string {
  if (value === Infinity) return '∞';
  const text = String(Number(value.toFixed(decimals)));
  return (Number(text) === value ? text : value.toFixed(decimals)).replace('-', '−');
}
