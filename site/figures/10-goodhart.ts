import { readAttackRecords } from '../../course/attack-record.ts';
import { policyGradient } from '../../solutions/04-rlhf.ts';
import {
  diagnose,
  fitOveroptimization,
  goldReward,
  hackOnset,
  intervene,
  overoptimizationPeak,
  regressionalGoodhart,
} from '../../solutions/10-goodhart.ts';
import {
  barChart,
  dots,
  type Figures,
  interactive,
  line,
  panels,
  plot,
  rule,
  slider,
  steps,
  text,
} from './plot.ts';

/** Three answers to one question: what a reward model says of them, and what readers would. */
const answers = { proxy: [1, 5, 9], gold: [1, 4, -2] };

// ——— A policy over four answers climbs the proxy. ———

const climbed = {
  names: ['vague', 'right', 'right, with reasons', 'long and flattering'],
  reference: [0.5, 0.3, 0.15, 0.05],
  proxy: [0, 1, 1.5, 2],
  gold: [0, 1, 1.5, -2],
};
const climb = climbProxy(80, 0.5);
const climbProxyRewards = climb.map(policy => dot(policy, climbed.proxy));
const climbGoldRewards = climb.map(policy => dot(policy, climbed.gold));
const climbOnset = hackOnset(climbProxyRewards, climbGoldRewards);

/** The policies of plain gradient ascent on the proxy reward, from the reference. */
function climbProxy(steps: number, rate: number): number[][] {
  const run = [climbed.reference];
  let logits = climbed.reference.map(Math.log);
  for (let step = 0; step < steps; step++) {
    const slopes = policyGradient(logits, climbed.reference, climbed.proxy, 0);
    logits = logits.map((logit, y) => logit + rate * slopes[y]);
    run.push(softmax(logits));
  }
  return run;
}

// ——— Regressional: samples of gold and noise. ———

const shrinkage = { goldVariance: 1, noiseVariance: 1.5 };
const random = seededRandom(10);
const samples = Array.from({ length: 2000 }, (): [number, number] => {
  const gold = normal() * Math.sqrt(shrinkage.goldVariance);
  return [gold + normal() * Math.sqrt(shrinkage.noiseVariance), gold];
});
/** The mean gold of the samples whose proxy lies within 0.25 of a whole or half number. */
const sampleMeans = steps(-4, 4, 16).flatMap((centre): [number, number][] => {
  const near = samples.filter(([proxy]) => Math.abs(proxy - centre) <= 0.25);
  return near.length < 5 ? [] : [[centre, mean(near.map(([, gold]) => gold))]];
});
/** The best of n samples by proxy, and its gold. */
const winner = samples.reduce((best, sample) => (sample[0] > best[0] ? sample : best));
const shrunk = (proxy: number) =>
  regressionalGoodhart(proxy, shrinkage.goldVariance, shrinkage.noiseVariance);

const normalDensity = (x: number) => Math.exp((-x * x) / 2);
/** Student's t with 3 degrees of freedom, up to a factor: tails like x to the minus 4. */
const heavyDensity = (x: number) => (1 + (x * x) / 3) ** -2;

/** E[gold | proxy] for standard normal gold and a noise of this density, by summing over a grid. */
function expectedGold(proxy: number, noise: (x: number) => number): number {
  const weights = grid.map((gold, i) => gridDensities[i] * noise(proxy - gold));
  return dot(weights, grid) / sum(weights);
}
const grid = steps(-8, 8, 1600);
const gridDensities = grid.map(normalDensity);

// ——— Extremal: a world in which more is better until it is too much. ———

const law = { alpha: 1, beta: 0.3 };
const tooMuch = 0.2;
/** How long an answer is, in standard deviations of the reference, in 20,000 equal shares. */
const lengths = Array.from({ length: 20000 }, (_, i) => quantile((i + 0.5) / 20000));
const goldOfLength = (length: number) => length - tooMuch * length ** 2;
const golds = lengths.map(goldOfLength);
const goldAtStart = mean(golds);
const tries = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const bestOf = tries.map(n => {
  // The chance that the best of n is among the first i of all lengths is (i / N)^n.
  const upTo = [0, ...lengths].map((_, i) => (i / lengths.length) ** n);
  const shares = lengths.map((_, i) => upTo[i + 1] - upTo[i]);
  return {
    n,
    kl: Math.log(n) - (n - 1) / n,
    proxy: dot(shares, lengths),
    reward: dot(shares, golds) - goldAtStart,
  };
});
const seen = bestOf.filter(({ n }) => n <= 12);
const fitted = fitOveroptimization(seen, 'bestOfN');
const predictedPeak = overoptimizationPeak(fitted.alpha, fitted.beta, 'bestOfN');
const truePeak = bestOf.reduce((best, point) => (point.reward > best.reward ? point : best));

// ——— Three training runs: linear reward predictors, fitted by gradient ascent. ———

const runs = {
  healthy: trainingRun({ prompts: 400, noise: 0.1, bias: 0 }),
  overfitting: trainingRun({ prompts: 26, noise: 1, bias: 0 }),
  overoptimization: trainingRun({ prompts: 400, noise: 0.3, bias: 3 }),
};

/**
 * A policy chooses a number for each prompt, linear in 20 features of the prompt. Proxy and gold are minus
 * the squared distance to what the rater, and what the user, would have liked best. The rater's taste has
 * noise, and a bias that hangs on a feature too faint to be learnt early.
 */
function trainingRun({ prompts, noise, bias }: { prompts: number; noise: number; bias: number }) {
  const features = 20;
  const wish = Array.from({ length: features }, () => normal() / Math.sqrt(features));
  const scale = (i: number) => (i === features - 1 ? 0.35 : 1);
  const draw = (count: number) =>
    Array.from({ length: count }, () => {
      const x = Array.from({ length: features }, (_, i) => scale(i) * normal());
      const wanted = dot(wish, x);
      return { x, wanted, rated: wanted + bias * x[features - 1] + noise * normal() };
    });
  const [train, heldOut] = [draw(prompts), draw(400)];
  let policy = wish.map(() => 0);
  const score = (data: typeof train, of: 'wanted' | 'rated') =>
    -mean(data.map(prompt => (prompt[of] - dot(policy, prompt.x)) ** 2));
  const curves = { trainProxy: [], heldOutProxy: [], gold: [] } as Record<
    'trainProxy' | 'heldOutProxy' | 'gold',
    number[]
  >;
  for (let step = 0; step <= 40; step++) {
    curves.trainProxy.push(score(train, 'rated'));
    curves.heldOutProxy.push(score(heldOut, 'rated'));
    curves.gold.push(score(heldOut, 'wanted'));
    const misses = train.map(({ x, rated }) => rated - dot(policy, x));
    policy = policy.map(
      (weight, i) => weight + 0.15 * mean(train.map(({ x }, row) => misses[row] * x[i])),
    );
  }
  return curves;
}

// ——— Causal: goods → desires → evaluations. ———

const chain = [
  [0, 0.9, 0],
  [0, 0, 0.8],
  [0, 0, 0],
];
const chainNames = ['goods', 'desires', 'evaluations'];

/**
 * What one expects of every node after *seeing* one of them, when each node has a standard normal noise of
 * its own. `intervene(weights, i, 1)` is what a unit of noise at node i does to all.
 */
function seeing(weights: number[][], node: number, value: number): number[] {
  const effects = weights.map((_, i) => intervene(weights, i, 1));
  const covariance = (a: number, b: number) =>
    sum(effects.map((effect, i) => (a < i || b < i ? 0 : effect[a] * effect[b])));
  return weights.map((_, j) => (covariance(j, node) / covariance(node, node)) * value);
}

// ——— Adversarial: the same small errors, met by chance and sought out. ———

const suffixBits = 12;
const suffixWeight = 0.25;
/** The reward model's error on each of the 2¹² suffixes: ± a quarter for each of 12 harmless choices. */
const suffixErrors = Array.from({ length: 2 ** suffixBits }, (_, suffix) =>
  sum(
    Array.from({ length: suffixBits }, (_, bit) => ((suffix >> bit) & 1 ? 1 : -1) * suffixWeight),
  ),
);
const honest = { gold: 1, proxy: 1 };
const harmful = { gold: -1, proxies: suffixErrors.map(error => error - 1) };

// ——— What became of the attacks on this course's own grader. ———

const attacks = await readAttackRecords();
const shownAttacks = {
  verdict: familyOf('equal-to-anything'),
  reading: familyOf('import-solution'),
  leaving: familyOf('detached-child'),
  exhausting: familyOf('loop'),
  carrying: familyOf('carry-storage'),
  echoing: familyOf('echo-in-error'),
  hardcoding: familyOf('hard-coded'),
};
const unshown = attacks.find(({ family }) => !Object.hasOwn(shownAttacks, family));
if (unshown)
  throw new Error(`The table of attacks in 10-goodhart has no row for ${unshown.family}.`);

export const values = {
  attacks: { ...shownAttacks, all: outcome(attacks) },
  listed,
  sampleCount: samples.length,
  answers,
  climbed,
  climb,
  climbProxyRewards,
  climbGoldRewards,
  climbOnset,
  shrinkage,
  winner,
  expectedGold,
  normalDensity,
  heavyDensity,
  law,
  tooMuch,
  bestOf,
  seen,
  fitted,
  predictedPeak,
  truePeak,
  runs,
  chain,
  seeing,
  suffixErrors,
  harmful,
  honest,
  attackedByChance:
    harmful.proxies.filter(proxy => proxy > honest.proxy).length / harmful.proxies.length,
};

/** The family of attacks that this one is of, with it as the example. */
function familyOf(name: string) {
  const example = attacks.find(({ attack }) => attack === name);
  if (!example) throw new Error(`There is no attack ${name} to show in 10-goodhart.`);
  const alike = attacks.filter(({ family }) => family === example.family);
  return { ...outcome(alike), example: example.tries.replace(/\.$/, '') };
}

function outcome(some: typeof attacks) {
  const won = sum(some.map(({ points, honestPoints }) => points - honestPoints));
  return { count: some.length, won };
}

/** A list for a sentence, with proper minus signs. */
function listed(numbers: number[]): string {
  return numbers.join(', ').replaceAll('-', '−');
}

function sum(numbers: number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

/** A loop: the runs and the samples above take millions of products. */
function dot(weights: number[], numbers: number[]): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] * numbers[i];
  return total;
}

function softmax(scores: number[]): number[] {
  const weights = scores.map(score => Math.exp(score - Math.max(...scores)));
  return weights.map(weight => weight / sum(weights));
}

/** The generator of Park and Miller: enough for an illustration. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Box and Muller: a standard normal number from two uniform ones. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** The standard normal number that a share `p` lies below, by bisection of a series for its integral. */
function quantile(p: number): number {
  if (p > 0.5) return -quantile(1 - p);
  let [low, high] = [-6, 0];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** The standard normal share below x ≤ 0: Marsaglia's series. */
function below(x: number): number {
  let term = x;
  let series = x;
  for (let i = 3; Math.abs(term) > 1e-16 && i < 200; i += 2) {
    term *= (x * x) / i;
    series += term;
  }
  return 0.5 + (series * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

const two = (value: number) => value.toFixed(2);

/** How far the axes of the two laws go, in nats. */
const lawsReach = { bestOfN: 11, rl: 400 };

/** Where a law has its peak, which may be off the picture. */
function placed(kl: number, method: 'bestOfN' | 'rl'): string {
  const short = kl < 100 ? two(kl) : Math.round(kl).toLocaleString('en-US');
  return kl > lawsReach[method] ? `${short} (not shown)` : short;
}

export const figures: Figures = {
  onset: {
    alt: `Expected proxy and gold reward against steps of gradient ascent. The proxy rises all the way from ${two(climbProxyRewards[0])} to ${two(climbProxyRewards[80])}. The gold rises with it to ${two(Math.max(...climbGoldRewards))}, turns at step ${climbOnset} and ends at ${two(climbGoldRewards[80])}.`,
    draw() {
      const curve = (rewards: number[]) =>
        rewards.map((reward, t): [number, number] => [t, reward]);
      return plot({
        x: { label: 'step of training on the proxy', domain: [0, 80] },
        y: { label: 'expected reward', domain: [-2, 2] },
        marks: [
          rule({ y: 0 }),
          rule({ x: climbOnset }, { label: `hackOnset: step ${climbOnset}` }),
          line(curve(climbProxyRewards), { label: 'proxy', color: 1 }),
          line(curve(climbGoldRewards), { label: 'gold', color: 2 }),
          dots([[climbOnset - 1, climbGoldRewards[climbOnset - 1]]], { color: 2 }),
        ],
      });
    },
  },

  shrinkage: {
    alt: `First panel: ${samples.length} samples of gold against proxy, an oval cloud. The line of E[gold | proxy] passes through the means of narrow vertical slices; it is flatter than the dashed diagonal gold = proxy. Second panel: E[gold | proxy] for normal noise is a rising straight line; for heavy-tailed noise it rises, is highest near 3, and sinks back towards 0.`,
    draw() {
      const ends = [-5.5, 5.5];
      const proxies = steps(0, 12, 120);
      return panels(
        [
          plot({
            x: { label: 'proxy', domain: [-5.5, 5.5] },
            y: { label: 'gold', domain: [-4, 4] },
            width: 340,
            legend: true,
            marks: [
              dots(samples.slice(0, 600), { color: 6, size: 5 }),
              line(
                ends.map(x => [x, x]),
                { color: 3, dash: true },
              ),
              line(
                ends.map(x => [x, shrunk(x)]),
                { color: 1, dash: false, label: 'E[gold | proxy]' },
              ),
              dots(sampleMeans, { color: 2, label: 'mean of a slice' }),
            ],
          }),
          plot({
            x: { label: 'proxy', domain: [0, 12] },
            y: { label: 'E[gold | proxy]', domain: [0, 4] },
            width: 340,
            marks: [
              line(
                proxies.map(x => [x, regressionalGoodhart(x, 1, 1)]),
                { color: 1, label: 'normal noise', labelAt: 0.42 },
              ),
              line(
                proxies.map(x => [x, expectedGold(x, heavyDensity)]),
                { color: 4, label: 'heavy tails', labelAt: 0.75 },
              ),
            ],
          }),
        ],
        2,
        ['Normal noise, samples', 'It depends on the tails'],
      );
    },
  },

  world: {
    alt: `Reward against KL for best-of-n with n from 1 to 4096. The proxy rises steadily to ${two(bestOf[bestOf.length - 1].proxy)}. The gold rises, is highest near KL ${two(truePeak.kl)}, and falls. The law fitted to the first ${seen.length} gold points runs through the others and predicts the peak at KL ${two(predictedPeak.kl)}.`,
    draw() {
      const unseen = bestOf.slice(seen.length);
      return plot({
        x: { label: 'KL to the reference, nats', domain: [0, 7.5] },
        y: { label: 'reward above the reference', domain: [0, 3.8] },
        legend: true,
        height: 320,
        marks: [
          line(
            bestOf.map(({ kl, proxy }) => [kl, proxy]),
            { color: 1, label: 'proxy', dash: false, curve: 'smooth' },
          ),
          line(
            steps(0, 7.5, 300).map(kl => [
              kl,
              goldReward(kl, fitted.alpha, fitted.beta, 'bestOfN'),
            ]),
            { color: 3, label: 'law fitted to n ≤ 12', dash: true },
          ),
          dots(
            seen.map(({ kl, reward }) => [kl, reward]),
            { color: 2, label: 'gold, n ≤ 12' },
          ),
          dots(
            unseen.map(({ kl, reward }) => [kl, reward]),
            { color: 4, label: 'gold, held out' },
          ),
          rule({ x: predictedPeak.kl }),
          text(predictedPeak.kl, 0.2, 'predicted peak', { dx: 6 }),
        ],
      });
    },
  },

  laws: interactive({
    alt: `Gold reward against KL for both laws with α = 1, β = 0.3. Best-of-n: highest, ${two(overoptimizationPeak(1, 0.3, 'bestOfN').reward)}, at KL ${two(overoptimizationPeak(1, 0.3, 'bestOfN').kl)}, and back at 0 by KL ${two((1 / 0.3) ** 2)}. Reinforcement learning: highest, ${two(overoptimizationPeak(1, 0.3, 'rl').reward)}, at KL ${two(overoptimizationPeak(1, 0.3, 'rl').kl)}. Dashed, what the proxy promises: a multiple of the root of KL that never turns.`,
    controls: {
      alpha: slider('α, the gain near the reference', steps(0.5, 1.5, 10), law.alpha),
      beta: slider('β, the loss further away', steps(0.2, 0.6, 8), law.beta),
    },
    draw(state) {
      const { alpha, beta } = state ?? law;
      const panel = (method: 'bestOfN' | 'rl', top: number) => {
        const farthest = lawsReach[method];
        const kls = state
          ? steps(0, Math.sqrt(farthest), 40).map(d => d * d)
          : steps(0, farthest, 300);
        const peak = overoptimizationPeak(alpha, beta, method);
        return plot({
          x: { label: 'KL to the reference, nats', domain: [0, farthest] },
          y: { label: 'reward above the reference', domain: [0, top] },
          width: 340,
          marks: [
            line(
              kls.map(kl => [kl, alpha * Math.sqrt(kl)]),
              { color: 1, label: 'α√KL', dash: true, labelAt: 0.5 },
            ),
            line(
              kls.map(kl => [kl, goldReward(kl, alpha, beta, method)]),
              { color: 2, dash: false },
            ),
            dots([[peak.kl, peak.reward]], { color: 2 }),
            // Of the reader's laws some have their peak off the axes: what is read below says so.
            ...(state
              ? []
              : [
                  text(peak.kl, peak.reward, `KL ${two(peak.kl)}, gold ${two(peak.reward)}`, {
                    dx: 4,
                    dy: -13,
                  }),
                ]),
          ],
        });
      };
      return panels([panel('bestOfN', 3.5), panel('rl', 21)], 2, [
        'd (α − βd), best-of-n',
        'd (α − β log d), RL',
      ]);
    },
    read({ alpha, beta }) {
      const [drawn, trained] = (['bestOfN', 'rl'] as const).map(method =>
        overoptimizationPeak(alpha, beta, method),
      );
      return [
        ['best-of-n: peak at KL', placed(drawn.kl, 'bestOfN')],
        ['RL: peak at KL', placed(trained.kl, 'rl')],
        ['best-of-n: gold there', two(drawn.reward)],
        ['RL: gold there', two(trained.reward)],
        ['best-of-n: proxy there', two(alpha * Math.sqrt(drawn.kl))],
        ['RL: proxy there', two(alpha * Math.sqrt(trained.kl))],
      ];
    },
  }),

  diagnosis: {
    alt: `Three panels of reward against training step, three curves each. Healthy: training proxy, held-out proxy and gold all rise and level off. Overfitting: the training proxy rises, the held-out proxy and the gold fall. Over-optimisation: both proxies rise all the way, the gold rises and then falls.`,
    draw() {
      const panel = (run: (typeof runs)['healthy']) => {
        const curve = (rewards: number[]) =>
          rewards.map((reward, step): [number, number] => [step, reward]);
        return plot({
          x: { label: 'step', domain: [0, 40] },
          y: { label: 'reward', domain: [-2.4, 0.1] },
          width: 290,
          height: 300,
          legend: true,
          marks: [
            line(curve(run.trainProxy), { color: 3, label: 'trained' }),
            line(curve(run.heldOutProxy), { color: 1, label: 'held out', dash: false }),
            line(curve(run.gold), { color: 2, label: 'gold' }),
          ],
        });
      };
      const all = Object.values(runs);
      return panels(
        all.map(panel),
        3,
        all.map(run => `diagnose: ${diagnose(run)}`),
      );
    },
  },

  graph: {
    alt: `Bars for goods, desires and evaluations. First panel: seeing an evaluation of 2 raises the expectation of all three; setting it to 2 leaves goods and desires at 0. Second panel: seeing desires of 2 raises all three; setting them to 2 raises evaluations but leaves goods at 0.`,
    draw() {
      const chart = (node: number) =>
        barChart({
          categories: chainNames,
          series: [
            { label: 'seen', values: seeing(chain, node, 2), color: 3 },
            { label: 'set by hand', values: intervene(chain, node, 2), color: 2 },
          ],
          y: { label: 'expected value', domain: [0, 2.5] },
          value: two,
          width: 340,
        });
      return panels([chart(2), chart(1)], 2, ['evaluations = 2', 'desires = 2']);
    },
  },
};
