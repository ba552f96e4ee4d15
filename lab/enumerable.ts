import { dpoStep, type Logits, policyGradientStep, type World } from '../solutions/11-capstone.ts';
import { bestOfNChances } from './best-of-n.ts';
import { type Drawn, drawBestOfN } from './best-of-n-draws.ts';
import { type Entanglement, entanglement } from './entanglement.ts';
import { dpoRate, epochs, fullScale, learningRate, type Scale } from './enumerable-scale.ts';
import { buildWorld, type EnumerableWorld } from './enumerable-world.ts';
import { type Fit, fits } from './fits.ts';
import { type Mixed, mixing, tilted } from './mixing.ts';
import { orderedShare } from './ordered-share.ts';
import { tokens } from './pages.ts';
import { ppoRound } from './ppo.ts';
import { descend } from './pretraining.ts';
import { seededRandom } from './random.ts';
import { type Point, pointOf, trace } from './trace.ts';

export interface Setting {
  seed: number;
  scale: Scale;
  /** The KL coefficients of policy gradient and PPO, and of DPO. */
  beta: number;
  dpoBeta: number;
  /** How many steps of policy gradient and of DPO, and how many rounds of PPO. */
  steps: { policyGradient: number; ppo: number; dpo: number };
}

export const fullSetting: Setting = {
  seed: 11,
  scale: fullScale,
  beta: 0.1,
  dpoBeta: 0.1,
  steps: { policyGradient: 1000, ppo: 120, dpo: 400 },
};

export interface Methods {
  closedForm: Point[];
  bestOfN: Point[];
  policyGradient: Point[];
  /** J of the last policy, and the value β log Z that no policy exceeds. */
  reached: number;
  value: number;
  /** Best-of-n once more, by drawing. */
  drawn: Drawn[];
  /** Logits of the reference mixed with those of the closed form at β, and of the trained policy. */
  mixing: Mixed[];
  /** The share of comparisons that the reward model orders as they were labelled; a tie counts half. */
  accuracy: number;
  /** The responses that the reward model likes best. */
  favourites: { response: string; proxy: number; gold: number }[];
}

export interface EnumerableResults {
  setting: Setting;
  sequences: number;
  table: number[][];
  /** The largest difference of the trained table from the counts; entropy and losses in nats a token. */
  pretraining: { gap: number; entropy: number; losses: number[] };
  tokenWeights: number[];
  proxy: Methods;
  control: Methods;
  ppo: Point[];
  unclipped: Point[];
  dpo: Point[];
  /** The same on the first fortieth of the comparisons. */
  scarceDpo: Point[];
  entanglement: Entanglement[];
  fits: Fit[];
}

const betas = Array.from({ length: 41 }, (_, i) => 10 * 10 ** (-i / 16));
const draws = Array.from({ length: 13 }, (_, i) => 2 ** i);
/** How often `runEnumerable` reports progress. */
export const enumerableStages = 5;

/** Builds the enumerable world from the seed and follows every method through it. */
export function runEnumerable(
  setting: Setting,
  progress: (done: string) => void = () => {},
): EnumerableResults {
  const world = buildWorld(seededRandom(setting.seed), setting.scale);
  const { base, pairs } = world;
  const { table, losses } = descend(world.corpus, tokens.length);
  const gap = Math.max(
    ...table.flatMap((row, i) => row.map((chance, j) => Math.abs(chance - world.table[i][j]))),
  );
  progress('pretraining');
  const proxy = methods(world, world.proxy, setting);
  progress('proxy');
  const control = methods(world, world.control, setting);
  progress('control');
  const ppo = (epsilon: number) => {
    const options = { beta: setting.beta, epsilon, learningRate, epochs };
    const round = (logits: Logits) => ppoRound(logits, world.proxy, options);
    return trace(base, world.proxy, setting.steps.ppo, round).points;
  };
  const clipped = ppo(0.2);
  const unclipped = ppo(Number.POSITIVE_INFINITY);
  progress('PPO');
  const entangled: Entanglement[] = [];
  const dpo = (some: typeof pairs, look?: (logits: Logits, at: number) => void) => {
    const step = (logits: Logits) => dpoStep(logits, some, setting.dpoBeta, dpoRate);
    return trace(base, world.proxy, setting.steps.dpo, step, look).points;
  };
  const many = dpo(pairs, (logits, at) =>
    entangled.push(
      entanglement(logits, dpoStep(logits, pairs, setting.dpoBeta, dpoRate), pairs, at),
    ),
  );
  const few = dpo(pairs.slice(0, Math.ceil(pairs.length / 40)));
  progress('DPO');
  return {
    setting,
    sequences: world.proxy.sequences.length,
    table: world.table,
    pretraining: { gap, entropy: entropyOf(world), losses },
    tokenWeights: world.tokenWeights,
    ...{ proxy, control, ppo: clipped, unclipped, dpo: many, scarceDpo: few },
    entanglement: entangled,
    fits: fits(proxy),
  };
}

function methods({ base, pairs }: EnumerableWorld, world: World, setting: Setting): Methods {
  const reference = world.reference.map(Math.exp);
  const closedForm = betas.map(beta => closedPoint(world, beta));
  const bestOfN = draws.map(n => pointOf(n, bestOfNChances(reference, world.proxy, n), world));
  const step = (logits: Logits) => policyGradientStep(logits, world, setting.beta, learningRate);
  const { points, end } = trace(base, world, setting.steps.policyGradient, step);
  const best = closedPoint(world, setting.beta);
  const objective = ({ proxy, kl }: Point) => proxy - setting.beta * kl;
  const rewards = new Map(world.sequences.map((response, y) => [response.join(), world.proxy[y]]));
  const reward = (response: number[]) => rewards.get(response.join()) ?? 0;
  const ordered = pairs.map(({ chosen, rejected }) => reward(chosen) - reward(rejected));
  const favourites = world.sequences
    .map((response, y) => ({
      response: response.map(token => tokens[token]).join(' '),
      ...{ proxy: world.proxy[y], gold: world.gold[y] },
    }))
    .sort((a, b) => b.proxy - a.proxy)
    .slice(0, 3);
  return {
    ...{ closedForm, bestOfN, policyGradient: points, favourites },
    drawn: drawBestOfN(seededRandom(setting.seed), world, draws),
    mixing: mixing(world, base, end, setting.beta),
    reached: objective(points[points.length - 1]),
    value: objective(best),
    accuracy: ordered.reduce((sum, lead) => sum + orderedShare(lead), 0) / pairs.length,
  };
}

/** The loss of the counts themselves, which no bigram table is below. */
function entropyOf({ corpus, table }: EnumerableWorld): number {
  const losses = corpus.flatMap(page =>
    page.map((token, t) => -Math.log(table[t === 0 ? tokens.length : page[t - 1]][token])),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** π_ref exp(r/β) / Z as a point. */
function closedPoint(world: World, beta: number): Point {
  return pointOf(beta, tilted(world, beta), world);
}
