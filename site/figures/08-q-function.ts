import { klDivergence, optimalPolicy, optimalValue } from '../../solutions/04-rlhf.ts';
import {
  advantages,
  policyFromQ,
  qFromPolicy,
  softBackup,
  softValue,
  type TableModel,
} from '../../solutions/08-q-function.ts';
import { round, svg, textAt } from '../plot/svg.ts';
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
  text,
} from './plot.ts';

// The tree of the lesson: two tokens, a and b, and texts of at most two of them.
const end = { $: 1 };
const reference: TableModel = {
  '': { a: 0.5, b: 0.3, $: 0.2 },
  a: { a: 0.2, b: 0.5, $: 0.3 },
  b: { a: 0.6, b: 0.1, $: 0.3 },
  aa: end,
  ab: end,
  ba: end,
  bb: end,
};
const rewards: Record<string, number> = { '': 0, a: 1, b: -0.5, aa: 0.3, ab: 2, ba: 0.7, bb: -1 };
const beta = 0.5;
const solved = softBackup(reference, rewards, beta);

// A proof of five steps, each right (r) with probability 0.8; it earns 1 when all are right.
const stepsOfProof = 5;
const rightStep = 0.8;
const proof = proofModel('');
const proofRewards = Object.fromEntries(
  Object.keys(proof)
    .filter(prefix => prefix.length === stepsOfProof)
    .map(prefix => [prefix, prefix === 'rrrrr' ? 1 : 0]),
);
const proofSolved = softBackup(proof, proofRewards, beta);

function proofModel(prefix: string): TableModel {
  if (prefix.length === stepsOfProof) return { [prefix]: end };
  return {
    [prefix]: { r: rightStep, w: 1 - rightStep },
    ...proofModel(`${prefix}r`),
    ...proofModel(`${prefix}w`),
  };
}

/** The policy of a solved tree at one prefix, token by token. */
function policyAt(prefix: string, { qValues } = solved, strength = beta): Record<string, number> {
  const tokens = Object.keys(qValues[prefix]);
  const policy = policyFromQ(Object.values(qValues[prefix]), strength);
  return Object.fromEntries(tokens.map((token, i) => [token, policy[i]]));
}

/** What each token of a text adds to the value: V after it − V before it, and the reward at the end. */
function credits(textWithEnd: string, { values } = solved, scores = rewards): number[] {
  const whole = textWithEnd.slice(0, -1);
  return [...textWithEnd].map((_, t) => {
    const after = t === whole.length ? scores[whole] : values[whole.slice(0, t + 1)];
    return after - values[whole.slice(0, t)];
  });
}

const two = (value: number) => value.toFixed(2).replace('-', '−');
const three = (value: number) => value.toFixed(3).replace('-', '−');

/** The logarithms that a model gives to each token of a text that ends with `$`. */
function logsAlong(textWithEnd: string, model: (prefix: string) => Record<string, number>) {
  return [...textWithEnd].map((token, t) => Math.log(model(textWithEnd.slice(0, t))[token]));
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const referenceAt = (prefix: string) => reference[prefix];
const texts = Object.keys(rewards);
const referenceOf = (whole: string) => Math.exp(sum(logsAlong(`${whole}$`, referenceAt)));
const optimumOf = (whole: string) => Math.exp(sum(logsAlong(`${whole}$`, policyAt)));
const list = (of: (whole: string) => number) => texts.map(of);
const rewardList = list(whole => rewards[whole]);

/** The mean reward, under the reference, of the texts that begin with a prefix. */
function referenceMean(prefix: string): number {
  return sum(
    Object.entries(reference[prefix]).map(
      ([token, probability]) =>
        probability * (token === '$' ? rewards[prefix] : referenceMean(prefix + token)),
    ),
  );
}

/** The hard maximum of r + β log π_ref(y) over the texts that begin with a prefix. */
function hardValue(prefix: string): number {
  return Math.max(
    ...Object.entries(reference[prefix]).map(
      ([token, probability]) =>
        beta * Math.log(probability) +
        (token === '$' ? rewards[prefix] : hardValue(prefix + token)),
    ),
  );
}

const entropy = (policy: number[]) => -sum(policy.map(p => p * Math.log(p)));
const expectedTokenRewards = sum(
  list(whole => optimumOf(whole) * (rewards[whole] + beta * Math.log(referenceOf(whole)))),
);
// If only the first choice had its entropy paid, the rest of the text would be written greedily.
const firstChoices = Object.entries(reference['']).map(
  ([token, probability]) =>
    beta * Math.log(probability) + (token === '$' ? rewards[''] : hardValue(token)),
);
// Ones for probabilities: β log 1 = 0, so that the reference drops out of the rewards.
const withoutReference = softBackup(
  Object.fromEntries(
    Object.entries(reference).map(([prefix, next]) => [
      prefix,
      Object.fromEntries(Object.keys(next).map(token => [token, 1])),
    ]),
  ),
  rewards,
  beta,
);
const freeOf = (whole: string) =>
  Math.exp(sum(logsAlong(`${whole}$`, prefix => policyAt(prefix, withoutReference))));

/** Q when the reference is a prior and not a reward, and when all of it is paid with the last token. */
const asPrior = (prefix: string, token: string) =>
  solved.qValues[prefix][token] - beta * Math.log(reference[prefix][token]);
const potential = (prefix: string) => beta * sum(logsAlong(prefix, referenceAt));

export const values = {
  reference,
  rewards,
  beta,
  solved,
  policyAt,
  credits,
  sum,
  three,
  texts,
  referenceOf,
  optimumOf,
  referenceMean,
  hardValue,
  rootByEnumeration: optimalValue(list(referenceOf), rewardList, beta),
  partition: Math.exp(optimalValue(list(referenceOf), rewardList, beta) / beta),
  largestGap: Math.max(
    ...optimalPolicy(list(referenceOf), rewardList, beta).map((probability, i) =>
      Math.abs(probability - optimumOf(texts[i])),
    ),
  ),
  spent: klDivergence(list(optimumOf), list(referenceOf)),
  perStateEntropy: expectedTokenRewards + beta * entropy(list(optimumOf)),
  firstEntropyOnly: expectedTokenRewards + beta * entropy(Object.values(policyAt(''))),
  firstEntropyBest: softValue(firstChoices, beta),
  freeOf,
  freeSpent: klDivergence(list(freeOf), list(referenceOf)),
  asPrior,
  potential,
  pathQ: (rootValue: number) =>
    qFromPolicy(logsAlong('ab$', policyAt), logsAlong('ab$', referenceAt), rootValue, beta),
  proofSolved,
  proofCredits: (steps: string) => credits(`${steps}$`, proofSolved, proofRewards),
  proofMean: rightStep ** stepsOfProof,
  proofEvery: 2 ** stepsOfProof,
};

const sweep = (from: number, to: number, count: number) =>
  Array.from({ length: count + 1 }, (_, i) => from * (to / from) ** (i / count));

interface Place {
  x: number;
  y: number;
}

const columns = [42, 156, 290, 410];
const leaves = ['aa$', 'ab$', 'a$', 'ba$', 'bb$', 'b$', '$'];

/** A prefix stands half-way between the first and the last text that begins with it. */
function placeOf(written: string): Place {
  const below = leaves.flatMap((leaf, row) => (leaf.startsWith(written) ? [row] : []));
  const rows = written.endsWith('$')
    ? [leaves.indexOf(written)]
    : [below[0], below[below.length - 1]];
  return { x: columns[written.length], y: 34 + 58 * ((rows[0] + rows[rows.length - 1]) / 2) };
}

/** An edge as wide as its token is probable, with its label on the upper side. */
function edge(from: Place, to: Place, probability: number, note: string): string {
  const half = 0.5 + 3 * probability;
  const corners = [
    [from.x, from.y - half],
    [to.x, to.y - half],
    [to.x, to.y + half],
    [from.x, from.y + half],
  ].map(corner => corner.map(round).join(','));
  const slope = Math.sign(Math.round(to.y - from.y)) + 1;
  const along = [0.5, 0.58, 0.4][slope];
  const [x, y] = [from.x + along * (to.x - from.x), from.y + along * (to.y - from.y)];
  const label = textAt(x + [-4, 0, 6][slope], y - [10, 14, 5][slope], [note], {
    class: 'fig-label',
    anchor: (['end', 'middle', 'start'] as const)[slope],
  });
  return `<path class="fig-bar fig-c1" d="M${corners.join('L')}Z"/>\n${label}`;
}

function tokenTree(strength = beta): string {
  const at = strength === beta ? solved : softBackup(reference, rewards, strength);
  const prefixes = Object.keys(reference);
  const edges = prefixes.flatMap(prefix =>
    Object.entries(policyAt(prefix, at, strength)).map(([token, probability]) => {
      const note = `${token} ${two(at.qValues[prefix][token])}`;
      return edge(placeOf(prefix), placeOf(prefix + token), probability, note);
    }),
  );
  const nodes = prefixes.map(prefix => {
    const { x, y } = placeOf(prefix);
    const isRoot = prefix === ''; // its first edge rises steeply
    const shift = isRoot ? 2 : prefix.length === 2 ? 6 : 0; // away from the label of a level edge
    const inner = textAt(x + shift, y - 17, [`V ${two(at.values[prefix])}`], {
      class: 'fig-label fig-c2',
      anchor: isRoot ? 'end' : 'middle',
    });
    return `<circle class="fig-dot fig-c2" cx="${round(x)}" cy="${round(y)}" r="6"/>\n${inner}`;
  });
  const ends = leaves.map(leaf => {
    const { x, y } = placeOf(leaf);
    const note = textAt(x + 10, y, [`r ${two(rewards[leaf.slice(0, -1)])}`], {
      class: 'fig-label fig-c3',
    });
    return `<path class="fig-dot fig-c3" d="M${round(x - 5)},${round(y - 5)}h10v10h-10Z"/>\n${note}`;
  });
  return svg(476, 408, [...edges, ...nodes, ...ends]);
}

/** The values along a response, and its mark, which comes at the end. */
function worthSoFar(steps: string, notes: Mark[] = []): string {
  const worth = [...steps, ''].map((_, t) => proofSolved.values[steps.slice(0, t)]);
  const mark = proofRewards[steps];
  return plot({
    x: { label: 'steps written', domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5] },
    y: { label: 'reward', domain: [0, 1.1], ticks: [0, 0.5, 1] },
    width: 330,
    height: 240,
    marks: [
      line(
        [
          [0, 0],
          [5, 0],
          [5, mark],
        ],
        {
          color: 2,
          dash: true,
        },
      ),
      line(
        worth.map((v, t) => [t, v] as const),
        { color: 1, dash: false },
      ),
      dots(
        worth.map((v, t) => [t, v] as const),
        { color: 1 },
      ),
      ...notes,
    ],
  });
}

const prices = sweep(0.05, 5, 60).map(price => Number(price.toPrecision(3)));

export const figures: Figures = {
  'soft-maximum': {
    alt: 'First panel: the soft maximum of 1, 2 and 0 starts at the hard maximum 2 for small β and rises without bound, between the lines max and max + β log 3. Second panel: the root value of the tree starts at the best reward, 2, for small β and falls to the mean reward under the reference for large β.',
    draw() {
      const q = [1, 2, 0];
      const betas = sweep(0.02, 3, 120);
      return panels(
        [
          plot({
            x: { label: 'β, reward per nat', domain: [0, 2], ticks: [0, 0.5, 1, 1.5, 2] },
            y: { label: 'V, reward', domain: [0, 5] },
            width: 330,
            marks: [
              rule({ y: 2 }),
              text(1.98, 2, 'hard maximum', { dy: 12, anchor: 'end' }),
              line(
                betas.map(b => [b, 2 + b * Math.log(3)]),
                { color: 3, dash: true },
              ),
              line(
                betas.map(b => [b, 1 + b * Math.log(3)]),
                { color: 2, dash: true },
              ),
              line(
                betas.map(b => [b, softValue(q, b)]),
                { color: 1, dash: false },
              ),
              text(1.05, 2 + 1.05 * Math.log(3), 'max + β log 3', {
                anchor: 'end',
                dx: -6,
                dy: -10,
                color: 3,
              }),
              text(0.1, 1, 'mean + β log 3', { dx: 4, dy: 12, color: 2 }),
            ],
          }),
          plot({
            x: {
              label: 'β, reward per nat',
              domain: [0.02, 50],
              scale: 'log',
              ticks: [0.1, 1, 10],
            },
            y: { label: 'V at the root, reward', domain: [0, 2.2] },
            width: 330,
            marks: [
              rule({ y: 2 }, { label: '' }),
              text(50, 2, 'best reward', { anchor: 'end', dx: -4, dy: -10 }),
              rule({ y: referenceMean('') }),
              text(0.021, referenceMean(''), 'mean under the reference', { dx: 4, dy: 12 }),
              line(
                sweep(0.02, 50, 160).map(b => [b, softBackup(reference, rewards, b).values['']]),
                { color: 1, dash: false },
              ),
              dots([[beta, solved.values['']]], { color: 2 }),
            ],
          }),
        ],
        2,
        ['One choice: Q = 1, 2, 0', 'The tree, from its root'],
      );
    },
  },

  'token-tree': interactive({
    alt: `The tree of all texts of at most two letters. Each edge carries a token and its Q, each prefix its V, each finished text its reward. The root is worth ${two(solved.values[''])}, the prefix a ${two(solved.values.a)} and the prefix b ${two(solved.values.b)}. The widest edges, those of the optimal policy, lead over a to ab, which earns 2.`,
    controls: {
      beta: slider('β, reward per nat', prices, beta, price =>
        String(Number(price.toPrecision(2))),
      ),
    },
    draw: state => tokenTree(state?.beta),
    read({ beta: price }) {
      const at = softBackup(reference, rewards, price);
      const share = (whole: string) =>
        Math.exp(sum(logsAlong(`${whole}$`, prefix => policyAt(prefix, at, price)))).toFixed(3);
      return [
        ['value of the root', three(at.values[''])],
        ['probability of ab, reward 2', share('ab')],
        ['first token a', policyAt('', at, price).a.toFixed(3)],
        ['probability of bb, reward −1', share('bb')],
      ];
    },
  }),

  'token-advantages': {
    alt: `Two bars for each token of ab$ and of bb$. Along ab$ both are near 0 or above: β log π* is ${two(advantages(Object.values(solved.qValues['']), beta)[0])} for the first token. Along bb$ the advantages are strongly negative, and so are the log-ratios.`,
    draw() {
      const chart = (whole: string) => {
        const optimum = logsAlong(whole, policyAt);
        const base = logsAlong(whole, referenceAt);
        return barChart({
          categories: [...whole],
          series: [
            { label: 'A = β log π*', values: optimum.map(log => beta * log), color: 1 },
            {
              label: 'β log(π* / reference)',
              values: optimum.map((log, t) => beta * (log - base[t])),
              color: 2,
            },
          ],
          y: { label: 'reward', domain: [-3, 0.8] },
          value: two,
          width: 330,
          height: 300,
        });
      };
      return panels([chart('ab$'), chart('bb$')], 2, ['ab, reward 2', 'bb, reward −1']);
    },
  },

  credit: {
    alt: `The value of two proofs, step by step. With all steps right it climbs from ${two(proofSolved.values[''])} to 1. With the third step wrong it climbs to ${two(proofSolved.values.rr)}, falls to 0 at that step and stays there. The mark itself is paid after the fifth step in both.`,
    draw() {
      return panels(
        [
          worthSoFar('rrrrr', [
            text(2, 0.8, 'worth so far, V*', { anchor: 'end', dy: -8, color: 1 }),
            text(4.9, 0, 'paid so far', { anchor: 'end', dy: -12, color: 2 }),
          ]),
          worthSoFar('rrwrr'),
        ],
        2,
        ['right, right, right, right, right', 'right, right, wrong, right, right'],
      );
    },
  },
};
