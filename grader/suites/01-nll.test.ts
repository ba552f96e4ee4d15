import * as reference from '../../solutions/01-nll.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const ln = Math.log;
const none = Number.POSITIVE_INFINITY;

/** A list of lists that stays on one line. */
const list = <Items extends unknown[]>(...items: Items): Items => items;

suite('01-nll', reference, task => {
  task('surprisal', t => {
    t.examples(1);
    t.cases('powers of one half', 1, [
      [[0.25], 2 * ln(2)],
      [[0.125], 3 * ln(2)],
      [[1 / 1024], 10 * ln(2)],
    ]);
    t.check('a certain event has surprisal 0, not -0', 1, async ({ call, near, equal }) => {
      near(await call(0.2), ln(5));
      equal(await call(1), 0);
    });
    t.check('an impossible event has surprisal Infinity', 1, async ({ call, near, equal }) => {
      near(await call(1e-9), 9 * ln(10));
      equal(await call(0), none);
    });
    t.cases('a very unlikely event keeps a finite surprisal', 1, [
      [[1e-30], 30 * ln(10)],
      [[1e-300], 300 * ln(10)],
      [[2 ** -1074], 1074 * ln(2)],
    ]);
    t.property('agrees with the definition on random probabilities', 2, random => [
      random.between(0, 1),
    ]);
    t.check('adds over independent events', 1, async ({ call, random, near }) => {
      for (let round = 0; round < 5; round++) {
        const [p, q] = [random.between(0.01, 1), random.between(0.01, 1)];
        near((await call(p)) + (await call(q)), -ln(p * q));
      }
    });
  });

  task('negativeLogLikelihood', t => {
    t.examples(1);
    t.cases('adds the surprisals of the tokens', 2, [
      [[[0.5, 0.5, 0.5, 0.5]], 4 * ln(2)],
      [[[1, 1, 0.1]], ln(10)],
      [[[0.25]], 2 * ln(2)],
    ]);
    t.cases('certain tokens cost nothing, nor does the empty sequence', 1, [
      [[[1, 0.2, 1]], ln(5)],
      [[[1, 1]], 0],
      [[[]], 0],
    ]);
    t.cases('one impossible token makes the sequence impossible', 1, [
      [[[0.5, 0.2, 1]], ln(10)],
      [[[0.5, 0, 0.5]], none],
      [[[0]], none],
    ]);
    t.cases('a long sequence does not underflow', 2, [
      [[Array(500).fill(0.1)], 500 * ln(10)],
      [[[1e-200, 1e-200]], 400 * ln(10)],
    ]);
    t.property('agrees with the definition on random sequences', 2, (random, size) => [
      random.array(size, () => random.between(0, 1)),
    ]);
    t.check('does not depend on the order of the tokens', 1, async ({ call, random, near }) => {
      near(await call(random.shuffle([0.5, 0.25, 0.1, 0.2])), ln(400));
    });
    t.pure(1, [[0.5, 0.1, 0.9]]);
  });

  task('crossEntropy', t => {
    t.examples(1);
    t.cases('soft targets', 2, [
      [list([0.5, 0.5], [0.25, 0.75]), 1.5 * ln(2) - 0.5 * ln(1.5)],
      [list([0.25, 0.75], [0.5, 0.5]), ln(2)],
      [list([0.1, 0.6, 0.3], [0.5, 0.25, 0.25]), 1.9 * ln(2)],
    ]);
    t.cases('a hard label leaves the surprisal of that label', 1, [
      [list([0, 1, 0], [0.5, 0.125, 0.375]), 3 * ln(2)],
      [list([1], [1]), 0],
    ]);
    t.cases('0 · log 0 is 0, wherever it stands', 1, [
      [list([0.5, 0.5, 0], [0.5, 0.5, 0]), ln(2)],
      [list([0, 0.5, 0.5], [0, 0.25, 0.75]), 1.5 * ln(2) - 0.5 * ln(1.5)],
      [list([1, 0], [1, 0]), 0],
    ]);
    t.cases('mass that the prediction excludes costs infinitely much', 1, [
      [list([0, 1], [0.75, 0.25]), 2 * ln(2)],
      [list([0.5, 0.5], [1, 0]), none],
      [list([1e-9, 1 - 1e-9], [0, 1]), none],
    ]);
    t.cases('a very small prediction keeps its own cost', 1, [
      [list([1, 0], [1e-100, 1]), 100 * ln(10)],
      [list([0.5, 0.5], [1e-20, 1]), 10 * ln(10)],
    ]);
    t.property('agrees with the definition on random distributions', 2, (random, size) => [
      sparseDistribution(random, size),
      random.distribution(size),
    ]);
    t.check('exceeds the entropy by the Kullback–Leibler divergence', 1, async check => {
      const { call, random, near } = check;
      const [target, predicted] = [random.distribution(4), random.distribution(4)];
      const divergence = target.reduce((sum, mass, v) => sum + mass * ln(mass / predicted[v]), 0);
      const entropy: number = await call(target, target);
      near(await call(target, predicted), entropy + divergence);
      near(entropy, -target.reduce((sum, mass) => sum + mass * ln(mass), 0));
    });
    t.check('does not depend on the order of the tokens', 1, async ({ call, random, near }) => {
      const order = random.shuffle([0, 1, 2]);
      const target = order.map(v => [0.5, 0.25, 0.25][v]);
      const predicted = order.map(v => [0.125, 0.125, 0.75][v]);
      near(await call(target, predicted), 2.75 * ln(2) - 0.25 * ln(3));
    });
    t.pure(1, list([0.6, 0.3, 0.1], [0.5, 0.3, 0.2]));
  });

  task('logSoftmax', t => {
    t.examples(1);
    t.cases('equal logits share the probability', 1, [
      [[[0, 0]], [-ln(2), -ln(2)]],
      [[[0, ln(3)]], [-2 * ln(2), ln(3) - 2 * ln(2)]],
      [[[-7, -7, -7, -7]], Array(4).fill(-2 * ln(2))],
    ]);
    t.cases('logits that are logarithms of weights', 1, [
      [[[ln(1), ln(3), ln(4)]], [-3 * ln(2), ln(3) - 3 * ln(2), -ln(2)]],
      [[[ln(0.5), ln(0.3), ln(0.2)]], [ln(0.5), ln(0.3), ln(0.2)]],
    ]);
    t.cases('a vocabulary of one token leaves no choice, one of two does', 1, [
      [[[5]], [0]],
      [[[-1e4]], [0]],
      [[[5, 5 + ln(4)]], [-ln(5), ln(4) - ln(5)]],
    ]);
    t.cases('large logits do not overflow', 1, [
      [[[1e4, 1e4]], [-ln(2), -ln(2)]],
      [[[1e4, 1e4 - 1]], [-ln(1 + Math.exp(-1)), -1 - ln(1 + Math.exp(-1))]],
      [[[-1e4, -1e4]], [-ln(2), -ln(2)]],
    ]);
    t.cases('unlikely tokens do not underflow', 1, [
      [[[0, 1e4]], [-1e4, 0]],
      [[[-1e4, 1e4, 0]], [-2e4, 0, -1e4]],
      [[[0, -800, -801]], [0, -800, -801]],
    ]);
    t.property('agrees with the definition on random logits', 2, (random, size) => [
      random.logits(size, random.pick([1, 10, 1000, 1e4])),
    ]);
    t.check('a constant added to all logits changes nothing', 1, async ({ call, random, near }) => {
      const shift = random.between(-100, 100);
      const logits = [1, 2, 5].map(weight => ln(weight) + shift);
      near(await call(logits), [-ln(8), -ln(4), ln(5 / 8)]);
    });
    t.check('the probabilities sum to 1', 1, async ({ call, random, near, equal }) => {
      const logs: number[] = await call(random.logits(6, 5));
      const total = logs.reduce((sum, log) => sum + Math.exp(log), 0);
      near(total, 1);
      equal(logs.length, 6);
      near(await call([0, ln(7)]), [-ln(8), ln(7 / 8)]);
    });
    t.pure(1, [[3, 1, 0]]);
  });

  task('nextTokenLoss', t => {
    t.examples(1);
    t.cases('equal logits cost log V for each token, however many', 1, [
      [[list([0, 0, 0], [0, 0, 0]), [0, 2], 1], ln(3)],
      [[list([0, ln(4)], [0, 0]), [0, 1], 1], ln(5 / 4)],
      [[Array(5).fill([1, 1, 1, 1]), [3, 2, 1, 0, 0], 2], 2 * ln(2)],
    ]);
    t.cases('row t scores the token at t + 1', 2, [
      [[list([0, ln(3)], [0, 0]), [0, 1], 1], ln(4 / 3)],
      [[list([0, ln(3)], [ln(7), 0], [0, 0]), [1, 1, 0], 1], (ln(4 / 3) + ln(8 / 7)) / 2],
    ]);
    t.cases('the last row scores a token that is not there', 1, [
      [[list([0, 0, 0], [9, -9, 0]), [0, 1], 1], ln(3)],
      [[list([0, 0], [-9, 9]), [0, 1], 1], ln(2)],
      [[list([0, ln(4)], [-9, 9]), [0, 1], 1], ln(5 / 4)],
    ]);
    t.cases('rows that score the prompt do not count', 1, [
      [[list([50, 0], [0, 50], [0, 0], [0, 0]), [0, 1, 0, 1], 3], ln(2)],
      [[list([0, 50], [50, 0], [0, 0], [0, 0]), [0, 1, 0, 1], 3], ln(2)],
      [[list([0, 50], [0, 0], [ln(3), 0], [0, 0]), [0, 0, 1, 0], 2], (ln(2) + ln(4 / 3)) / 2],
    ]);
    t.cases('a confident mistake costs its margin, without overflow or underflow', 1, [
      [[list([0, 1000], [0, 0]), [1, 0], 1], 1000],
      [[list([0, 1e4], [1e4, 0], [0, 0]), [0, 0, 0], 1], 5000],
    ]);
    t.property('agrees with the definition on random sequences', 3, (random, size) => {
      const length = size + 1;
      const vocabulary = random.integer(1, 5);
      return [
        random.array(length, () => random.logits(vocabulary, random.pick([1, 10, 1e4]))),
        random.array(length, () => random.integer(0, vocabulary - 1)),
        random.integer(1, length - 1),
      ];
    });
    t.check('what the prompt says changes nothing', 1, async ({ call, random, near }) => {
      const response = random.array(4, () => [7, 7, 7]);
      near(
        await call(
          [
            [9, 9],
            [0, ln(4)],
            [0, 0],
          ],
          [0, 1, 1],
          2,
        ),
        ln(5 / 4),
      );
      near(await call([random.logits(3, 9), ...response], [1, 0, 1, 1, 0], 2), ln(3));
      near(await call([random.logits(3, 9), ...response], [2, 2, 1, 1, 0], 2), ln(3));
    });
    t.pure(1, [list([2, 1, 0], [0, 1, 2], [1, 1, 1]), [0, 1, 2], 1]);
  });

  task('perplexity', t => {
    t.examples(1);
    t.cases('a uniform choice among k tokens has perplexity k', 1, [
      [[[ln(10), ln(10), ln(10)]], 10],
      [[[ln(50)]], 50],
    ]);
    t.cases('different tokens count by their geometric mean', 1, [
      [[[ln(3), ln(12)]], 6],
      [[[0, ln(4), ln(16)]], 4],
    ]);
    t.cases('certain tokens count as a choice of one', 1, [
      [[[0, ln(9)]], 3],
      [[[0]], 1],
    ]);
    t.cases('one impossible token makes it infinite', 1, [
      [[[ln(2), ln(8), ln(4)]], 4],
      [[[none, 0.5]], none],
    ]);
    t.cases('one very surprising token does not overflow it', 1, [
      [[[800, 0]], Math.exp(400)],
      [[[0, 0, 0, 1000]], Math.exp(250)],
    ]);
    t.property('agrees with the definition on random losses', 2, (random, size) => [
      random.array(size, () => random.between(0, 8)),
    ]);
    t.check('a repeated text has the perplexity of the text', 1, async ({ call, random, near }) => {
      const nlls = random.shuffle([ln(2), ln(5), ln(10)]);
      near(await call([...nlls, ...nlls]), Math.cbrt(100));
    });
    t.pure(1, [[0.5, 2, 1]]);
  });

  task('nextTokenDistribution', t => {
    t.examples(1);
    t.cases('the shares of the tokens that follow', 2, [
      [[list(['a', 'b'], ['a', 'c'], ['a', 'b'], ['d', 'e']), ['a']], { b: 2 / 3, c: 1 / 3 }],
      [[list(['a', 'b', 'x'], ['a', 'b', 'y'], ['c', 'b', 'z']), ['a', 'b']], { x: 0.5, y: 0.5 }],
      [[list(['a', 'b', 'x'], ['a', 'c', 'y'], ['b', 'b', 'z']), ['a', 'b']], { x: 1 }],
    ]);
    t.cases('the empty prefix asks for the first token', 1, [
      [[[['a', 'z'], ['b', 'z'], ['a'], ['c', 'a']], []], { a: 0.5, b: 0.25, c: 0.25 }],
    ]);
    t.cases('sequences that end with the prefix do not count', 1, [
      [[[['a'], ['a'], ['a', 'b'], ['a', 'c']], ['a']], { b: 0.5, c: 0.5 }],
      [[[[], ['a'], [], ['b']], []], { a: 0.5, b: 0.5 }],
    ]);
    t.cases('the prefix counts from the start only', 1, [
      [[list(['x', 'a', 'b'], ['a', 'c'], ['a', 'a', 'a', 'd']), ['a']], { c: 0.5, a: 0.5 }],
    ]);
    t.cases('a prefix that nothing follows leaves an empty record', 1, [
      [[list(['a', 'b'], ['a', 'b', 'c']), ['a', 'b', 'c']], {}],
      [[list(['a', 'b'], ['a', 'b', 'c']), ['a', 'b']], { c: 1 }],
      [[list(['a', 'b']), ['q']], {}],
      [[[], []], {}],
    ]);
    t.cases('tokens are compared one by one, not glued together', 1, [
      [[list(['ab', 'c', 'x'], ['a', 'bc', 'y']), ['a', 'bc']], { y: 1 }],
      [[list(['a b', 'c', 'x'], ['a', 'b c', 'y']), ['a', 'b c']], { y: 1 }],
      [[list(['a,b', 'c', 'x'], ['a', 'b,c', 'y']), ['a', 'b,c']], { y: 1 }],
      [[list(['ab', 'x'], ['a', 'y']), ['a']], { y: 1 }],
    ]);
    t.cases('any string can be a token', 1, [
      [
        [list(['a', 'toString'], ['a', 'toString'], ['a', 'b']), ['a']],
        { toString: 2 / 3, b: 1 / 3 },
      ],
      [[list(['a', 'constructor'], ['a', '']), ['a']], { constructor: 0.5, '': 0.5 }],
    ]);
    t.property('agrees with the definition on random corpora', 2, (random, size) => {
      const letters = ['a', 'b', 'c'].slice(0, random.integer(1, 3));
      const sequence = (longest: number) =>
        random.array(random.integer(0, longest), () => random.pick(letters));
      return [random.array(3 * size, () => sequence(4)), sequence(2)];
    });
    t.check('the shares sum to 1', 1, async ({ call, random, near }) => {
      const corpus = random.array(12, () => ['a', random.pick(['x', 'y', 'z'])]);
      const shares: Record<string, number> = await call([...corpus, ['a']], ['a']);
      const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
      near(total, 1);
      near(
        await call(
          [
            ['a', 'x'],
            ['b', 'y'],
          ],
          ['a'],
        ),
        { x: 1 },
      );
    });
    t.pure(1, [list(['a', 'b'], ['a', 'c'], ['a', 'd']), ['a']]);
  });

  task('bigramLoss', t => {
    t.examples(1);
    t.cases('counted by hand, without smoothing', 2, [
      [[['a'], 0], 0],
      [[['aa'], 0], (2 / 3) * ln(2)],
      [[['ab', 'ac'], 0], ln(2) / 3],
      [[['a', 'a', 'b'], 0], (2 * ln(3 / 2) + ln(3)) / 6],
    ]);
    t.cases('counted by hand, with smoothing', 2, [
      [[['a'], 1], ln(3 / 2)],
      [[['a'], 0.5], ln(4 / 3)],
      [[['ab'], 1], ln(2)],
      [[['aa'], 2], (ln(5 / 3) + 2 * ln(2)) / 3],
    ]);
    t.cases('the empty word is one bigram', 1, [
      [[[''], 0], 0],
      [[['ab', ''], 0], ln(2) / 2],
    ]);
    t.cases('no character of a word is the boundary', 1, [
      [[['...', '.'], 0], (2 / 3) * ln(2)],
      [[['###', '#'], 0], (2 / 3) * ln(2)],
      [[['   ', ' '], 0], (2 / 3) * ln(2)],
      [[['<s>'], 1], ln(5 / 2)],
    ]);
    t.cases('characters count as they are written', 1, [
      [[['aA'], 1], ln(2)],
      [[['a '], 1], ln(2)],
      [[['é'], 1], ln(3 / 2)],
    ]);
    t.cases('a character outside the basic plane is one character', 1, [
      [[['😀'], 1], ln(3 / 2)],
      [[['😀😁'], 1], ln(2)],
    ]);
    t.cases('heavy smoothing leaves a uniform choice', 1, [
      [[['ab', 'ba', 'aa'], 1e12], ln(3)],
      [[['abc'], 1e12], ln(4)],
    ]);
    t.property('agrees with the definition on random words', 3, (random, size) => {
      const letters = ['a', 'b', 'c', '.', ' '].slice(0, random.integer(1, 5));
      const word = () => random.array(random.integer(1, 5), () => random.pick(letters)).join('');
      return [random.array(size, word), random.pick([0, 0.1, 1, 2.5])];
    });
    t.check('smoothing raises the loss on the words themselves', 1, async check => {
      const { call, random, fail, near } = check;
      near(await call(['a'], 0.5), ln(4 / 3));
      const words = random.array(5, () => random.shuffle(['a', 'b', 'c', 'd']).join(''));
      const least: number = await call(words, 0);
      const smoothed: number = await call(words, 0.5);
      if (!(smoothed > least)) {
        fail(
          'Without smoothing the model fits its own words best; with it, the loss must be higher.',
        );
      }
    });
    t.check('neither the order of words nor reading backwards matters', 1, async check => {
      const { call, random, near } = check;
      const words = random.shuffle(['aab', 'ba', 'b']);
      const backwards = words.map(word => [...word].reverse().join(''));
      near(await call(words, 1), (5 * ln(3) + 4 * ln(2)) / 9);
      near(await call(backwards, 1), (5 * ln(3) + 4 * ln(2)) / 9);
    });
    t.pure(1, [['ab', 'ba'], 1]);
  });
});

/** A distribution, some of whose outcomes have no mass; now and then a hard label. */
function sparseDistribution(random: Random, length: number): number[] {
  const weights = random.array(length, () => (random.boolean() ? random.integer(1, 9) : 0));
  weights[random.integer(0, length - 1)] += 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}
