import {
  choosePlan,
  crossEntropyGradient,
  empiricalRisk,
  mathematicalCrossEntropy,
  type Plan,
  physicalCrossEntropy,
  predictionUtility,
  registerValue,
  sameLossDifferentMinds,
} from '../../solutions/02-four-senses.ts';
import {
  barChart,
  dots,
  type Figures,
  interactive,
  line,
  type Mark,
  panels,
  plot,
  rule,
  slider,
} from './plot.ts';

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;
/** exp of more than this is Infinity in float32, exp of less than −`underflow` is 0. */
const overflow = Math.log(largestFloat32);
const underflow = 150 * Math.LN2;
/** The first whole logit at which float32 takes a loss that is not 0 for 0. */
const vanishes = range(0, 80, 1).find(z => physicalCrossEntropy([z, 0], 0) === 0) ?? Number.NaN;

// Three steps of forecasting a class that is 0 or 1, with three ways to go about it.
const discount = 0.9;
const outcomes = [0, 1, 0];
const forecast = [
  [0.8, 0.2],
  [0.3, 0.7],
  [0.6, 0.4],
];
const sure = [
  [0.99, 0.01],
  [0.99, 0.01],
  [0.99, 0.01],
];
const careless = [
  [0.5, 0.5],
  [0.5, 0.5],
  [0.5, 0.5],
];
const lossesOf = (predicted: number[][], came: number[]) =>
  predicted.map((q, t) => empiricalRisk([q], [came[t]]));

const plans: Record<string, Plan> = {
  'forecast with care': {
    register: lossesOf(forecast, outcomes),
    predicted: forecast,
    outcomes,
  },
  'overwrite the register': { register: [0, 0, 0], predicted: careless, outcomes },
  'rig the outcomes': {
    register: lossesOf(sure, [0, 0, 0]),
    predicted: sure,
    outcomes: [0, 0, 0],
  },
};
const planNames = Object.keys(plans);
const offered = Object.values(plans);
const register = { kind: 'register', discount } as const;
const prediction = { kind: 'prediction' } as const;

// A coin lies at −5 … 5 steps; class 1 means "go right". Training shows coins on the right only.
const coins = range(-5, 5, 1).filter(at => at !== 0);
const seeksCoin = coins.map(at => (at > 0 ? 1 : 0));
const goesRight = coins.map(() => 1);
const indices = (keep: (at: number) => boolean) =>
  coins.flatMap((at, index) => (keep(at) ? [index] : []));
const minds = sameLossDifferentMinds(
  seeksCoin,
  goesRight,
  indices(at => at > 0),
  indices(at => at < 0),
);

/** The probability of class 1, among the multiples of 0.01, that has the least mean loss. */
function bestGuess(loss: (q: number, label: number) => number, labels: number[]): number {
  const risk = (q: number) => labels.reduce((sum, label) => sum + loss(q, label), 0);
  const guesses = range(0.01, 0.99, 0.01);
  return guesses.reduce((best, q) => (risk(q) < risk(best) ? q : best));
}
const logLoss = (q: number, label: number) => empiricalRisk([[1 - q, q]], [label]);
const squaredLoss = (q: number, label: number) => (q - label) ** 2;
const labels = [1, 1, 1, 0];
const relabelled = [1, 0, 0, 0];

export const values = {
  overflow,
  underflow,
  vanishes,
  discount,
  planOfRegister: planNames[choosePlan(offered, register)],
  planOfPrediction: planNames[choosePlan(offered, prediction)],
  planWithoutRigging: planNames[choosePlan(offered.slice(0, 2), prediction)],
  minds,
  logBest: bestGuess(logLoss, labels),
  squaredBest: bestGuess(squaredLoss, labels),
  relabelledBest: bestGuess(logLoss, relabelled),
  weightedBest: bestGuess((q, label) => logLoss(q, label) * (label === 1 ? 1 : 3), labels),
};

const logits = range(0, 120, 0.5);
const lossLines = [0, 1].map(label => [
  line(
    logits.map(z => [z, mathematicalCrossEntropy([z, 0], label)]),
    { label: 'mathematical', color: 1, dash: false },
  ),
  line(
    logits.map(z => [z, physicalCrossEntropy([z, 0], label)]),
    { label: 'physical', color: 2, dash: true },
  ),
]);

/** Both losses at one logit; a float32 loss that no axis can show is put far outside. */
const lossesAt = (z: number, label: number): Mark[] => {
  const physical = physicalCrossEntropy([z, 0], label);
  const isShown = Number.isFinite(physical) && physical > 0;
  return [
    dots([[z, isShown ? physical : 1e300]], { color: 2 }),
    dots([[z, mathematicalCrossEntropy([z, 0], label)]], { color: 1, grip: true }),
  ];
};

/** A loss as a machine would print it. */
function nats(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  if (loss === 0 || loss >= 0.001) return String(Number(loss.toPrecision(6)));
  const [mantissa, power] = loss.toExponential(2).split('e-');
  const raised = [...power].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return `${mantissa} · 10⁻${raised}`;
}

const margins = range(-6, 6, 0.1);

export const figures: Figures = {
  machines: interactive({
    alt: `Two panels over the logit z of class 0, from 0 to 120. When class 1 is true, the mathematical loss keeps rising as z; the float32 loss follows it and ends at ${overflow.toFixed(1)}, where it becomes infinite. When class 0 is true, the mathematical loss falls for ever as exp(−z); the float32 loss is 0 from z = ${vanishes} and not a number from ${overflow.toFixed(1)}.`,
    controls: { z: slider('logit z', range(0, 120, 1), 20) },
    draw: state =>
      panels(
        [
          plot({
            x: { label: 'logit z', domain: [0, 120] },
            y: { label: 'loss (nats)', domain: [0, 120] },
            marks: [
              ...lossLines[1],
              rule({ x: overflow }, { label: 'Infinity', color: 2 }),
              ...(state ? lossesAt(state.z, 1) : []),
            ],
            legend: true,
            width: 340,
          }),
          plot({
            x: { label: 'logit z', domain: [0, 120] },
            y: {
              label: 'loss (nats)',
              domain: [1e-54, 1],
              scale: 'log',
              ticks: [1, 1e-10, 1e-20, 1e-30, 1e-40, 1e-50],
            },
            marks: [
              ...lossLines[0],
              rule({ x: vanishes }, { label: '0', color: 2 }),
              rule({ x: overflow }, { label: 'NaN', color: 2 }),
              ...(state ? lossesAt(state.z, 0) : []),
            ],
            legend: true,
            width: 340,
          }),
        ],
        2,
        ['Class 1 is true: wrong', 'Class 0 is true: right'],
      ),
    read: ({ z }) => [
      ['mathematical, class 1 true', nats(mathematicalCrossEntropy([z, 0], 1))],
      ['float32, class 1 true', nats(physicalCrossEntropy([z, 0], 1))],
      ['mathematical, class 0 true', nats(mathematicalCrossEntropy([z, 0], 0))],
      ['float32, class 0 true', nats(physicalCrossEntropy([z, 0], 0))],
    ],
  }),
  push: {
    alt: 'Against the margin of the true class, from −6 to 6: the loss falls from about 6 nats to almost 0, and the size of its slope falls from almost 1, through one half at margin 0, to almost 0.',
    draw: () =>
      plot({
        x: { label: 'margin: logit of the true class − the other logit', domain: [-6, 6] },
        y: { label: '', domain: [0, 6] },
        marks: [
          line(
            margins.map(z => [z, mathematicalCrossEntropy([z, 0], 0)]),
            { label: 'loss (nats)', color: 1, dash: false },
          ),
          line(
            margins.map(z => [z, -crossEntropyGradient([z, 0], 0)[0]]),
            { label: 'push on the true logit', color: 2 },
          ),
        ],
        legend: true,
      }),
  },
  minds: {
    alt: 'Direction taken against the position of the coin. For coins on the right, as in training, both networks go right. For coins on the left one goes left, the other still goes right.',
    draw: () =>
      plot({
        x: { label: 'position of the coin (steps)', domain: [-5.5, 5.5], ticks: coins },
        y: {
          label: '',
          domain: [-0.4, 1.4],
          ticks: [0, 1],
          format: direction => (direction === 1 ? 'go right' : 'go left'),
        },
        marks: [
          dots(
            coins.map((at, i) => [at, goesRight[i]]),
            { label: 'goes right', color: 2, size: 170 },
          ),
          dots(
            coins.map((at, i) => [at, seeksCoin[i]]),
            { label: 'seeks the coin', color: 1, size: 36 },
          ),
          rule({ x: 0 }, { label: 'in training →' }),
        ],
        height: 220,
      }),
  },
  plans: {
    alt: `Value of three plans to two agents, in nats; nearer to 0 is better. The register agent gets most from "${planNames[1]}", exactly 0. The prediction agent gets least from it and most from "${planNames[2]}".`,
    draw: () =>
      barChart({
        categories: planNames,
        series: [
          {
            label: 'value to the register agent',
            values: offered.map(plan => registerValue(plan.register, discount)),
            color: 2,
          },
          {
            label: 'value to the prediction agent',
            values: offered.map(plan => predictionUtility(plan.predicted, plan.outcomes)),
            color: 1,
          },
        ],
        y: { label: 'nats', domain: [-2.5, 0] },
        value: value => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−'),
      }),
  },
};
