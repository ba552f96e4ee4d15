import { enumerableDrawings } from '../../lab/drawings.ts';
import { features, type View } from '../../lab/features.ts';
import { mixingPanels } from '../../lab/mixing-drawing.ts';
import { neuralDrawings } from '../../lab/neural-drawings.ts';
import { tokens } from '../../lab/pages.ts';
import { readResults } from '../../lab/results.ts';
import type { Point } from '../../lab/trace.ts';
import { drawRun } from '../live/drawing.ts';
import { methods } from '../live/setting.ts';
import { choice, type Figure, type Figures, interactive, panels, slider, steps } from './plot.ts';

// The numbers that `npm run lab -- --save` computed; a test of the lab computes them again.
const { enumerable, neural } = await readResults();
const { setting, proxy, control, pretraining, entanglement, table, tokenWeights } = enumerable;

const best = <Item extends { gold: number }>(points: readonly Item[]): Item =>
  points.reduce((a, b) => (b.gold > a.gold ? b : a));
const last = <Item>(items: readonly Item[]): Item => items[items.length - 1];
const objective = ({ proxy, kl }: Point) => proxy - setting.beta * kl;

const drawings = { ...enumerableDrawings(enumerable), ...neuralDrawings(neural) };

// ——— The world in the reader's hands. ———

const draws = Array.from({ length: 13 }, (_, i) => 2 ** i);
const pushes = ['policy gradient', 'PPO', 'DPO', 'closed form'];
const live: Figure = {
  alt: 'Policy gradient on the proxy at β = 0.1, as its first picture: against KL the proxy gained rises all the way; the gold gained rises, turns and falls to where it began. The share of different tokens falls. The controls run other methods and settings.',
  draw: () => drawRun(proxy.policyGradient, { method: 'policy gradient', steps: 1000 }),
  live: {
    controls: {
      method: choice('method', methods),
      beta: {
        ...slider('β', [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1], setting.beta),
        concerns: pushes,
      },
      steps: {
        ...slider('gradient steps', [10, 30, 100, 300, 1000, 3000, 10_000], 1000),
        concerns: pushes.slice(0, 3),
      },
      draws: {
        ...slider('n, up to', draws, draws[draws.length - 1]),
        concerns: ['best-of-n'],
      },
      comparisons: slider(
        'comparisons',
        [20, 60, 100, 250, 1000, 4000, 16_000],
        setting.scale.comparisons,
      ),
      seed: slider('seed', steps(1, 30, 29), setting.seed),
      view: {
        ...choice('proxy sees', Object.keys(features) as View[]),
        shown: ['tokens', 'tokens and the first', 'neighbouring pairs'],
        concerns: pushes.filter(method => method !== 'DPO').concat('best-of-n'),
      },
    },
  },
};

// ——— Mixing logits. ———

const weights = proxy.mixing.map(({ w }) => w).filter(w => w <= 2);
const mixedAt = (side: 'proxy' | 'control', w: number) =>
  enumerable[side].mixing.find(mixed => mixed.w === w) ?? enumerable[side].mixing[0];

const mixing = interactive({
  alt: 'Gold and KL as the weight of the aligned policy goes from 0 to 2. Mixing whole responses gives the closed form at β/w exactly: for the proxy its gold rises to a peak near weight 0.3 and falls. Mixing token by token runs a little lower there, ends the same at weight 1, and moves less beyond it.',
  controls: {
    w: slider('weight w of the aligned policy', weights, 0.3),
    model: choice('reward model', ['proxy', 'control'] as const),
  },
  draw(state) {
    const { w, model } = state ?? { w: 0.3, model: 'proxy' as const };
    return mixingPanels(enumerable[model].mixing, w);
  },
  read({ w, model }) {
    const { retrained, whole, tokens, trained, gap } = mixedAt(model, w);
    const row = ({ proxy, gold }: Point) =>
      `${proxy.toFixed(2)}, ${gold.toFixed(2)}`.replaceAll('-', '−');
    return [
      ['closed form: proxy, gold', row(retrained)],
      ['whole responses', row(whole)],
      ['by token', row(tokens)],
      ['trained, by token', row(trained)],
      ['probability elsewhere', `${(100 * gap).toFixed(1)}%`],
    ];
  },
});

const drawn: Figures = Object.fromEntries(
  Object.entries(drawings).map(([name, { alt, charts }]) => [
    name,
    {
      alt,
      draw: () =>
        charts.length === 1
          ? charts[0].svg
          : panels(
              charts.map(({ svg }) => svg),
              2,
              charts.map(({ caption }) => caption ?? ''),
            ),
    },
  ]),
);

export const figures: Figures = { ...drawn, live, mixing };

const stage = (name: string) => neural.stages.find(stage => stage.name.startsWith(name));
const pairs = entanglement[0].cases.reduce((sum, count) => sum + count, 0);
const favourite = proxy.favourites[0];

export const values = {
  ...{ setting, proxy, control, pretraining, enumerable, pairs, favourite },
  neural,
  pushBest: best(neural.push.proxy),
  stage,
  // The stops at the end stay on one line.
  written: (name: string, sample: number) =>
    stage(name)?.samples[sample].replaceAll(' .', '\u00A0.'),
  ...{ best, last, objective, mixedAt },
  gap: Number(pretraining.gap.toPrecision(1)),
  firstToken: Object.fromEntries(tokens.map((token, i) => [token, last(table)[i]])),
  pays: Object.fromEntries(tokens.map((token, i) => [token, tokenWeights[i]])),
  start: proxy.bestOfN[0],
  firstLook: entanglement[0],
  lastLook: last(entanglement),
  residual: (curve: string, form: string) =>
    enumerable.fits.find(fit => fit.curve === curve && fit.form === form)?.residual,
};
