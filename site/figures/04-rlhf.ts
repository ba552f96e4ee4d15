import {
  betaForBudget,
  klDivergence,
  klEstimate,
  optimalPolicy,
  optimalValue,
  policyGradient,
  ppoClippedObjective,
} from '../../solutions/04-rlhf.ts';
import {
  barChart,
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

/** The three lines for a birthday card. */
const letters = ['A', 'B', 'C'];
const reference = [0.5, 0.3, 0.2];
const rewards = [1, 2, 0];
/** Another policy, which the lesson compares with the reference. */
const policy = [0.7, 0.2, 0.1];
const spendLimit = -Math.log(reference[1]);
const epsilon = 0.2;

const rewardOf = (mixed: number[]) => dot(mixed, rewards);

/** What each response contributes to an estimate, with the probability that the policy draws it. */
function contributions(drawn: number[], kind: 'k1' | 'k2' | 'k3'): [number, number][] {
  return drawn.flatMap((mass, y): [number, number][] =>
    mass ? [[mass, klEstimate([Math.log(mass / reference[y])], kind)]] : [],
  );
}

/** The exact mean of an estimate over all samples of the policy. */
function estimateMean(drawn: number[], kind: 'k1' | 'k2' | 'k3'): number {
  return contributions(drawn, kind).reduce((total, [mass, value]) => total + mass * value, 0);
}

function estimateDeviation(drawn: number[], kind: 'k1' | 'k2' | 'k3'): number {
  const mean = estimateMean(drawn, kind);
  const squares = contributions(drawn, kind).map(([mass, value]) => mass * (value - mean) ** 2);
  return Math.sqrt(squares.reduce((total, square) => total + square, 0));
}

// Without rewards and at β = 1 the objective is minus the KL.
const logits = policy.map(Math.log);
const klSlopes = policyGradient(logits, reference, [0, 0, 0], 1).map(slope => -slope);
const k3Slopes = policy.map((mass, y) => mass - reference[y]);

/** A prompt on which gradient ascent is slow: the best response is rare. */
const hard = { reference: [0.01, 0.39, 0.6], rewards: [3, 1, 0], beta: 0.5 };
const target = optimalPolicy(hard.reference, hard.rewards, hard.beta);
const plainRun = climb(400, slopes => slopes);
const naturalRun = climb(20, (slopes, current) =>
  slopes.map((slope, y) => (0.5 / hard.beta) * (slope / current[y])),
);

/** The policies of gradient ascent from the reference; `move` makes a step of the logits of slopes. */
function climb(steps: number, move: (slopes: number[], current: number[]) => number[]): number[][] {
  const run = [hard.reference];
  let position = hard.reference.map(Math.log);
  for (let step = 0; step < steps; step++) {
    const slopes = policyGradient(position, hard.reference, hard.rewards, hard.beta);
    const moved = move(slopes, run[step]);
    position = position.map((logit, y) => logit + moved[y]);
    run.push(softmax(position));
  }
  return run;
}

/** Steps until each probability is within 0.001 of the optimum. */
function stepsToLand(run: number[][]): number {
  return run.findIndex(now => now.every((mass, y) => Math.abs(mass - target[y]) < 1e-3));
}

export const values = {
  reference,
  rewards,
  policy,
  spendLimit,
  epsilon,
  rewardOf,
  corpus: [0.2, 0.3, 0.5],
  spread: [1, 5, 0],
  dropped: [0.7, 0.3, 0],
  estimateMean,
  estimateDeviation,
  klSlopes,
  k3Slopes,
  hard,
  target,
  plainSteps: stepsToLand(plainRun),
  naturalSteps: stepsToLand(naturalRun),
};

function dot(weights: number[], numbers: number[]): number {
  return weights.reduce((total, weight, i) => total + weight * numbers[i], 0);
}

function softmax(scores: number[]): number[] {
  const weights = scores.map(score => Math.exp(score - Math.max(...scores)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

/** Policies spread over the triangle of all policies, the same on every machine. */
function scattered(count: number): number[][] {
  const fraction = (i: number, root: number) => (i * Math.sqrt(root)) % 1;
  return Array.from({ length: count }, (_, i) => {
    const weights = [2, 3, 5].map(root => -Math.log(1 - fraction(i + 1, root)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map(weight => weight / total);
  });
}

const two = (value: number) => value.toFixed(2);
const pricesOfBars = steps(Math.log10(0.05), Math.log10(20), 78).map(power => 10 ** power);
/** The objective at so many ratios, without and with the clip. */
const objectives = once((advantage: number, clip: number, count: number) => {
  const ratios = steps(0, 2, count);
  return [
    line(
      ratios.map(ratio => [ratio, ratio * advantage]),
      { color: 3, dash: true },
    ),
    line(
      ratios.map(ratio => [ratio, ppoClippedObjective([ratio], [advantage], clip)]),
      { color: 1, dash: false },
    ),
  ];
});

const short = (value: number) => String(Number(value.toPrecision(3)));

export const figures: Figures = {
  'three-bars': interactive({
    alt: `Two bars for each of the lines A, B and C: the reference, ${reference.join(', ')}, and the optimal policy at β = 1, ${optimalPolicy(reference, rewards, 1).map(two).join(', ')}.`,
    controls: { beta: slider('price β', pricesOfBars, 1, short) },
    draw: state =>
      barChart({
        categories: letters.map((letter, y) => `${letter}, reward ${rewards[y]}`),
        series: [
          { label: 'reference', values: reference, color: 6 },
          {
            label: 'optimal policy',
            values: optimalPolicy(reference, rewards, state?.beta ?? 1),
            color: 1,
          },
        ],
        y: { label: 'probability', domain: [0, 1] },
        value: two,
        height: 230,
      }),
    read({ beta }) {
      const optimum = optimalPolicy(reference, rewards, beta);
      return [
        ['expected reward', rewardOf(optimum).toFixed(3)],
        ['KL to the reference', `${klDivergence(optimum, reference).toFixed(3)} nats`],
        ['price of it, β × KL', (beta * klDivergence(optimum, reference)).toFixed(3)],
        ['value β log Z', optimalValue(reference, rewards, beta).toFixed(3)],
      ];
    },
  }),

  tilt: {
    alt: `First panel: the optimal probabilities of A, B and C against β from 0.05 to 20. At large β they are the reference, ${reference.join(', ')}; as β falls, B rises to 1, and A and C fall to 0. Second panel: the KL of the optimum, nearly 0 at large β, rises to the limit of ${spendLimit.toFixed(2)} nats as β falls.`,
    draw() {
      const betas = steps(Math.log(0.05), Math.log(20), 120).map(Math.exp);
      const policies = betas.map(beta => optimalPolicy(reference, rewards, beta));
      const x = {
        label: 'price β',
        domain: [0.05, 20] as const,
        scale: 'log' as const,
        ticks: [0.1, 1, 10],
      };
      return panels(
        [
          plot({
            x,
            y: { label: 'probability', domain: [0, 1] },
            width: 340,
            marks: letters.map((letter, y) =>
              line(
                betas.map((beta, i) => [beta, policies[i][y]]),
                { label: letter, color: (y + 1) as Color },
              ),
            ),
          }),
          plot({
            x,
            y: { label: 'KL to the reference, nats', domain: [0, 1.4] },
            width: 340,
            marks: [
              rule({ y: spendLimit }, { label: '−log 0.3' }),
              line(
                betas.map((beta, i) => [beta, klDivergence(policies[i], reference)]),
                { color: 4 },
              ),
            ],
          }),
        ],
        2,
        ['The optimal policy', 'What it spends'],
      );
    },
  },

  frontier: {
    alt: 'Expected reward against KL to the reference. The curve of optimal policies starts at 1.1 with KL 0, rises steeply, bends, and ends at reward 2 with KL 1.2. Marks of other policies all lie below it. A tangent of slope 1 touches the curve at KL 0.21.',
    draw() {
      const budgets = steps(0.002, 0.998, 120).map(share => share * spendLimit);
      const optima = budgets.map((budget): [number, number] => [
        budget,
        rewardOf(optimalPolicy(reference, rewards, betaForBudget(reference, rewards, budget))),
      ]);
      const tangentPolicy = optimalPolicy(reference, rewards, 1);
      const touch: [number, number] = [
        klDivergence(tangentPolicy, reference),
        rewardOf(tangentPolicy),
      ];
      const value = optimalValue(reference, rewards, 1);
      return plot({
        x: { label: 'KL to the reference, nats', domain: [0, 1.5] },
        y: { label: 'expected reward', domain: [0, 2.2] },
        marks: [
          dots(
            scattered(110).map(other => [klDivergence(other, reference), rewardOf(other)]),
            { color: 3, size: 14 },
          ),
          line(
            [0, 0.85].map(kl => [kl, value + kl]),
            { color: 2, dash: true },
          ),
          line([[0, rewardOf(reference)], ...optima, [spendLimit, 2], [1.5, 2]], {
            color: 1,
            dash: false,
          }),
          dots([touch], { color: 2 }),
          text(...touch, 'β = 1', { dx: -6, dy: -14, anchor: 'end', color: 2 }),
          text(spendLimit, 2, 'always B', { dy: -14, anchor: 'middle' }),
        ],
      });
    },
  },

  estimators: {
    alt: 'What one sample contributes, against its log-ratio x from −2 to 2: k1 is a straight line through 0, negative on the left; k2 is a parabola; k3 touches it at 0, rises faster on the left and more slowly on the right.',
    draw() {
      const xs = steps(-2, 2, 160);
      return plot({
        x: { label: 'log-ratio x, nats', domain: [-2, 2] },
        y: { label: 'contribution, nats', domain: [-2, 4.5] },
        marks: [
          rule({ y: 0 }),
          ...(['k1', 'k2', 'k3'] as const).map((kind, i) =>
            line(
              xs.map(x => [x, klEstimate([x], kind)]),
              { label: `k${'₁₂₃'[i]}`, color: (i + 1) as Color },
            ),
          ),
        ],
      });
    },
  },

  'ppo-clip': interactive({
    alt: 'Two panels against the ratio from 0 to 2. First, advantage 1: the objective rises with the ratio and is flat beyond 1.2. Second, advantage −1: it is flat at −0.8 up to ratio 0.8 and falls with the ratio beyond, without an end.',
    controls: {
      ratio: slider('ratio ρ', steps(0, 2, 40), 1),
      epsilon: slider('clip range ε', steps(0.15, 0.5, 7), epsilon),
    },
    draw(state) {
      const clip = state?.epsilon ?? epsilon;
      const panel = (advantage: number, domain: [number, number]) =>
        plot({
          x: {
            label: 'ratio ρ',
            domain: [0, 2],
            ticks: state ? [0, 1 - clip, 1 + clip, 2] : [0, 0.8, 1, 1.2, 2],
          },
          y: { label: 'contribution to the objective', domain },
          width: 340,
          marks: [
            rule({ x: 1 - clip }),
            rule({ x: 1 + clip }),
            ...objectives(advantage, clip, state ? 40 : 200),
            state
              ? dots([[state.ratio, ppoClippedObjective([state.ratio], [advantage], clip)]], {
                  color: 2,
                  grip: true,
                })
              : dots([[1, advantage]], { color: 2 }),
          ],
        });
      return panels([panel(1, [0, 2]), panel(-1, [-2, 0])], 2, [
        'A good response, A = 1',
        'A bad response, A = −1',
      ]);
    },
    read: ({ ratio, epsilon }) =>
      [1, -1].flatMap(advantage => {
        const at = (rho: number) => ppoClippedObjective([rho], [advantage], epsilon);
        const kind = advantage > 0 ? 'good' : 'bad';
        return [
          [`${kind} response, objective`, at(ratio).toFixed(2).replace('-', '−')] as const,
          [`${kind} response pulls`, at(ratio + 1e-6) === at(ratio) ? 'no' : 'yes'] as const,
        ];
      }),
  }),

  landing: {
    alt: `Two panels of probabilities against training steps. First, plain gradient ascent, 0 to ${plainRun.length - 1} steps: the second-best response rises first, then the rare best one overtakes it, and all reach their optimal values late. Second, natural gradient, 0 to ${naturalRun.length - 1} steps: they reach the same values within ten steps.`,
    draw() {
      const names = ['best', 'second', 'worst'];
      const panel = (run: number[][]) =>
        plot({
          x: { label: 'step', domain: [0, run.length - 1] },
          y: { label: 'probability', domain: [0, 1] },
          width: 340,
          marks: [
            ...target.map(mass => rule({ y: mass })),
            ...names.map((name, y) =>
              line(
                run.map((now, step) => [step, now[y]]),
                { label: name, color: (y + 1) as Color },
              ),
            ),
          ],
        });
      return panels([panel(plainRun), panel(naturalRun)], 2, [
        'Plain gradient ascent',
        'Natural gradient',
      ]);
    },
  },
};
