import {
  fitBradleyTerry,
  mallows,
  plackettLuce,
  preferenceProbability,
  rewardModelLoss,
  samplePreferences,
} from '../../solutions/03-reward-model.ts';
import {
  barChart,
  type Color,
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

type Comparison = [winner: number, loser: number];

/** The data of the lesson's first question. Answers A, B, C are items 0, 1, 2. */
const eight: Comparison[] = [
  [0, 1],
  [0, 1],
  [1, 0],
  [1, 2],
  [1, 2],
  [2, 1],
  [0, 2],
  [2, 0],
];
const rewards = fitBradleyTerry(eight, 3);

/** The margin that two items get when the first wins `won` and the second `lost` comparisons. */
function fittedMargin(won: number, lost: number): number {
  const [first, second] = fitBradleyTerry(
    Array.from({ length: won + lost }, (_, i): Comparison => (i < won ? [0, 1] : [1, 0])),
    2,
  );
  return first - second;
}

const losses: Record<string, (margin: number) => number> = {
  log: margin => rewardModelLoss([margin]),
  squared: margin => (1 - preferenceProbability(margin, 0)) ** 2,
  hinge: margin => Math.max(0, 1 - margin),
};

/** The margin of least expected loss when the first of two items wins this share, to three decimals. */
function bestMargin(loss: string, share: number): number {
  const expected = (margin: number) =>
    share * losses[loss](margin) + (1 - share) * losses[loss](-margin);
  return steps(-5, 5, 10_000).reduce((best, margin) =>
    expected(margin) < expected(best) ? margin : best,
  );
}

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Probability that three comparisons, made one by one, agree with this ranking. */
function agreeingPairs(scores: number[], [first, second, third]: number[]): number {
  return (
    preferenceProbability(scores[first], scores[second]) *
    preferenceProbability(scores[first], scores[third]) *
    preferenceProbability(scores[second], scores[third])
  );
}

// The chained model: what reviews each of two novels gets, and how many stars a review stands for.
const stars = [1, 3, 5];
const expectedStars = (reviews: number[]) =>
  reviews.reduce((sum, probability, review) => sum + probability * stars[review], 0);

export const values = {
  eight,
  rewards,
  fittedLoss: rewardModelLoss(eight.map(([winner, loser]) => rewards[winner] - rewards[loser])),
  fittedMargin,
  bestMargin,
  agreeingPairs,
  cycles: 1 - orders.reduce((sum, order) => sum + agreeingPairs([2, 1, 0], order), 0),
  agreeable: [0.1, 0.8, 0.1],
  divisive: [0.5, 0.1, 0.4],
  stars,
  expectedStars,
};

// Simulated annotators compare four answers of known reward, more and more often.
const truth = [1.5, 0.5, -0.5, -1.5];
const counts = [48, 96, 192, 384, 768, 1536, 3072, 6144, 12288];
const fits = simulate(counts.at(-1) ?? 0);

/** The fit after each of `counts` comparisons, the pairs taken in turn. */
function simulate(most: number): number[][] {
  const pairs = truth.flatMap((_, second) =>
    Array.from({ length: second }, (_, first): Comparison => [first, second]),
  );
  const met = Array.from({ length: most }, (_, i) => pairs[i % pairs.length]);
  const firstWins = samplePreferences(
    met.map(([first, second]) => preferenceProbability(truth[first], truth[second])),
    uniforms(most),
  );
  const comparisons = met.map(
    ([first, second], i): Comparison => (firstWins[i] ? [first, second] : [second, first]),
  );
  return counts.map(count => fitBradleyTerry(comparisons.slice(0, count), truth.length));
}

/** A linear congruential generator: the same numbers on every machine. */
function uniforms(length: number): number[] {
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const letters = ['A', 'B', 'C'];

const margins = steps(-6, 6, 240);
const curves = {
  preference: line(
    margins.map(margin => [margin, preferenceProbability(margin, 0)]),
    { color: 1 },
  ),
  least: line(
    margins.map(margin => [margin, Math.max(-margin, 0)]),
    { color: 3, dash: true },
  ),
  loss: line(
    margins.map(margin => [margin, rewardModelLoss([margin])]),
    { color: 1, dash: false },
  ),
  pull: line(
    margins.map(margin => [margin, preferenceProbability(0, margin)]),
    { color: 2 },
  ),
};

export const figures: Figures = {
  'preference-curve': interactive({
    alt: 'The probability that the first response is preferred rises with the margin along an S-shaped curve, from near 0 at −6 nats through one half at 0 to near 1 at 6 nats. The fitted margins of A over B, and of A over C, lie a little right of the middle.',
    controls: { m: slider('margin m, nats', steps(-6, 6, 120), 0) },
    draw(state) {
      const fitted = [rewards[0] - rewards[1], rewards[0] - rewards[2]];
      return plot({
        x: {
          label: 'margin: first reward minus second, nats',
          domain: [-6, 6],
        },
        y: { label: 'probability that the first wins', domain: [0, 1] },
        marks: [
          rule({ y: 0.5 }),
          curves.preference,
          dots(
            fitted.map(margin => [margin, preferenceProbability(margin, 0)]),
            { color: 2 },
          ),
          text(fitted[0], preferenceProbability(fitted[0], 0), 'A over B', { dx: 10, dy: 8 }),
          text(fitted[1], preferenceProbability(fitted[1], 0), 'A over C', {
            dx: -10,
            dy: -8,
            anchor: 'end',
          }),
          ...(state
            ? [dots([[state.m, preferenceProbability(state.m, 0)]], { color: 4, grip: true })]
            : []),
        ],
      });
    },
    read: ({ m }) => [
      ['the first is preferred', preferenceProbability(m, 0).toFixed(3)],
      ['the second is preferred', preferenceProbability(0, m).toFixed(3)],
      ['loss if the first won', `${rewardModelLoss([m]).toFixed(3)} nats`],
      ['loss if the second won', `${rewardModelLoss([-m]).toFixed(3)} nats`],
    ],
  }),

  'loss-and-pull': interactive({
    alt: 'Two panels over the margin from −6 to 6 nats. First: the loss falls from about 6 nats, almost a straight line of slope −1, to about 0, and is 0.69 at margin 0. Second: the pull on the two rewards falls from 1 to 0 along an S-shaped curve.',
    controls: { m: slider('margin m, nats', steps(-6, 6, 120), -2) },
    draw(state) {
      const x = { label: 'margin m, nats', domain: [-6, 6] as const };
      return panels(
        [
          plot({
            x,
            y: { label: 'loss −log σ(m), nats', domain: [0, 6] },
            width: 330,
            marks: [
              curves.least,
              curves.loss,
              dots([[0, rewardModelLoss([0])]], { color: 2 }),
              text(0, rewardModelLoss([0]), 'log 2', { dx: 10, dy: -8 }),
              text(-5.6, 0.8, 'max(−m, 0)'),
              ...(state
                ? [dots([[state.m, rewardModelLoss([state.m])]], { color: 4, grip: true })]
                : []),
            ],
          }),
          plot({
            x,
            y: { label: 'pull σ(−m) on each reward', domain: [0, 1] },
            width: 330,
            marks: [
              curves.pull,
              ...(state
                ? [dots([[state.m, preferenceProbability(0, state.m)]], { color: 4, grip: true })]
                : []),
            ],
          }),
        ],
        2,
        ['What a comparison costs', 'How hard it pulls'],
      );
    },
    read: ({ m }) => [
      ['loss −log σ(m)', `${rewardModelLoss([m]).toFixed(3)} nats`],
      ['pull σ(−m)', preferenceProbability(0, m).toFixed(3)],
    ],
  }),

  'fit-grows-certain': {
    alt: `Fitted rewards of four answers against the number of comparisons, from ${counts[0]} to ${counts.at(-1)} on a logarithmic axis. At first they miss the true rewards, 1.5, 0.5, −0.5 and −1.5, by some tenths of a nat; at the end they lie on them.`,
    draw() {
      return plot({
        x: {
          label: 'comparisons',
          domain: [counts[0], counts[counts.length - 1]],
          scale: 'log',
          ticks: [50, 100, 1000, 10000],
        },
        y: { label: 'reward, nats', domain: [-2.5, 2.5] },
        marks: truth.flatMap((reward, item) => [
          rule({ y: reward }),
          line(
            counts.map((count, i) => [count, fits[i][item]]),
            { label: `answer ${item + 1}`, color: (item + 1) as Color },
          ),
        ]),
      });
    },
  },

  'rankings-of-three': {
    alt: 'Probabilities of the six rankings of A, B and C under Plackett–Luce with scores 2, 1, 0 and under Mallows with φ = 1/e. The best ranking has the same probability in both. Mallows gives BCA and CAB the same probability; under Plackett–Luce CAB is more than twice as probable as BCA.',
    draw() {
      return barChart({
        categories: orders.map(order => order.map(item => letters[item]).join('')),
        series: [
          {
            label: 'Plackett–Luce, scores 2, 1, 0',
            values: orders.map(order => plackettLuce([2, 1, 0], order)),
          },
          {
            label: 'Mallows, ϕ = 1/e',
            values: orders.map(order => mallows(order, [0, 1, 2], Math.exp(-1))),
          },
        ],
        y: { label: 'probability', domain: [0, 0.55] },
        value: probability => probability.toFixed(2).replace(/^0/, ''),
      });
    },
  },
};
