import { betaForBudget, klDivergence, optimalPolicy } from '../../solutions/04-rlhf.ts';
import {
  bestOfNDistribution,
  bestOfNKL,
  expectedMax,
  frontier,
  klBound,
} from '../../solutions/09-best-of-n.ts';
import {
  barChart,
  type Color,
  dots,
  type Figures,
  interactive,
  line,
  type Mark,
  panels,
  plot,
  rule,
  slider,
  text,
} from './plot.ts';

/** The three lines for a birthday card, of the lesson on RLHF. */
const policy = [0.5, 0.3, 0.2];
const rewards = [1, 2, 0];

/** The same with one very good response that is rarely written. */
const rare = { policy: [0.5, 0.499, 0.001], rewards: [0, 1, 100] };

/** A reward model with a blind spot: its favourite is the worst. */
const hacked = { policy: [0.5, 0.3, 0.15, 0.05], proxy: [0, 1, 2, 3], gold: [0, 1, 2, -2] };
const goldCurve = [1, 2, 4, 8, 16, 32, 64].map(n => ({
  n,
  gold: dot(bestOfNDistribution(hacked.policy, hacked.proxy, n), hacked.gold),
}));

const four = frontier(policy, rewards, [4])[0];
const fourBeta = betaForBudget(policy, rewards, four.kl);
const sameKl = optimalPolicy(policy, rewards, fourBeta);
const rareFour = frontier(rare.policy, rare.rewards, [4])[0];
const rareOptimum = optimalPolicy(
  rare.policy,
  rare.rewards,
  betaForBudget(rare.policy, rare.rewards, rareFour.kl),
);

/** Two prompts with the same policy. On the second, rewards are four times as far apart. */
const scales = [1, 4];
const twoBeta = commonBeta(four.kl);
const optima = scales.map(scale => optimalPolicy(policy, scaled(scale), twoBeta));
const twoPrompts = {
  bestOfN: mean(scales.map(scale => scale * four.bestOfN)),
  eachAlone: mean(scales.map(scale => scale * four.optimal)),
  optimal: mean(optima.map((optimum, i) => dot(optimum, scaled(scales[i])))),
  spent: optima.map(optimum => klDivergence(optimum, policy)),
};

function scaled(scale: number): number[] {
  return rewards.map(reward => scale * reward);
}

/** The one β whose optimal policies spend this much on average over the prompts. */
function commonBeta(budget: number): number {
  let [low, high] = [0.01, 100];
  for (let step = 0; step < 60; step++) {
    const beta = Math.sqrt(low * high);
    const spent = scales.map(scale =>
      klDivergence(optimalPolicy(policy, scaled(scale), beta), policy),
    );
    if (mean(spent) > budget) low = beta;
    else high = beta;
  }
  return high;
}

/** What resampling N observations with replacement gives for the best of n. */
function resampled(samples: number[], n: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const upTo = (count: number) => (count / sorted.length) ** n;
  return dot(
    sorted.map((_, i) => upTo(i + 1) - upTo(i)),
    sorted,
  );
}

/** The mean of the i-th smallest of N rewards that are uniform between 0 and 1: i / (N + 1). */
function orderMeans(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
}

/** How far best of four among many responses is from the tilt by the logarithm of the rank. */
function logRankGap(count: number): number {
  const even = uniform(count);
  const logRank = ranks(count).map(rank => Math.log((rank + 1) / count));
  const tilted = optimalPolicy(even, logRank, 1 / 3);
  const best = bestOfNDistribution(even, ranks(count), 4);
  return best.reduce((gap, mass, y) => gap + Math.max(mass - tilted[y], 0), 0); // total variation
}

const uniform = (count: number) => Array.from({ length: count }, () => 1 / count);
const ranks = (count: number) => Array.from({ length: count }, (_, i) => i);

export const values = {
  policy,
  rewards,
  uniform,
  ranks,
  rare,
  rareFour,
  rareOptimum,
  hacked,
  goldCurve,
  four,
  fourBeta,
  sameKl,
  expectedDraws: Math.max(...sameKl.map((mass, y) => mass / policy[y])),
  shareOfGain: (four.bestOfN - dot(policy, rewards)) / (four.optimal - dot(policy, rewards)),
  twoPrompts,
  logRankGap: logRankGap(1000),
  resampled,
  orderMeans,
  rewardOf: (mixed: number[]) => dot(mixed, rewards),
};

function dot(weights: number[], numbers: number[]): number {
  return weights.reduce((total, weight, i) => total + weight * numbers[i], 0);
}

function mean(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}

/** Whole numbers, evenly spread on a logarithmic scale. */
function wholeNumbers(last: number, perDecade: number): number[] {
  const count = Math.round(Math.log10(last) * perDecade);
  const all = Array.from({ length: count + 1 }, (_, i) => Math.round(10 ** (i / perDecade)));
  return [...new Set(all)];
}

interface World {
  policy: number[];
  rewards: number[];
}

/** Reward against KL: a curve of optima, and best-of-n as dots with their n; for the reader's n, a grip. */
function frontierPanel(
  { policy, rewards }: World,
  ns: number[],
  y: { domain: [number, number]; ticks?: number[] },
  shown: number[],
): (own?: number) => string {
  const best = Math.max(...rewards);
  const limit = -Math.log(policy[rewards.indexOf(best)]);
  const curve = Array.from({ length: 81 }, (_, i) => (limit * (i + 0.02)) / 80.04).map(
    (budget): [number, number] => [
      budget,
      dot(optimalPolicy(policy, rewards, betaForBudget(policy, rewards, budget)), rewards),
    ],
  );
  const points = frontier(policy, rewards, ns);
  const marks: Mark[] = [
    line([[0, dot(policy, rewards)], ...curve, [limit, best]], { color: 1, dash: false }),
    dots(
      points.map(({ kl, bestOfN }) => [kl, bestOfN]),
      { color: 2 },
    ),
    ...points
      .filter(({ n }) => shown.includes(n))
      .map(({ n, kl, bestOfN }) =>
        text(kl, bestOfN, `${n}`, { dx: 8, dy: kl < limit / 8 ? -12 : 12, color: 2 }),
      ),
  ];
  return own =>
    plot({
      x: { label: 'KL to the policy, nats', domain: [0, limit * 1.08] },
      y: { label: 'expected reward', ...y },
      width: 340,
      marks: [
        ...marks,
        ...frontier(policy, rewards, own ? [own] : []).map(({ kl, bestOfN }) =>
          dots([[kl, bestOfN]], { color: 4, grip: true }),
        ),
      ],
    });
}

const cards: World = { policy, rewards };
const frontierPanels = [
  frontierPanel(cards, [1, 2, 3, 4, 6, 8, 16], { domain: [1, 2.1] }, [1, 2, 4, 8]),
  frontierPanel(
    rare,
    [1, 4, 100, 400, 1000, 2500, 10000],
    { domain: [0, 105], ticks: [0, 25, 50, 75, 100] },
    [100, 1000, 2500],
  ),
];
const draws = slider('draws n', wholeNumbers(1e4, 12), 3);
const nats = (kl: number) => `${kl.toFixed(3)} nats`;

export const figures: Figures = {
  distribution: {
    alt: 'The probabilities of A, B and C under best-of-n, for n = 1, 2, 4, 8 and 16. B, the best, grows from 0.3 to nearly 1. C, the worst, falls at once. A falls more slowly.',
    draw() {
      const ns = [1, 2, 4, 8, 16];
      const distributions = ns.map(n => bestOfNDistribution(policy, rewards, n));
      return barChart({
        categories: ns.map(n => `n = ${n}`),
        series: ['A, reward 1', 'B, reward 2', 'C, reward 0'].map((label, y) => ({
          label,
          values: distributions.map(distribution => distribution[y]),
          color: (y + 1) as Color,
        })),
        y: { label: 'probability', domain: [0, 1] },
      });
    },
  },

  'kl-and-bound': {
    alt: 'KL of best-of-n in nats against n from 1 to 10,000 on a logarithmic axis. The bound rises without end, to 8.2 nats. The exact KL of the cards levels off at 1.2, that of 10, 100 and 1,000 equally likely responses at 2.3, 4.6 and 6.9. Each follows the bound at first.',
    draw() {
      const exact = (mixed: number[], order: number[], perDecade: number) =>
        wholeNumbers(1e4, perDecade).map((n): [number, number] => [n, bestOfNKL(mixed, order, n)]);
      return plot({
        x: {
          label: 'draws n',
          domain: [1, 1e4],
          scale: 'log',
          ticks: [1, 10, 100, 1000, 10000],
        },
        y: { label: 'KL, nats', domain: [0, 9] },
        marks: [
          line(
            wholeNumbers(1e4, 12).map(n => [n, klBound(n)]),
            { label: 'bound', color: 2 },
          ),
          line(exact(uniform(1000), ranks(1000), 5), { label: '1,000 responses', color: 1 }),
          line(exact(uniform(100), ranks(100), 12), { label: '100 responses', color: 3 }),
          line(exact(uniform(10), ranks(10), 12), { label: '10 responses', color: 4 }),
          line(exact(policy, rewards, 12), { label: 'A, B, C', color: 5 }),
        ],
      });
    },
  },

  'resampling-bias': {
    alt: 'Mean error of two estimates of the expected best of n, against n from 1 to 100, for rewards that are uniform between 0 and 1. Resampling 10, 30 or 100 samples falls short for every n above 1, and the more the larger n is: by 0.045, 0.014 and 0.004 at n = 10. All subsets of 100 samples: no error.',
    draw() {
      const ns = wholeNumbers(100, 20);
      const counts = [10, 30, 100];
      return plot({
        x: { label: 'n', domain: [1, 100], scale: 'log', ticks: [1, 3, 10, 30, 100] },
        y: { label: 'mean error', domain: [-0.1, 0.02] },
        marks: [
          ...counts.map((count, i) =>
            line(
              ns.map(n => [n, resampled(orderMeans(count), n) - n / (n + 1)]),
              { label: `resampling ${count}`, color: (i + 2) as Color },
            ),
          ),
          line(
            ns.map(n => [n, expectedMax(orderMeans(100), n) - n / (n + 1)]),
            { label: 'all subsets of 100', color: 1 },
          ),
        ],
      });
    },
  },

  frontier: interactive({
    alt: 'Two panels of expected reward against KL, each with a curve of optimal policies and dots for best-of-n. First, the cards: the dots for n = 1 to 16 lie just below the curve. Second, the rare response: the curve shoots up to 20 within one nat, while best-of-n crawls to 1.3 at n = 4 and 10 at n = 100, and meets the curve only near n = 10,000.',
    controls: { n: draws },
    draw: state =>
      panels(
        frontierPanels.map(panel => panel(state?.n)),
        2,
        ['The cards', 'A rare response worth 100'],
      ),
    read({ n }) {
      const [left, right] = [cards, rare].map(
        world => frontier(world.policy, world.rewards, [n])[0],
      );
      return [
        ['bound on the KL', nats(klBound(n))],
        ['log n', nats(Math.log(n))],
        ['cards: exact KL', nats(left.kl)],
        ['rare: exact KL', nats(right.kl)],
        ['cards: best-of-n earns', left.bestOfN.toFixed(3)],
        ['rare: best-of-n earns', right.bestOfN.toFixed(2)],
        ['cards: most for that KL', left.optimal.toFixed(3)],
        ['rare: most for that KL', right.optimal.toFixed(2)],
      ];
    },
  }),

  'gold-curve': {
    alt: 'Expected proxy reward and gold reward of best-of-n by the proxy, against n from 1 to 64. The proxy rises to 3. The gold is highest at n = 4 among the dots, then falls below where it began.',
    draw() {
      const ns = goldCurve.map(point => point.n);
      return plot({
        x: { label: 'draws n', domain: [1, 64], scale: 'log', ticks: [1, 2, 4, 8, 16, 32, 64] },
        y: { label: 'expected reward', domain: [-2, 3.2] },
        marks: [
          rule({ y: 0 }),
          line(
            ns.map(n => [
              n,
              dot(bestOfNDistribution(hacked.policy, hacked.proxy, n), hacked.proxy),
            ]),
            { label: 'proxy', color: 2 },
          ),
          line(
            goldCurve.map(({ n, gold }) => [n, gold]),
            { label: 'gold', color: 1 },
          ),
          dots(
            goldCurve.map(({ n, gold }) => [n, gold]),
            { color: 1 },
          ),
        ],
      });
    },
  },
};
