import { countries } from 'countries-list';
import {
  bigramLoss,
  crossEntropy,
  negativeLogLikelihood,
  nextTokenDistribution,
  surprisal,
} from '../../solutions/01-nll.ts';
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

const withCapital = Object.values(countries).filter(country => country.capital);

// A little web about the capitals of Europe: each question is answered on three pages, and on one
// page it is followed by the question about the next country.
const europe = withCapital.filter(country => country.continent === 'EU');
const question = (country: string) => ['Q:', 'capital', 'of', country, '?'];
const pages = europe.flatMap(({ name, capital }, i) => {
  const answered = [...question(name), 'A:', capital];
  const next = europe[(i + 1) % europe.length].name;
  return [answered, answered, answered, [...question(name), ...question(next)]];
});
const [answerPage, , , quizPage] = pages.filter(page => page[3] === 'France');

/** What the maximum-likelihood model of the pages gives to each token of one of them. */
function probabilitiesOf(page: string[]): number[] {
  return page.map((token, i) => nextTokenDistribution(pages, page.slice(0, i))[token]);
}

/** The same, for a model that may look at the token it predicts. */
function peekingProbabilitiesOf(page: string[]): number[] {
  const upTo = (tokens: string[], i: number) => tokens.slice(0, i + 1).join(' ');
  const seen = pages.flatMap(tokens => tokens.map((token, i) => [upTo(tokens, i), token]));
  return page.map((token, i) => nextTokenDistribution(seen, [upTo(page, i)])[token]);
}

const afterQuestion = nextTokenDistribution(pages, question('France'));

// The capitals of the world. Every fifth is held out from the model that is judged on new words.
const capitals = [...new Set(withCapital.map(country => country.capital))];
const fitted = capitals.filter((_, i) => i % 5 !== 4);
const heldOut = capitals.filter((_, i) => i % 5 === 4);
const bigramsOf = (words: string[]) =>
  words.flatMap(word => [...word, ''].map((right, i) => [['', ...word][i], right]));
const allBigrams = bigramsOf(capitals);
const heldOutBigrams = bigramsOf(heldOut);
const symbols = [...new Set(allBigrams.flat())];

const fittedBigrams = bigramsOf(fitted);
const following = Object.fromEntries(
  symbols.map(left => [left, nextTokenDistribution(fittedBigrams, [left])]),
);
const occurrences = Object.fromEntries(
  symbols.map(left => [left, fittedBigrams.filter(bigram => bigram[0] === left).length]),
);

/** Nats per bigram on the words held out, of the model fitted to the others. */
function heldOutLoss(smoothing: number): number {
  const probabilities = heldOutBigrams.map(([left, right]) => {
    const count = occurrences[left] * (following[left][right] ?? 0);
    return (count + smoothing) / (occurrences[left] + smoothing * symbols.length);
  });
  return negativeLogLikelihood(probabilities) / probabilities.length;
}

const smoothings = Array.from({ length: 61 }, (_, i) => 10 ** (-4 + i / 10));
const bestSmoothing = smoothings.reduce((best, smoothing) =>
  heldOutLoss(smoothing) < heldOutLoss(best) ? smoothing : best,
);
const unseen = heldOutBigrams.filter(([left, right]) => !following[left][right]);

/** A name that the model of least loss makes up, one symbol after the other. */
function invention(random: () => number): string {
  const drawn = (left: string) => {
    const next = Object.entries(nextTokenDistribution(allBigrams, [left]));
    let rest = random();
    for (const [right, share] of next) {
      rest -= share;
      if (rest < 0) return right;
    }
    return next[0][0];
  };
  let name = '';
  for (let symbol = drawn(''); symbol !== ''; symbol = drawn(symbol)) name += symbol;
  return name;
}

const random = seededRandom(7);
const inventions = Array.from({ length: 5 }, () => invention(random)).join(', ');

export const values = {
  pages,
  answerPage,
  quizPage,
  probabilitiesOf,
  peekingProbabilitiesOf,
  afterQuestion,
  countryCount: europe.length,
  capitals,
  symbols,
  heldOutLoss,
  bestSmoothing,
  inventions,
  unseenCount: unseen.length,
  heldOutCount: heldOutBigrams.length,
};

/** The generator of Park and Miller: enough for an illustration. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const surprisalCurve = line(
  steps(0.004, 1, 400).map(q => [q, surprisal(q)]),
  { color: 1 },
);

const nats = (value: number) => value.toFixed(2);

export const figures: Figures = {
  'surprisal-curve': interactive({
    alt: `The curve of minus log q falls from infinity at q = 0 to 0 at q = 1. Four tokens of the France page lie on it: the name of the country high on the left, the word A: near the right end.`,
    controls: { q: slider('probability q', steps(0.01, 1, 99), 0.5) },
    draw(state) {
      const at = (q: number, note: string, dy = -4) =>
        text(q, surprisal(q), note, { dx: 9, dy: dy - 8 });
      const marked = [1 / europe.length, afterQuestion['Q:'], afterQuestion['A:'], 1];
      return plot({
        x: { label: 'probability q that the model gave the token', domain: [0, 1] },
        y: { label: 'surprisal −log q, nats', domain: [0, 5] },
        marks: [
          surprisalCurve,
          dots(
            marked.map(q => [q, surprisal(q)]),
            { color: 2 },
          ),
          at(marked[0], `“France”: one country of ${europe.length}`),
          at(marked[1], '“Q:”, another question'),
          text(marked[2], surprisal(marked[2]), '“A:”, an answer', { anchor: 'middle', dy: -24 }),
          text(1, 0, '“Paris”', { dx: 4, dy: -20, anchor: 'end' }),
          ...(state ? [dots([[state.q, surprisal(state.q)]], { color: 4, grip: true })] : []),
        ],
      });
    },
    read: ({ q }) => [
      ['surprisal −log q', `${surprisal(q).toFixed(3)} nats`],
      ['to base 2', `${(surprisal(q) / Math.LN2).toFixed(3)} bits`],
    ],
  }),

  'token-surprisals': {
    alt: `Surprisal of each token on two pages. On both the country costs ${nats(surprisal(1 / europe.length))} nats. After the question mark, A: costs ${nats(surprisal(afterQuestion['A:']))} and Q: costs ${nats(surprisal(afterQuestion['Q:']))} nats. All other tokens cost nothing.`,
    draw() {
      const chart = (page: string[]) =>
        barChart({
          categories: page.slice(0, 7),
          series: [
            { label: 'surprisal', values: probabilitiesOf(page).slice(0, 7).map(surprisal) },
          ],
          y: { label: 'nats', domain: [0, 4.5] },
          value: nats,
          height: 190,
        });
      return panels([chart(answerPage), chart(quizPage)], 1, [
        'A page that answers',
        'A page that asks on',
      ]);
    },
  },

  'honest-guess': {
    alt: `The expected loss as a function of the probability q that the model gives to an answer. It is least, ${nats(crossEntropy([0.75, 0.25], [0.75, 0.25]))} nats, at the share of pages that answer, 0.75, and grows without bound as q nears 0 or 1.`,
    draw() {
      const target = [afterQuestion['A:'], afterQuestion['Q:']];
      const least = crossEntropy(target, target);
      return plot({
        x: { label: 'q, the probability that the model gives to “A:”', domain: [0, 1] },
        y: { label: 'cross-entropy, nats', domain: [0, 3] },
        marks: [
          line(
            steps(0.001, 0.9999, 600).map(q => [q, crossEntropy(target, [q, 1 - q])]),
            { color: 1 },
          ),
          rule({ y: least }),
          text(0.02, least, `entropy of the pages: ${nats(least)}`, { dy: 14 }),
          dots([[target[0], least]], { color: 2 }),
          text(target[0], least, 'the share of pages\nthat answer', {
            anchor: 'middle',
            dy: -28,
          }),
        ],
      });
    },
  },

  bigrams: {
    alt: 'A grid of dots: for each of twelve common letters, how likely each common symbol comes next in the name of a capital. After n the word most often ends; after t often comes o; after l, m and r mostly a vowel.',
    draw() {
      const next = (left: string) => nextTokenDistribution(allBigrams, [left]);
      const byFrequency = [...symbols].sort((a, b) => occurrences[b] - occurrences[a]);
      const columns = byFrequency.slice(0, 14).sort();
      const rows = columns.filter(symbol => symbol.trim());
      const name = (symbol: string) => symbol.replace(' ', '␣') || '◦';
      const axis = (label: string, of: string[]) => ({
        label,
        ticks: of.map((_, index) => index),
        format: (index: number) => name(of[index]),
      });
      return plot({
        x: { ...axis('next symbol', columns), domain: [-0.7, columns.length - 0.3] },
        y: { ...axis('letter', rows), domain: [rows.length - 0.3, -0.7] },
        height: 380,
        marks: rows.flatMap((left, row) => {
          const shares = next(left);
          return columns.flatMap((right, column) => {
            const share = shares[right] ?? 0;
            return share ? [dots([[column, row]], { color: 1, size: 700 * share })] : [];
          });
        }),
      });
    },
  },

  smoothing: {
    alt: `Loss against smoothing from 0.0001 to 100. On the words that the model was fitted to it only rises. On words held out it first falls, is least near ${bestSmoothing.toPrecision(1)}, and then rises towards log V.`,
    draw() {
      return plot({
        x: {
          label: 'smoothing α, imagined counts per bigram',
          domain: [1e-4, 100],
          scale: 'log',
        },
        y: { label: 'loss, nats per bigram', domain: [2, 4.5] },
        marks: [
          rule({ y: Math.log(symbols.length) }, { label: 'a uniform guess, log V' }),
          line(
            smoothings.map(smoothing => [smoothing, heldOutLoss(smoothing)]),
            { label: 'words held out', color: 2, labelAt: 0.3 },
          ),
          line(
            smoothings.map(smoothing => [smoothing, bigramLoss(fitted, smoothing)]),
            { label: 'words it was fitted to', color: 1, labelAt: 0.3 },
          ),
          dots([[bestSmoothing, heldOutLoss(bestSmoothing)]], { color: 2 }),
        ],
      });
    },
  },
};
