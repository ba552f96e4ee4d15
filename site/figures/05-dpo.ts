import { preferenceProbability } from '../../solutions/03-reward-model.ts';
import { klDivergence, optimalPolicy, optimalValue } from '../../solutions/04-rlhf.ts';
import {
  dpoGradientWeight,
  dpoLoss,
  type PreferencePair,
  recoverReward,
  trainDPO,
} from '../../solutions/05-dpo.ts';
import {
  type Color,
  dots,
  type Figures,
  interactive,
  line,
  once,
  panels,
  plot,
  rule,
  slider,
  steps,
  text,
} from './plot.ts';

// The lesson's running example: three responses to one prompt.
const prior = [0.5, 0.3, 0.2];
const rewards = [1, 2, 0];
const preferences = preferencesFor(rewards);

function preferencesFor(rewards: number[]): number[][] {
  return rewards.map(first => rewards.map(second => preferenceProbability(first, second)));
}

/** Two responses, equally probable under the reference, of which one has gained so many nats on the other. */
function gained(nats: number): PreferencePair {
  return {
    chosen: -20 + nats / 2,
    rejected: -20 - nats / 2,
    referenceChosen: -20,
    referenceRejected: -20,
  };
}

type Weights = (i: number, j: number) => number;

/**
 * The policies that plain gradient descent on the population DPO loss visits, `dpoGradientWeight` by
 * `dpoGradientWeight`. `weights` says how often a pair is compared.
 */
function* descent(
  prior: number[],
  preferences: number[][],
  beta: number,
  rate: number,
  weights: Weights = () => 1,
): Generator<number[]> {
  const rewards = prior.map(() => 0);
  while (true) {
    const policy = optimalPolicy(prior, rewards, beta);
    yield policy;
    const logs = policy.map(Math.log);
    prior.forEach((_, i) => {
      prior.forEach((_, j) => {
        if (i === j) return;
        const pair = {
          chosen: logs[i],
          rejected: logs[j],
          referenceChosen: Math.log(prior[i]),
          referenceRejected: Math.log(prior[j]),
        };
        // On logits a pair pushes its winner up and its loser down, and a reward is β times a logit.
        const push =
          beta * preferences[i][j] * weights(i, j) * beta * dpoGradientWeight(pair, beta);
        rewards[i] += rate * push;
        rewards[j] -= rate * push;
      });
    });
  }
}

function take<Item>(items: Iterable<Item>, count: number): Item[] {
  const taken: Item[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

// Which pairs get compared: all alike, or as two draws from the reference happen to meet.
const lopsided = [0.9, 0.09, 0.01];
const samplers: Record<string, Weights> = {
  uniform: () => 1 / 6,
  reference: (i, j) => {
    const meetings = 1 - lopsided.reduce((sum, p) => sum + p * p, 0);
    return (lopsided[i] * lopsided[j]) / meetings;
  },
};

/** Steps of gradient descent until every probability is within 1e-3 of the optimum. */
function stepsToLand(sampler: string): number {
  const target = optimalPolicy(lopsided, rewards, 1);
  let steps = 0;
  for (const policy of descent(lopsided, preferences, 1, 1, samplers[sampler])) {
    if (policy.every((p, y) => Math.abs(p - target[y]) < 1e-3)) return steps;
    steps++;
  }
  return steps;
}

/** Preferences in a circle, each at 9 to 1: where training ends under either sampler. */
const circle = [
  [0.5, 0.9, 0.1],
  [0.1, 0.5, 0.9],
  [0.9, 0.1, 0.5],
];
function circleOptimum(sampler: string): number[] {
  return take(descent(lopsided, circle, 1, 1, samplers[sampler]), 3000).at(-1) ?? [];
}

/**
 * The optimum when implicit rewards are β/|y| · log π/π_ref: π_ref · exp(|y| (r + c)/β), with the c that
 * makes it sum to 1.
 */
function averagedOptimum(beta: number, lengths: number[]): number[] {
  const policyAt = (c: number) =>
    prior.map((p, y) => p * Math.exp((lengths[y] * (rewards[y] + c)) / beta));
  let [low, high] = [-50, 50];
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2;
    if (policyAt(middle).reduce((sum, p) => sum + p, 0) > 1) high = middle;
    else low = middle;
  }
  return policyAt(low);
}

/** A network of two weights: the log-odds of two responses is a · b, and the reference's is 0. */
function networkLoss(a: number, b: number): number {
  const logProb = (odds: number) => Math.log(preferenceProbability(odds, 0));
  return dpoLoss(
    {
      chosen: logProb(a * b),
      rejected: logProb(-a * b),
      referenceChosen: Math.log(0.5),
      referenceRejected: Math.log(0.5),
    },
    1,
  );
}

const optimum = (beta: number) => optimalPolicy(prior, rewards, beta);
const divergence = (beta: number) => klDivergence(optimum(beta), prior);
const logOdds = (share: number) => Math.log(share) - Math.log(1 - share);

/** What the preferred one of two equally probable responses ends up with, where `share` prefer it. */
const dpoOptimum = (share: number, beta: number) =>
  share === 1 ? 1 : optimalPolicy([0.5, 0.5], [logOdds(share), 0], beta)[0];
const ipoOptimum = (share: number, beta: number) => preferenceProbability((share - 0.5) / beta, 0);

export const values = {
  prior,
  rewards,
  preferences,
  gained,
  optimum,
  divergence,
  optimalValue,
  averagedOptimum,
  networkLoss,
  stepsToLand,
  circleOptimum,
  lopsided,
  ipoOptimum,
  dpoOptimum,
  logOdds,
  trained: trainDPO(prior, preferences, 0.5),
};

const names = ['A', 'B', 'C'];

/** Loss and weight of one pair, at so many margins. */
const ofOnePair = once((count: number) => {
  const margins = steps(-4, 4, count);
  return [
    line(
      margins.map(margin => [margin, dpoLoss(gained(margin), 1)]),
      { color: 1, dash: false },
    ),
    line(
      margins.map(margin => [margin, dpoGradientWeight(gained(margin), 1)]),
      { color: 2, dash: true },
    ),
  ];
});

const pull = (nats: number, beta: number) => beta * dpoGradientWeight(gained(nats), beta);
const pulls = (count: number, beta: number) =>
  steps(0, 30, count).map(nats => [nats, pull(nats, beta)] as const);
const threePulls = once((count: number) =>
  [1, 0.3, 0.1].map((beta, i) => line(pulls(count, beta), { color: (i + 1) as Color })),
);
const readersPull = once((beta: number) => line(pulls(75, beta), { color: 4, dash: true }));

export const figures: Figures = {
  'loss-and-weight': interactive({
    alt: 'First panel: over margins from −4 to 4 nats, the loss falls from about 4 to 0 and is 0.69 at margin 0; the weight falls from 1 to 0 along an S-shaped curve and is 0.5 at margin 0. Second panel: the pull on a logit against how much the chosen response has gained on the rejected one. With β = 1 it starts at 0.5 and has vanished after some 6 nats; with β = 0.3 it starts at 0.15; with β = 0.1 at 0.05, and it is still there after 30 nats.',
    controls: {
      gain: slider('gain of chosen on rejected, nats', steps(0, 30, 30), 4),
      beta: slider('β, reward per nat', [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1], 0.2),
    },
    draw(state) {
      const margin = state ? state.beta * state.gain : 0;
      return panels(
        [
          plot({
            x: { label: 'margin of implicit rewards, nats', domain: [-4, 4] },
            y: { label: 'loss in nats, weight', domain: [0, 4] },
            width: 330,
            marks: [
              ...ofOnePair(state ? 40 : 160),
              dots([[0, dpoLoss(gained(0), 1)]], { color: 1 }),
              text(0, dpoLoss(gained(0), 1), 'start: log 2', { dx: 10, dy: -8 }),
              text(-2.2, dpoLoss(gained(-2.2), 1), 'loss', { dx: 10, dy: -6 }),
              text(-3.9, dpoGradientWeight(gained(-4), 1), 'weight', { dx: 0, dy: 15 }),
              ...(state
                ? [
                    dots([[margin, dpoGradientWeight(gained(margin), 1)]], { color: 4 }),
                    dots([[margin, dpoLoss(gained(margin), 1)]], { color: 4 }),
                  ]
                : []),
            ],
          }),
          plot({
            x: { label: 'gain of chosen on rejected, nats', domain: [0, 30] },
            y: { label: 'pull on a logit, β × weight', domain: [0, 0.5] },
            width: 330,
            marks: [
              ...[1, 0.3, 0.1].flatMap((beta, i) => [
                threePulls(state ? 75 : 150)[i],
                text([1.6, 6, 17][i], pull([1.6, 6, 17][i], beta), `β = ${beta}`, {
                  dx: 8,
                  dy: -8,
                }),
              ]),
              ...(state
                ? [
                    readersPull(state.beta),
                    dots([[state.gain, pull(state.gain, state.beta)]], { color: 4, grip: true }),
                  ]
                : []),
            ],
          }),
        ],
        2,
        ['One pair', 'The same pull, for three β'],
      );
    },
    read: ({ gain, beta }) => [
      ['margin, β × gain', `${(beta * gain).toFixed(2)} nats`],
      ['loss', `${dpoLoss(gained(gain), beta).toFixed(3)} nats`],
      ['weight', dpoGradientWeight(gained(gain), beta).toFixed(3)],
      ['pull, β × weight', pull(gain, beta).toFixed(4)],
    ],
  }),

  training: {
    alt: 'Two panels over 60 steps of gradient descent with β = 0.5. First: the recovered rewards of A, B and C start together at 0 and settle on −0.1, 0.9 and −1.1. Second: their probabilities start at 0.5, 0.3 and 0.2 and settle on 0.18, 0.81 and 0.01.',
    draw() {
      const beta = 0.5;
      const policies = take(descent(prior, preferences, beta, 1), 61);
      const recovered = policies.map(policy => recoverReward(policy, prior, beta));
      const target = optimum(beta);
      const targets = recoverReward(target, prior, beta);
      const x = { label: 'steps of gradient descent', domain: [0, 60] as const };
      const courses = (series: number[][], ends: number[]) =>
        names.flatMap((name, y) => [
          rule({ y: ends[y] }),
          line(
            series.map((values, step) => [step, values[y]]),
            { color: (y + 1) as Color, label: name },
          ),
        ]);
      return panels(
        [
          plot({
            x,
            y: { label: 'recovered reward, nats', domain: [-1.5, 1.5] },
            width: 330,
            marks: courses(recovered, targets),
          }),
          plot({
            x,
            y: { label: 'probability', domain: [0, 1] },
            width: 330,
            marks: courses(policies, target),
          }),
        ],
        2,
        ['What the policy says about reward', 'What it does'],
      );
    },
  },

  'beta-sweep': {
    alt: 'First panel: optimal probabilities of A, B and C against β from 0.05 to 20 on a logarithmic axis. For large β they are those of the reference, 0.5, 0.3 and 0.2; for small β all mass is on B. Dots of trained policies lie on the curves. Second panel: the divergence from the reference falls from log(1/0.3), about 1.2 nats, at small β to 0 at large β.',
    draw() {
      const betas = steps(Math.log(0.05), Math.log(20), 120).map(Math.exp);
      const trainedAt = [0.1, 0.25, 0.5, 1, 2, 5];
      const trained = trainedAt.map(beta => trainDPO(prior, preferences, beta));
      const x = {
        label: 'β, reward per nat',
        domain: [0.05, 20] as const,
        scale: 'log' as const,
        ticks: [0.1, 1, 10],
      };
      return panels(
        [
          plot({
            x,
            y: { label: 'probability', domain: [0, 1] },
            width: 330,
            marks: names.flatMap((name, y) => [
              line(
                betas.map(beta => [beta, optimum(beta)[y]]),
                { color: (y + 1) as Color, label: name },
              ),
              dots(
                trainedAt.map((beta, i) => [beta, trained[i][y]]),
                { color: (y + 1) as Color },
              ),
            ]),
          }),
          plot({
            x,
            y: { label: 'KL from the reference, nats', domain: [0, 1.4] },
            width: 330,
            marks: [
              line(
                betas.map(beta => [beta, divergence(beta)]),
                { color: 4, dash: false },
              ),
              rule({ y: -Math.log(prior[1]) }, { label: 'all mass on B' }),
            ],
          }),
        ],
        2,
        ['Where training ends', 'How far away that is'],
      );
    },
  },

  certainty: {
    alt: 'First panel: the margin during training on one pair, over 1 to 10,000 steps on a logarithmic axis. Where 75% prefer the first response it settles at 1.10 nats, at 95% at 2.94; at 100% it keeps growing, by about 2.3 nats for each tenfold of steps. Second panel: the final probability of the preferred response against the share that prefers it. Under DPO it reaches 1 at full agreement, for β = 0.3 as for β = 5; under IPO it ends at 0.84 and 0.52.',
    draw() {
      const shares = [0.75, 0.95, 1];
      const most = 10_000;
      const at = [...new Set(steps(0, Math.log(most), 90).map(log => Math.round(Math.exp(log))))];
      const margins = shares.map(share => {
        const verdicts = [
          [0.5, share],
          [1 - share, 0.5],
        ];
        const policies = take(descent([0.5, 0.5], verdicts, 1, 0.5), most + 1);
        return at.map(step => {
          const [first, second] = recoverReward(policies[step], [0.5, 0.5], 1);
          return [step, first - second] as const;
        });
      });
      const grid = [...steps(0.5, 0.99, 98), ...steps(0.99, 0.9999, 60), 1];
      const curve = (ending: typeof dpoOptimum, beta: number) =>
        grid.map(share => [share, ending(share, beta)] as const);
      return panels(
        [
          plot({
            x: { label: 'steps', domain: [1, most], scale: 'log', ticks: [1, 10, 100, 1000, most] },
            y: { label: 'margin of implicit rewards, nats', domain: [0, 10] },
            width: 330,
            marks: [
              ...shares.slice(0, 2).map(share => rule({ y: logOdds(share) })),
              ...shares.map((share, i) =>
                line(margins[i], { color: (i + 1) as Color, label: `${share * 100}%` }),
              ),
            ],
          }),
          plot({
            x: { label: 'share that prefers the first', domain: [0.5, 1] },
            y: { label: 'final probability of the first', domain: [0.4, 1] },
            width: 330,
            marks: [
              line(curve(dpoOptimum, 0.3), { color: 1, dash: false }),
              line(curve(dpoOptimum, 5), { color: 1, dash: false }),
              line(curve(ipoOptimum, 0.3), { color: 2, dash: true }),
              line(curve(ipoOptimum, 5), { color: 2, dash: true }),
              text(0.6, dpoOptimum(0.6, 0.3), 'DPO, β = 0.3', { dx: 10, dy: 4 }),
              text(0.97, 0.88, 'IPO, β = 0.3', { anchor: 'end' }),
              text(0.74, 0.63, 'DPO, β = 5'),
              text(0.98, ipoOptimum(0.98, 5), 'IPO, β = 5', { dx: 0, dy: 16, anchor: 'end' }),
            ],
          }),
        ],
        2,
        ['Training on one pair, β = 1', 'Where it ends'],
      );
    },
  },
};
