import { enumerableDrawings } from '../../lab/drawings.ts';
import { buildWorld } from '../../lab/enumerable-world.ts';
import { neuralDrawings } from '../../lab/neural-drawings.ts';
import { tokens } from '../../lab/pages.ts';
import { logProbabilities } from '../../lab/policy.ts';
import { seededRandom } from '../../lab/random.ts';
import { readResults } from '../../lab/results.ts';
import { type Point, trace } from '../../lab/trace.ts';
import { policyGradientStep } from '../../solutions/11-capstone.ts';
import { dots, type Figures, interactive, line, panels, plot, rule, slider } from './plot.ts';

// The numbers that `npm run lab -- --save` computed; a test of the lab computes them again.
const { enumerable, neural } = await readResults();
const { setting, proxy, control, pretraining, entanglement, table, tokenWeights } = enumerable;

const best = (points: readonly Point[]): Point =>
  points.reduce((a, b) => (b.gold > a.gold ? b : a));
const last = <Item>(items: readonly Item[]): Item => items[items.length - 1];
const objective = ({ proxy, kl }: Point) => proxy - setting.beta * kl;

const drawings = { ...enumerableDrawings(enumerable), ...neuralDrawings(neural) };

// ——— The policy gradient in the reader's hands. ———

const handsOnSteps = 64;
const handsOnSetting = { beta: 0.1, quality: 0, step: 8 };
const looks = [0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64];
const paths = new Map<string, { points: Point[]; likeliest: string[] }>();
let world: ReturnType<typeof buildWorld> | undefined;

/** The first steps on a mixture of the two reward models, and what the policy writes most at each look. */
function pathOf(beta: number, quality: number) {
  const key = `${beta} ${quality}`;
  const known = paths.get(key);
  if (known) return known;
  world ??= buildWorld(seededRandom(setting.seed), setting.scale);
  const { base, proxy, control } = world;
  const rewards = proxy.proxy.map((reward, y) => reward + quality * (control.proxy[y] - reward));
  const mixed = { ...proxy, proxy: rewards };
  const likeliest: string[] = [];
  const { points } = trace(
    base,
    mixed,
    handsOnSteps,
    logits => policyGradientStep(logits, mixed, beta, 8),
    logits => {
      const logs = logProbabilities(logits, mixed.sequences);
      const most = logs.indexOf(logs.reduce((a, b) => Math.max(a, b)));
      likeliest.push(mixed.sequences[most].map(token => tokens[token]).join(' '));
    },
  );
  const path = { points, likeliest };
  paths.set(key, path);
  return path;
}

const handsOn = interactive({
  alt: 'The path of the policy gradient, gold against KL, for a β, a quality of the reward model and a number of steps. With quality 0 and small β it rises and falls; with quality 1 it only rises.',
  controls: {
    beta: slider('β', [0.03, 0.1, 0.3, 1, 3], handsOnSetting.beta),
    quality: slider('quality of the proxy', [0, 0.1, 0.25, 0.5, 1], handsOnSetting.quality),
    step: slider('steps', looks, handsOnSetting.step),
  },
  draw(state) {
    const { beta, quality, step } = state ?? handsOnSetting;
    const { points } = pathOf(beta, quality);
    const at = points.filter(point => point.at === step);
    return plot({
      x: { label: 'KL to the reference, nats', domain: [0, 8] },
      y: { label: 'expected gold reward', domain: [-3.2, 3.2] },
      width: 500,
      marks: [
        rule({ y: points[0].gold }),
        line(
          points.map(({ kl, gold }) => [kl, gold]),
          { color: 1 },
        ),
        dots(
          at.map(({ kl, gold }) => [kl, gold]),
          { color: 2, size: 90 },
        ),
      ],
    });
  },
  read({ beta, quality, step }) {
    const { points, likeliest } = pathOf(beta, quality);
    const index = looks.indexOf(step);
    const { kl, proxy, gold, distinct } = points[index];
    return [
      ['KL', `${kl.toFixed(2)} nats`],
      ['proxy', proxy.toFixed(2)],
      ['gold', gold.toFixed(2)],
      ['share of different tokens', distinct.toFixed(2)],
      ['writes most often', likeliest[index]],
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

export const figures: Figures = { ...drawn, 'hands-on': handsOn };

const pairs = entanglement[0].cases.reduce((sum, count) => sum + count, 0);
const favourite = proxy.favourites[0];

export const values = {
  ...{ setting, proxy, control, pretraining, enumerable, pairs, favourite },
  neural,
  stage: (name: string) => neural.stages.find(stage => stage.name.startsWith(name)),
  ...{ best, last, objective, handsOnSteps },
  gap: pretraining.gap.toExponential(0),
  firstToken: Object.fromEntries(tokens.map((token, i) => [token, last(table)[i]])),
  pays: Object.fromEntries(tokens.map((token, i) => [token, tokenWeights[i]])),
  start: proxy.bestOfN[0],
  firstLook: entanglement[0],
  lastLook: last(entanglement),
  residual: (curve: string, form: string) =>
    enumerable.fits.find(fit => fit.curve === curve && fit.form === form)?.residual,
};
