import {
  dpoTrajectory,
  entanglementCase,
  firstOrderChange,
  logProbGradient,
  normalizedChange,
  stepSize,
} from '../../solutions/06-gradient-entanglement.ts';
import { grip } from '../plot/marks.ts';
import { svg, textAt } from '../plot/svg.ts';
import {
  area,
  dots,
  type Figures,
  interactive,
  line,
  type Point,
  panels,
  plot,
  steps as range,
  rule,
  slider,
  text,
} from './plot.ts';

/** The answers of the lesson, each with one number: how negative it is. */
const negativity = { Yes: [-3], No: [1], Never: [2] };
type Answer = keyof typeof negativity;
const answers = Object.keys(negativity) as Answer[];
const features = Object.values(negativity);
const independent = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** “Never ever” joins the three. */
const fourFeatures = [...features, [3]];
/** No, Never and Yes with two numbers each, so that their gradients at θ = 0 are not parallel. */
const planeFeatures = [
  [1, 0],
  [2, 1],
  [-3, -1],
];

const beta = 1;
const rate = 0.1;
const steps = 60;

/** A toy of the lesson: its two gradients at the start, its first step and its training. */
function toy(
  rows: number[][],
  chosen: number,
  rejected: number,
  options: { rate?: number; theta?: number[] } = {},
) {
  const theta = options.theta ?? rows[0].map(() => 0);
  const [w, l] = [chosen, rejected].map(y => logProbGradient(rows, theta, y));
  const pace = options.rate ?? rate;
  const path = dpoTrajectory(rows, theta, chosen, rejected, beta, pace, steps);
  return {
    chosenSquared: dot(w, w),
    product: dot(w, l),
    rejectedSquared: dot(l, l),
    change: firstOrderChange(w, l, (pace * beta) / 2),
    case: entanglementCase(w, l),
    path,
    rest: rest(path),
    start: Math.exp(path.chosen[0]),
    chosenEnd: Math.exp(path.chosen.at(-1) ?? 0),
    rejectedEnd: Math.exp(path.rejected.at(-1) ?? 0),
    restEnd: Math.exp(rest(path).at(-1) ?? 0),
  };
}

const pairOfAnswers = (chosen: Answer, rejected: Answer) =>
  toy(features, answers.indexOf(chosen), answers.indexOf(rejected));
const noOverNever = pairOfAnswers('No', 'Never');
const neverOverNo = pairOfAnswers('Never', 'No');
const noOverYes = pairOfAnswers('No', 'Yes');
const apart = toy(independent, 1, 2);
const journeyStart = -0.5;
const journey = toy(fourFeatures, 2, 1, { theta: [journeyStart] });

/** Log-probability of all other responses together. */
function rest({ chosen, rejected }: Path): number[] {
  return chosen.map((log, step) => Math.log(1 - Math.exp(log) - Math.exp(rejected[step])));
}

/** How far θ has come along the difference of the features, from how far the margin has. */
function distances({ chosen, rejected }: Path, gap: number): number[] {
  return chosen.map((log, step) => (log - rejected[step] - (chosen[0] - rejected[0])) / gap);
}

/** The policy's mean projection at each step of the journey. */
const journeyMeans = distances(journey.path, 1).map(
  distance => 2 - logProbGradient(fourFeatures, [journeyStart + distance], 2)[0],
);

/** One step of any size on “No” over “Yes”: first order, and the truth. */
function oneStep(size: number) {
  const [w, l] = [1, 0].map(y => logProbGradient(features, [0], y));
  const path = dpoTrajectory(features, [0], 1, 0, 1, 2 * size, 1);
  return {
    predicted: firstOrderChange(w, l, size),
    actual: {
      chosen: path.chosen[1] - path.chosen[0],
      rejected: path.rejected[1] - path.rejected[0],
    },
    divergence: divergenceAfter(path),
  };
}

/** KL from the policy before a step to the policy after it, for three responses. */
function divergenceAfter(path: Path): number {
  const others = rest(path);
  return [path.chosen, path.rejected, others].reduce(
    (sum, [before, after]) => sum + Math.exp(before) * (before - after),
    0,
  );
}

const sizes = range(0, 0.25, 100);
const bestSize = sizes.reduce((best, size) =>
  oneStep(size).actual.chosen > oneStep(best).actual.chosen ? size : best,
);
const fallsFrom = range(0.1, 0.25, 1500).find(size => oneStep(size).actual.chosen < 0) ?? 0;

/** DPO on one pair with the pairwise normalised gradient. */
function normalizedTrajectory(
  rows: number[][],
  chosen: number,
  rejected: number,
  pace: number,
  count: number,
): Path {
  const logs = (theta: number[]) => dpoTrajectory(rows, theta, chosen, rejected, beta, 0, 0);
  let theta = rows[0].map(() => 0);
  const start = logs(theta);
  const path = logs(theta);
  for (let step = 0; step < count; step++) {
    const pair = {
      chosen: path.chosen[step],
      rejected: path.rejected[step],
      referenceChosen: start.chosen[0],
      referenceRejected: start.rejected[0],
    };
    const size = stepSize(pair, beta, pace);
    const [w, l] = [chosen, rejected].map(y => unit(logProbGradient(rows, theta, y)));
    theta = theta.map((value, i) => value + size * (w[i] - l[i]));
    const now = logs(theta);
    path.chosen.push(now.chosen[0]);
    path.rejected.push(now.rejected[0]);
  }
  return path;
}

const fastRate = 0.5;
const plain = toy(planeFeatures, 0, 1, { rate: fastRate });
const normalized = normalizedTrajectory(planeFeatures, 0, 1, fastRate, steps);
const stuck = normalizedTrajectory(features, 1, 2, fastRate, steps);

/** What one normalised step of this size really does to “No” in the plane. */
function normalizedStep(size: number): number {
  const [w, l] = [0, 1].map(y => unit(logProbGradient(planeFeatures, [0, 0], y)));
  const theta = w.map((value, i) => size * (value - l[i]));
  const logAt = (at: number[]) => dpoTrajectory(planeFeatures, at, 0, 1, 1, 0, 0).chosen[0];
  return logAt(theta) - logAt([0, 0]);
}

/** The best policy of the lesson on RLHF, π_ref exp(r/β)/Z, is log-linear in (log π_ref, r). */
const ranked = [
  [Math.log(0.5), 1],
  [Math.log(0.3), 2],
  [Math.log(0.2), 0],
];
const optimum = dpoTrajectory(ranked, [1, 1], 0, 2, 1, 0, 0);

export const values = {
  noOverNever,
  neverOverNo,
  noOverYes,
  apart,
  journey,
  journeyStart,
  rate,
  steps,
  oneStep,
  bestSize,
  fallsFrom,
  plain,
  normalized,
  normalizedStep,
  stuck,
  optimum,
  normalizedPlane: normalizedChange([1, 0], [2, 1], fastRate / 2),
  last: (numbers: number[]) => numbers[numbers.length - 1],
};

interface Path {
  chosen: number[];
  rejected: number[];
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function unit(vector: number[]): number[] {
  return vector.map(value => value / (Math.hypot(...vector) || 1));
}

const overTime = (numbers: number[]): Point[] => numbers.map((value, step) => [step, value]);

/** The cosine above which two gradients with this ratio of lengths leave case 1. */
function boundary(ratio: number): number {
  let [inside, outside] = [-1, 1];
  for (let halving = 0; halving < 40; halving++) {
    const cosine = (inside + outside) / 2;
    const sine = Math.sqrt(1 - cosine ** 2);
    if (entanglementCase([1, 0], [ratio * cosine, ratio * sine]) === 1) inside = cosine;
    else outside = cosine;
  }
  return inside;
}

/** Two gradients as arrows. Only their lengths and their angle matter, so the chosen one lies flat. */
interface Arrows {
  chosen: number;
  rejected: number;
  angle: number;
}
const arrowsAtStart: Arrows = { chosen: 1, rejected: 2, angle: 30 };
const caseNames = ['case 1: chosen ↑ rejected ↓', 'case 2: both ↓', 'case 3: both ↑'];

function vectors({ chosen, rejected, angle }: Arrows): { w: number[]; l: number[] } {
  const turn = (angle * Math.PI) / 180;
  // Exact where the plane is: the cosine of 90° is 0, not 6e-17, and −0 is 0.
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)].map(x => Math.round(x * 1e12) / 1e12 + 0);
  return { w: [chosen, 0], l: [rejected * cosine, rejected * sine] };
}

/** An arrow from the origin, one line of SVG, in the colour of what it stands in. */
function arrow([x, y]: number[], dash = ''): string {
  const length = Math.hypot(x - origin[0], y - origin[1]);
  const angle = Math.atan2(y - origin[1], x - origin[0]);
  const head = length < 1 ? 'M0 0' : 'M0 0L-9 -4.5V4.5Z';
  const turned = Math.round((angle * 180) / Math.PI);
  const [tipX, tipY] = [x, y].map(place => Math.round(place * 10) / 10);
  return `<path class="fig-line"${dash && ` stroke-dasharray="${dash}"`} d="M${origin.join(' ')}L${tipX} ${tipY}"/><path class="fig-bar" transform="translate(${tipX} ${tipY}) rotate(${turned})" d="${head}"/>`;
}

/** There is room for the longest arrows and the step between them. */
const origin = [172, 172];
const unitLength = 50;

function twoGradients(arrows: Arrows): string {
  const { w, l } = vectors(arrows);
  const which = entanglementCase(w, l);
  const at = ([x, y]: number[]) => [origin[0] + unitLength * x, origin[1] - unitLength * y];
  const [tipW, tipL, step] = [w, l, [w[0] - l[0], w[1] - l[1]]].map(at);
  const note = { class: 'fig-label', anchor: 'middle' } as const;
  return svg(446, 314, [
    `<path class="fig-grid" d="M8 ${origin[1]}H438"/>`,
    `<g class="fig-c6">`,
    arrow(step, '5 4'),
    `</g>`,
    `<g class="fig-c${which}">`,
    textAt(14, 18, [caseNames[which - 1]], { class: 'fig-label' }),
    arrow(tipW),
    arrow(tipL),
    grip(tipW[0], tipW[1]),
    grip(tipL[0], tipL[1]),
    textAt(tipW[0] + 14, tipW[1] + 22, ['chosen'], note),
    textAt(tipL[0] + (l[0] < 0 ? -34 : 38), tipL[1] - 12, ['rejected'], note),
    `</g>`,
    `<circle class="fig-dot fig-c6" cx="${origin[0]}" cy="${origin[1]}" r="3"/>`,
  ]);
}

const twoDecimals = (value: number) => value.toFixed(2).replace('-', '−').replace('−0.00', '0.00');

export const figures: Figures = {
  'two-gradients': interactive({
    alt: 'Two arrows from one point: the gradient of the chosen response, of length 1, lies flat; that of the rejected response, of length 2, stands at 30 degrees to it. This is case 2: both log-probabilities fall. A dashed arrow is the step, the difference of the two.',
    controls: {
      chosen: slider('length of the chosen gradient', range(0.5, 2.5, 8), arrowsAtStart.chosen),
      rejected: slider(
        'length of the rejected gradient',
        range(0.5, 2.5, 8),
        arrowsAtStart.rejected,
      ),
      angle: slider('angle between them', range(0, 180, 36), arrowsAtStart.angle, a => `${a}°`),
    },
    draw: state => twoGradients(state ?? arrowsAtStart),
    read(state) {
      const { w, l } = vectors(state);
      const change = firstOrderChange(w, l, 1);
      const turn = (by: number) =>
        `${by > 0 ? 'rises' : by < 0 ? 'falls' : 'stays'}, ${twoDecimals(by)} c`;
      return [
        ['log π of the chosen', turn(change.chosen)],
        ['ratio of the lengths ρ', twoDecimals(state.rejected / state.chosen)],
        ['log π of the rejected', turn(change.rejected)],
        ['cosine of the angle', twoDecimals(vectors({ ...state, rejected: 1 }).l[0])],
      ];
    },
  }),

  'three-pairs': {
    alt: 'Log-probabilities over 60 training steps in four panels. No over Yes: No first rises, then slowly falls, Yes falls, Never rises. No over Never: both fall and Yes rises. Never over No: Never rises, No rises and then falls, Yes falls. Three independent logits: the chosen one rises, the rejected one falls, the third falls a little.',
    draw() {
      const chart = ({ path, rest }: typeof apart, names: string[]) =>
        plot({
          x: { label: 'training step', domain: [0, steps] },
          y: { label: 'log π, nats', domain: [-7, 0] },
          width: 350,
          height: 250,
          marks: [path.chosen, path.rejected, rest].map((logs, index) =>
            line(overTime(logs), { label: names[index] }),
          ),
        });
      return panels(
        [
          chart(noOverYes, ['chosen: No', 'rejected: Yes', 'Never']),
          chart(noOverNever, ['chosen: No', 'rejected: Never', 'Yes']),
          chart(neverOverNo, ['chosen: Never', 'rejected: No', 'Yes']),
          chart(apart, ['chosen', 'rejected', 'the third']),
        ],
        2,
        ['No ≻ Yes', 'No ≻ Never', 'Never ≻ No', 'Three logits of their own'],
      );
    },
  },

  'case-plane': {
    alt: 'The plane of the ratio of the gradients’ lengths, from a quarter to four, and the cosine between them. Case 1 fills everything below a tent with its top at ratio 1 and cosine 1. Case 2 is the corner above the tent where the rejected gradient is longer, case 3 the corner where the chosen one is.',
    draw() {
      const ratios = range(-2, 2, 160).map(power => 2 ** power);
      const tent = ratios.map(ratio => [ratio, boundary(ratio)] as const);
      const above = (from: number, to: number) =>
        tent
          .filter(([ratio]) => ratio >= from && ratio <= to)
          .map(([ratio, top]) => [ratio, top, 1] as const);
      const at = ({ chosenSquared, rejectedSquared, product }: typeof apart): Point => [
        Math.sqrt(rejectedSquared / chosenSquared),
        product / Math.sqrt(rejectedSquared * chosenSquared),
      ];
      const named = (one: typeof apart, note: string, dx: number, dy: number, isEnd = false) =>
        text(...at(one), note, { dx, dy, anchor: isEnd ? 'end' : 'start', onArea: true });
      return plot({
        x: {
          label: 'ρ: length of rejected ÷ of chosen gradient',
          domain: [0.25, 4],
          scale: 'log',
          ticks: [0.25, 0.5, 1, 2, 4],
          format: value => ({ 0.25: '¼', 0.5: '½' })[value] ?? String(value),
        },
        y: { label: 'cosine of their angle', domain: [-1, 1.15], ticks: [-1, -0.5, 0, 0.5, 1] },
        height: 330,
        marks: [
          area(
            tent.map(([ratio, top]) => [ratio, -1, top] as const),
            { color: 1 },
          ),
          area(above(1, 4), { color: 2 }),
          area(above(0.25, 1), { color: 3 }),
          line(tent, { color: 1 }),
          text(1, 0.1, 'case 1: chosen ↑ rejected ↓', { anchor: 'middle', onArea: true }),
          text(3.9, 0.55, 'case 2\nboth ↓', { anchor: 'end', onArea: true }),
          text(0.256, 0.55, 'case 3\nboth ↑', { onArea: true }),
          dots([noOverNever, neverOverNo, noOverYes, apart, plain].map(at), { color: 4 }),
          named(noOverNever, 'No ≻ Never', -4, -13),
          named(neverOverNo, 'Never ≻ No', 4, -13, true),
          named(noOverYes, 'No ≻ Yes', -4, -14, true),
          named(apart, 'independent logits', 9, 0),
          named(plain, '2 features', 8, 2),
        ],
      });
    },
  },

  'mean-climbs': {
    alt: 'Never preferred to No while “Never ever” may be answered too. First panel: both log-probabilities rise, then No turns down, then Never. Second panel: the mean projection climbs from below that of No, past it, and past that of Never; each crossing is where one of the first two curves turns.',
    draw() {
      const crossing = (level: number) => journeyMeans.findIndex(mean => mean > level);
      const turns = [crossing(1), crossing(2)];
      return panels(
        [
          plot({
            x: { label: 'training step', domain: [0, steps] },
            y: { label: 'log π, nats', domain: [-3.5, 0] },
            width: 350,
            height: 260,
            marks: [
              ...turns.map(step => rule({ x: step })),
              line(overTime(journey.path.chosen), { label: 'chosen: Never', color: 1 }),
              line(overTime(journey.path.rejected), { label: 'rejected: No', color: 2 }),
              line(overTime(journey.rest), { label: 'the other two', color: 3 }),
            ],
          }),
          plot({
            x: { label: 'training step', domain: [0, steps] },
            y: { label: 'projection u, pure number', domain: [-2.2, 3] },
            width: 350,
            height: 260,
            marks: [
              ...turns.map(step => rule({ x: step })),
              line(
                [2, 2].map((level, i): Point => [i * steps, level]),
                {
                  label: 'u of Never',
                  color: 1,
                },
              ),
              line(
                [1, 1].map((level, i): Point => [i * steps, level]),
                {
                  label: 'u of No',
                  color: 2,
                },
              ),
              line(overTime(journeyMeans), { label: 'mean of u', color: 4, dash: false }),
              text(turns[0] / 2, -1.9, 'case 3', { anchor: 'middle' }),
              text((turns[0] + turns[1]) / 2, -1.3, 'case 1', { anchor: 'middle' }),
              text((turns[1] + steps) / 2, -1.9, 'case 2', { anchor: 'middle' }),
            ],
          }),
        ],
        2,
        ['What training does', 'Why'],
      );
    },
  },

  'first-order': {
    alt: `Change of both log-probabilities in one step on No over Yes, against the size of the step. First order predicts two straight lines. The true changes bend away below them, both by the same amount. The chosen one rises most at a size of ${bestSize.toFixed(2)} and falls from ${fallsFrom.toFixed(3)} on.`,
    draw() {
      const curve = (kind: 'predicted' | 'actual', response: 'chosen' | 'rejected') =>
        sizes.map((size): Point => [size, oneStep(size)[kind][response]]);
      return plot({
        x: { label: 'size of the step c, nats', domain: [0, 0.25] },
        y: { label: 'change of log π, nats', domain: [-4, 1.2] },
        height: 320,
        marks: [
          rule({ y: 0 }, { dash: false }),
          line(curve('predicted', 'chosen'), {
            label: 'chosen, first order',
            color: 1,
            dash: true,
          }),
          line(curve('actual', 'chosen'), { label: 'chosen, true', color: 1, dash: false }),
          line(curve('predicted', 'rejected'), {
            label: 'rejected, first order',
            color: 2,
            dash: true,
          }),
          line(curve('actual', 'rejected'), { label: 'rejected, true', color: 2, dash: false }),
        ],
      });
    },
  },

  normalised: {
    alt: 'DPO on one pair in the plane over 60 steps. With the plain gradient both log-probabilities fall far, the rejected one further. With the normalised gradient the chosen one rises and the rejected one falls, both slowly.',
    draw() {
      const chart = (path: Path) =>
        plot({
          x: { label: 'training step', domain: [0, steps] },
          y: { label: 'log π, nats', domain: [-12, 0] },
          width: 350,
          height: 250,
          marks: [
            line(overTime(path.chosen), { label: 'chosen: No' }),
            line(overTime(path.rejected), { label: 'rejected: Never' }),
            line(overTime(rest(path)), { label: 'Yes' }),
          ],
        });
      return panels([chart(plain.path), chart(normalized)], 2, [
        'Plain gradient',
        'Normalised pair',
      ]);
    },
  },
};
