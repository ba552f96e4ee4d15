import { optimalPolicy } from '../../solutions/04-rlhf.ts';
import {
  adjustBeta,
  bestSequence,
  combinePolicies,
  greedyDecode,
  mergedScores,
  mixLogits,
  proxyTune,
  sequenceGap,
  type TableModel,
} from '../../solutions/07-logit-mixing.ts';
import {
  barChart,
  dots,
  type Figures,
  interactive,
  line,
  type Mark,
  plot,
  rule,
  slider,
  steps,
  text,
} from './plot.ts';

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const two = (value: number) => value.toFixed(2);
const softmax = (logits: number[]) => combinePolicies(logits.map(Math.exp), [], []);

// Two teams, one reference: policies over a short, a middling and a long answer.
const reference = [0.5, 0.3, 0.2];
const brief = optimalPolicy(reference, [1, 0, 0], 1);
const kind = optimalPolicy(reference, [0, 2, 0], 1);
const both = optimalPolicy(reference, [1, 2, 0], 1);
const averaged = brief.map((share, y) => (share + kind[y]) / 2);
const multiplied = softmax(mixLogits([brief.map(Math.log), kind.map(Math.log)], [1, 1]));

// Greedy decoding takes the branch that divides.
const end = { $: 1 };
const tree: TableModel = {
  '': { a: 0.6, b: 0.4 },
  a: { a: 0.5, b: 0.5 },
  b: { a: 0.9, b: 0.1 },
  ...{ aa: end, ab: end, ba: end, bb: end },
};

/** The text of highest Σ z, where each prefix adds an offset of its own to its log-probabilities. */
function winnerWithOffsets(model: TableModel, offsetAt: (prefix: string) => number): string {
  const scores = (prefix: string, score: number): [string, number][] =>
    Object.entries(model[prefix]).flatMap(([token, share]) => {
      const next = score + Math.log(share) + offsetAt(prefix);
      return token === '$' ? [[prefix, next]] : scores(prefix + token, next);
    });
  return scores('', 0).reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

// A model that may stop at once: "a" is likelier than "ba".
const early: TableModel = {
  '': { a: 0.55, b: 0.45 },
  a: end,
  b: { a: 0.9, b: 0.1 },
  ...{ ba: end, bb: end },
};

/** Greedy decoding falls into the branch of half the mass, which divides into `width` texts. */
function trap(width: number): TableModel {
  const letters = Array.from({ length: width }, (_, i) => String.fromCharCode(97 + i));
  return {
    '': { x: 0.5, y: 0.5 },
    x: Object.fromEntries(letters.map(letter => [letter, 1 / width])),
    y: end,
    ...Object.fromEntries(letters.map(letter => [`x${letter}`, end])),
  };
}

// A question that the small model cannot solve and the large one can: t(ry), then r(ight) or
// w(rong), or d(ecline).
const solver = (right: number): TableModel => ({
  '': { t: 0.5, d: 0.5 },
  t: { r: right, w: 1 - right },
  ...{ d: end, tr: end, tw: end },
});
const [small, large] = [solver(0.2), solver(0.8)];
const texts = ['tr', 'tw', 'd'];
const rewards = { tr: 1, tw: -2, d: 0 };
type Rewards = Record<string, number>;

/** E[exp(strength · r)] over the texts that go on from this prefix, under the model. */
function future(model: TableModel, reward: Rewards, strength: number, prefix: string): number {
  const values = Object.entries(model[prefix]).map(([token, share]) =>
    token === '$'
      ? share * Math.exp(strength * reward[prefix])
      : share * future(model, reward, strength, prefix + token),
  );
  return sum(values);
}

/** The optimal policy for this reward at β = 1 / strength, with the model as its reference. */
function tuneTable(model: TableModel, reward: Rewards, strength: number): TableModel {
  const rows = Object.entries(model).map(([prefix, row]) => {
    const tokens = Object.keys(row);
    const value = (token: string) =>
      token === '$'
        ? Math.exp(strength * reward[prefix])
        : future(model, reward, strength, prefix + token);
    const gains = tokens.map(value);
    const shares = proxyTune(
      tokens.map(token => row[token]),
      gains,
      gains.map(() => 1),
    );
    return [prefix, Object.fromEntries(tokens.map((token, i) => [token, shares[i]]))];
  });
  return Object.fromEntries(rows);
}

const shareOf = (model: TableModel, text: string) =>
  [...text, '$'].reduce((share, token, t) => share * model[text.slice(0, t)][token], 1);
const sharesOf = (model: TableModel) => texts.map(written => shareOf(model, written));

const tunedSmall = tuneTable(small, rewards, 1);
const exact = proxyTune(sharesOf(large), sharesOf(tunedSmall), sharesOf(small));
const stepwiseTable = mixEachToken(large, tunedSmall, small);
const stepwise = sharesOf(stepwiseTable);

function mixEachToken(a: TableModel, b: TableModel, c: TableModel): TableModel {
  const rows = Object.keys(a).map(prefix => {
    const tokens = Object.keys(a[prefix]);
    const [x, y, z] = [a, b, c].map(model => tokens.map(token => model[prefix][token]));
    return [prefix, Object.fromEntries(proxyTune(x, y, z).map((share, i) => [tokens[i], share]))];
  });
  return Object.fromEntries(rows);
}

const strengths = steps(0, 8, 160);
const gapAt = (strength: number, reward: Rewards = rewards) =>
  sequenceGap(large, tuneTable(small, reward, strength), small);
const worst = strengths.reduce((a, b) => (gapAt(b) > gapAt(a) ? b : a));
const declinePays = { ...rewards, d: 1 };

// The same identity with other arguments: every product of policies has its own gap.
const tunedLarge = tuneTable(large, rewards, 1);
const playfulLarge = tuneTable(large, { tr: 0, tw: 1, d: 0 }, 1);
const gaps = {
  proxy: sequenceGap(large, tunedSmall, small),
  halvedBeta: sequenceGap(tunedLarge, tunedLarge, large),
  twoRewards: sequenceGap(tunedLarge, playfulLarge, large),
  reversed: sequenceGap(large, small, tunedSmall),
  sameBase: sequenceGap(large, tunedLarge, large),
};

// One query over four keys, and the twin whose queries and keys have the other sign.
const queries = [[2, 1]];
const keys = [
  [1.5, 0],
  [0.5, 1],
  [-1, 0.5],
  [0, -1],
];
const flipped = (rows: number[][]) => rows.map(row => row.map(number => -number));
const ownScores = mergedScores(queries, keys, queries, keys)[0];
const mergedRow = mergedScores(queries, keys, flipped(queries), flipped(keys))[0];

export const values = {
  reference,
  brief,
  kind,
  both,
  averaged,
  multiplied,
  tree,
  early,
  trap,
  winnerWithOffsets,
  small,
  large,
  tunedSmall,
  stepwiseTable,
  smallFuture: future(small, rewards, 1, 't'),
  largeFuture: future(large, rewards, 1, 't'),
  exact,
  stepwise,
  gapAt,
  worst,
  plateau: gapAt(40, declinePays),
  gaps,
};

/** The two teams' policies and the reference, mixed with weights of the reader's. */
function weighted({ brief: a, kind: b, base: c }: Record<'brief' | 'kind' | 'base', number>) {
  return softmax(
    mixLogits(
      [brief, kind, reference].map(shares => shares.map(Math.log)),
      [a, b, c],
    ),
  );
}

const nodeAt: Record<string, readonly [number, number]> = {
  '': [0, 0.5],
  a: [1, 0.78],
  b: [1, 0.22],
  aa: [2, 0.92],
  ab: [2, 0.64],
  ba: [2, 0.36],
  bb: [2, 0.08],
};

export const figures: Figures = {
  recipes: interactive({
    alt: `Probabilities of three responses. Trained on both rewards: ${both.map(two).join(', ')}. The two policies multiplied: ${multiplied.map(two).join(', ')}. Averaged: ${averaged.map(two).join(', ')}. Neither recipe gives what training would.`,
    controls: {
      brief: slider('weight of the first team’s policy', steps(-0.5, 1.5, 8), 0.5),
      kind: slider('weight of the second team’s policy', steps(-0.5, 1.5, 8), 1),
      base: slider('weight of the reference', steps(-1.5, 1.5, 12), 0),
    },
    draw(state) {
      return barChart({
        categories: ['short', 'middling', 'long'],
        series: [
          { label: 'trained on both', values: both },
          { label: 'multiplied', values: multiplied },
          { label: 'averaged', values: averaged },
          ...(state ? [{ label: 'your weights', values: weighted(state), color: 4 as const }] : []),
        ],
        y: { label: 'probability', domain: [0, state ? 1 : 0.7] },
        value: state ? undefined : two,
      });
    },
    read(state) {
      const mix = weighted(state);
      const farthest = Math.max(...mix.map((share, y) => Math.abs(share - both[y])));
      return [
        ['short, middling, long', mix.map(two).join(', ')],
        ['trained on both', both.map(two).join(', ')],
        ['largest difference', farthest < 5e-7 ? 'none' : farthest.toFixed(3)],
      ];
    },
  }),

  'beta-sweep': {
    alt: 'Probabilities of the three responses as β′ goes from 0.1 to 30. At small β′ the middling response, of the highest reward, has nearly all of it; at large β′ the curves approach the reference. Policies trained anew at seven values of β′ lie on the curves.',
    draw() {
      const names = ['short', 'middling', 'long'];
      const at = (newBeta: number) => adjustBeta(reference, both, 1, newBeta);
      const trained = [0.1, 0.25, 0.5, 1, 2, 5, 20];
      const betas = steps(-1, Math.log10(30), 120).map(power => 10 ** power);
      const curves = names.map((label, y) =>
        line(
          betas.map(newBeta => [newBeta, at(newBeta)[y]]),
          { label, color: (y + 1) as 1 | 2 | 3 },
        ),
      );
      const points = names.map((_, y) =>
        dots(
          trained.map(newBeta => [newBeta, optimalPolicy(reference, [1, 2, 0], newBeta)[y]]),
          { color: (y + 1) as 1 | 2 | 3 },
        ),
      );
      return plot({
        x: { label: 'new KL coefficient β′', domain: [0.1, 30], scale: 'log' },
        y: { label: 'probability', domain: [0, 1] },
        marks: [...curves, ...points, rule({ x: 1 }, { label: 'trained here: β = 1' })],
      });
    },
  },

  'token-tree': {
    alt: `A tree of two tokens. Greedy decoding takes a, of probability 0.6, and then a, of 0.5: the text aa has ${two(greedyDecode(tree).probability)}. The best text goes through b, of 0.4, and then a, of 0.9: ba has ${two(bestSequence(tree).probability)}.`,
    draw() {
      const paths = { greedy: greedyDecode(tree).text, best: bestSequence(tree).text };
      const marks: Mark[] = Object.keys(nodeAt).flatMap(written => {
        if (written === '') return [];
        const from = nodeAt[written.slice(0, -1)];
        const to = nodeAt[written];
        const on = (path: string) => path.startsWith(written);
        const color = on(paths.best) ? 2 : on(paths.greedy) ? 1 : 6;
        const share = tree[written.slice(0, -1)][written.slice(-1)];
        const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
        return [
          line([from, to], { color, dash: color === 6 }),
          text(x, y, `${written.slice(-1)}  ${share}`, {
            anchor: 'middle',
            dy: (to[1] > from[1] ? -1 : 1) * (written.length === 1 ? 18 : 14),
          }),
        ];
      });
      const leaves = Object.keys(nodeAt)
        .filter(written => written.length === 2)
        .map(written => {
          const note = `${written}  ${two(shareOf(tree, written))}`;
          const tail =
            written === paths.best ? ', best' : written === paths.greedy ? ', greedy' : '';
          return text(...nodeAt[written], note + tail, { dx: 10 });
        });
      return plot({
        x: { label: '', domain: [-0.05, 2.75], ticks: [] },
        y: { label: '', domain: [0, 1], ticks: [] },
        height: 260,
        legend: false,
        marks: [...marks, dots(Object.values(nodeAt), { color: 3, size: 30 }), ...leaves],
      });
    },
  },

  'try-or-decline': {
    alt: `Probabilities of the texts right, wrong and decline. The untuned large model: ${sharesOf(large).map(two).join(', ')}. Exact proxy tuning: ${exact.map(two).join(', ')}. Token by token: ${stepwise.map(two).join(', ')}; it declines more often than it tries.`,
    draw() {
      return barChart({
        categories: ['tries, right', 'tries, wrong', 'declines'],
        series: [
          { label: 'large, untuned', values: sharesOf(large) },
          { label: 'exact', values: exact },
          { label: 'token by token', values: stepwise },
        ],
        y: { label: 'probability', domain: [0, 0.8] },
        value: two,
      });
    },
  },

  'gap-by-strength': {
    alt: `The gap against 1/β from 0 to 8. It starts at 0, rises to ${two(gapAt(worst))} near ${two(worst)} and falls again. Where declining pays as much as being right it stays near ${two(gapAt(40, declinePays))}. With the large model as its own proxy it is 0 throughout.`,
    draw() {
      const curve = (gap: (strength: number) => number) =>
        strengths.map(strength => [strength, gap(strength)] as const);
      return plot({
        x: { label: 'strength of the tuning, 1/β', domain: [0, 8] },
        y: { label: 'total variation', domain: [0, 0.4] },
        marks: [
          line(
            curve(strength => gapAt(strength, declinePays)),
            { label: 'declining pays too', color: 2, labelAt: 0.85 },
          ),
          line(
            curve(strength => gapAt(strength)),
            { label: 'only right pays', color: 1, labelAt: 0.62 },
          ),
          line(
            curve(strength => sequenceGap(large, tuneTable(large, rewards, strength), large)),
            { label: 'large is its own proxy', color: 3, labelAt: 0.5 },
          ),
          dots([[1, gapAt(1)]], { color: 1 }),
        ],
      });
    },
  },

  'merged-attention': {
    alt: `Attention of one query to four keys. Either twin: ${softmax(ownScores).map(two).join(', ')}. With averaged parameters: a quarter for each key.`,
    draw() {
      return barChart({
        categories: ['key 1', 'key 2', 'key 3', 'key 4'],
        series: [
          { label: 'either twin', values: softmax(ownScores) },
          { label: 'parameters averaged', values: softmax(mergedRow) },
        ],
        y: { label: 'attention', domain: [0, 1] },
        value: two,
        height: 220,
      });
    },
  },
};
