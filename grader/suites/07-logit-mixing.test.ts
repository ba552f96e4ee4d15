import * as reference from '../../solutions/07-logit-mixing.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const none = Number.NEGATIVE_INFINITY;
const end = { $: 1 };

/** A list that stays on one line. */
const list = <Items extends unknown[]>(...items: Items): Items => items;

suite('07-logit-mixing', reference, task => {
  task('mixLogits', t => {
    t.examples(1);
    t.cases('each row counts by its weight', 2, [
      [[list([1, 2], [3, 4]), [1, 1]], list(4, 6)],
      [[list([1, -2, 0.5]), [3]], list(3, -6, 1.5)],
      [[list([2, 0], [1, 1], [0, 4]), [1, -2, 0.25]], list(0, -1)],
    ]);
    t.cases('weights of any sum are taken as they are', 1, [
      [[list([1, 2], [3, 4]), [2, 2]], list(8, 12)],
      [[list([5, 2], [3, 4]), [1, -1]], list(2, -2)],
      [[list([1, 2], [3, 4]), [0, 0]], list(0, 0)],
    ]);
    t.cases('an excluded token stays excluded', 1, [
      [[list([none, 1], [0, 2]), [0.5, 1]], list(none, 2.5)],
      [[list([none, 1, 0], [none, none, 0]), [1, 1]], list(none, none, 0)],
    ]);
    t.cases('a model of weight 0 has no say', 1, [
      [[list([none, 1], [3, 2]), [0, 1]], list(3, 2)],
      [[list([3, 2], [7, none]), [2, 0]], list(6, 4)],
    ]);
    t.cases('large logits', 1, [[[list([1e4, -1e4], [1e4, 1e4]), [0.5, 0.5]], list(1e4, 0)]]);
    t.property('agrees with the definition on random logits', 2, (random, size) => {
      const models = random.integer(1, 4);
      return [
        random.array(models, () => random.logits(size, random.pick([1, 100]))),
        random.array(models, () => random.between(-2, 3)),
      ];
    });
    t.check('the order of the models does not matter', 1, async ({ call, random, near }) => {
      const rows = random.shuffle([
        { logits: [1, 2, 3], weight: 2 },
        { logits: [0, 5, -1], weight: -1 },
        { logits: [4, 4, 0], weight: 0.5 },
      ]);
      const logits = rows.map(row => row.logits);
      const weights = rows.map(row => row.weight);
      near(await call(logits, weights), [4, 1, 7]);
    });
    t.pure(1, [list([1, 2, 0], [0, 1, 4]), [0.5, 2]]);
  });

  task('combinePolicies', t => {
    t.examples(1);
    t.cases('weights that sum to 1 need no correction', 1, [
      [[list(0.5, 0.5), list([0.8, 0.2], [0.2, 0.8]), [0.5, 0.5]], list(0.5, 0.5)],
      [[list(0.7, 0.3), list([0.9, 0.1]), [1]], list(0.9, 0.1)],
      [[list(0.7, 0.3), list([0.9, 0.1], [0.5, 0.5]), [0.5, 0.5]], list(0.75, 0.25)],
    ]);
    t.cases('otherwise the reference gets the power that is missing', 2, [
      [[list(0.75, 0.25), list([0.5, 0.5], [0.5, 0.5]), [1, 1]], list(0.25, 0.75)],
      [[list(0.75, 0.25), list([0.5, 0.5]), [2]], list(0.25, 0.75)],
      [[list(0.75, 0.25), list([0.5, 0.5]), [-1]], list(0.9, 0.1)],
      [
        [list(0.8, 0.2), list([0.5, 0.5], [0.5, 0.5], [0.5, 0.5]), [1, 0.25, 0.25]],
        list(1 / 3, 2 / 3),
      ],
    ]);
    t.cases('without policies, or with weights of 0, the reference is left', 1, [
      [[[0.7, 0.2, 0.1], [], []], list(0.7, 0.2, 0.1)],
      [[list(0.7, 0.3), list([0.2, 0.8], [0.9, 0.1]), [0, 0]], list(0.7, 0.3)],
      [[list(0.7, 0.3), list([1, 0]), [0]], list(0.7, 0.3)],
      [[list(0.75, 0.25), list([1, 0], [0.5, 0.5]), [0, -1]], list(0.9, 0.1)],
    ]);
    t.cases('a response that the reference excludes stays excluded', 1, [
      [[list(0.5, 0.5, 0), list([0.8, 0.2, 0], [0.5, 0.5, 0]), [1, 1]], list(0.8, 0.2, 0)],
      [[list(0.5, 0.5, 0), list([0.8, 0.2, 0]), [-1]], list(0.2, 0.8, 0)],
      [[list(0.5, 0.5, 0), list([0.8, 0.2, 0]), [1]], list(0.8, 0.2, 0)],
      [[list(0, 0.5, 0.5), list([0, 0.8, 0.2]), [0.5]], list(0, 2 / 3, 1 / 3)],
    ]);
    t.cases('a response that a policy excludes is excluded', 1, [
      [[list(0.25, 0.25, 0.5), list([0, 0.5, 0.5]), [2]], list(0, 2 / 3, 1 / 3)],
      [[list(0.25, 0.25, 0.5), list([0, 0.5, 0.5], [0.4, 0.4, 0.2]), [0, 1]], list(0.4, 0.4, 0.2)],
    ]);
    t.cases('large weights do not underflow', 1, [
      [[list(0.5, 0.5), list([0.9, 0.1], [0.1, 0.9]), [500, 500]], list(0.5, 0.5)],
      [[list(0.5, 0.3, 0.2), list([0.5, 0.3, 0.2]), [10000]], list(0.5, 0.3, 0.2)],
      [[list(0.5, 0.5), list([0.4, 0.6]), [9000]], list(0, 1)],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => {
      const policies = random.integer(1, 3);
      return [
        random.distribution(size),
        random.array(policies, () => random.distribution(size)),
        random.array(policies, () => random.between(-2, 3)),
      ];
    });
    t.check('is the tilt for the weighted sum of the rewards', 2, async check => {
      const { call, random, near } = check;
      for (let round = 0; round < 4; round++) {
        const base = random.distribution(4);
        const rewards = random.array(3, () => random.logits(4, 3));
        const weights = random.array(3, () => random.between(-1, 2));
        const policies = rewards.map(reward => tilt(base, reward));
        const total = base.map((_, y) => dot(weights, column(rewards, y)));
        near(await call(base, policies, weights), tilt(base, total));
      }
    });
    t.pure(1, [list(0.5, 0.3, 0.2), list([0.7, 0.2, 0.1], [0.2, 0.7, 0.1]), [1, 1]]);
  });

  task('adjustBeta', t => {
    t.examples(1);
    t.cases('half the coefficient squares the tilt', 1, [
      [[list(0.5, 0.5), list(0.75, 0.25), 1, 0.5], list(0.9, 0.1)],
      [[list(0.8, 0.2), list(0.5, 0.5), 2, 1], list(0.2, 0.8)],
      [[list(0.5, 0.5), list(2 / 3, 1 / 3), 3, 1], list(8 / 9, 1 / 9)],
    ]);
    t.cases('a larger coefficient moves back to the reference, the same one does nothing', 2, [
      [[list(0.5, 0.3, 0.2), list(0.1, 0.1, 0.8), 0.3, 0.3], list(0.1, 0.1, 0.8)],
      [[list(0.5, 0.5), list(0.1, 0.9), 0.5, 1], list(0.25, 0.75)],
      [[list(0.9, 0.1), list(0.5, 0.5), 1, 2], list(0.75, 0.25)],
    ]);
    t.cases('a response that both exclude stays excluded', 1, [
      [[list(0.5, 0.5, 0), list(0.75, 0.25, 0), 1, 0.5], list(0.9, 0.1, 0)],
      [[list(0, 0.5, 0.5), list(0, 0.9, 0.1), 1, 2], list(0, 0.75, 0.25)],
      [[list(0.25, 0.25, 0.5), list(0.5, 0.5, 0), 1, 0.5], list(0.5, 0.5, 0)],
    ]);
    t.cases('extreme ratios neither underflow nor overflow', 1, [
      [[list(0.5, 0.3, 0.2), list(0.5, 0.3, 0.2), 1, 1e-4], list(0.5, 0.3, 0.2)],
      [[list(0.5, 0.3, 0.2), list(0.2, 0.2, 0.6), 10, 0.01], list(0, 0, 1)],
      [[list(0.5, 0.5), list(0.8, 0.2), 1e-9, 10], list(0.5, 0.5)],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      random.distribution(size),
      random.distribution(size),
      random.between(0.1, 2),
      random.between(0.1, 2),
    ]);
    t.check('is the tilt for the same reward at the new coefficient', 2, async check => {
      const { call, random, near } = check;
      for (let round = 0; round < 4; round++) {
        const base = random.distribution(4);
        const reward = random.logits(4, 2);
        const [beta, newBeta] = [random.between(0.3, 3), random.between(0.3, 3)];
        const at = (b: number) =>
          tilt(
            base,
            [...reward].map(r => r / b),
          );
        near(await call(base, at(beta), beta, newBeta), at(newBeta));
      }
    });
    t.pure(1, [list(0.5, 0.3, 0.2), list(0.3, 0.6, 0.1), 1, 0.5]);
  });

  task('proxyTune', t => {
    t.examples(1);
    t.cases('a small pair that agrees changes nothing; if large and base agree, tuned is left', 2, [
      [[list(0.1, 0.6, 0.3), list(0.2, 0.2, 0.6), list(0.2, 0.2, 0.6)], list(0.1, 0.6, 0.3)],
      [[list(0.2, 0.8), list(0.9, 0.1), list(0.2, 0.8)], list(0.9, 0.1)],
    ]);
    t.cases('the ratio of tuned to base tilts the large model', 2, [
      [[list(0.5, 0.5), list(0.6, 0.4), list(0.2, 0.8)], list(6 / 7, 1 / 7)],
      [[list(0.25, 0.75), list(0.75, 0.25), list(0.5, 0.5)], list(0.5, 0.5)],
      [
        [list(0.6, 0.2, 0.2), list(0.5, 0.25, 0.25), list(0.25, 0.25, 0.5)],
        list(0.8, 2 / 15, 1 / 15),
      ],
    ]);
    t.cases('what the small pair excludes is excluded', 1, [
      [[list(0.5, 0.4, 0.1), list(0, 0.5, 0.5), list(0, 0.5, 0.5)], list(0, 0.8, 0.2)],
      [[list(0.5, 0.25, 0.25), list(0, 0.5, 0.5), list(0.2, 0.4, 0.4)], list(0, 0.5, 0.5)],
    ]);
    t.cases('what the large model excludes is excluded', 1, [
      [[list(0, 0.5, 0.5), list(0.5, 0.1, 0.4), list(0.5, 0.25, 0.25)], list(0, 0.2, 0.8)],
      [[list(0, 0.9, 0.1), list(0, 0.5, 0.5), list(0, 0.5, 0.5)], list(0, 0.9, 0.1)],
    ]);
    t.cases('a ratio too large for a double', 1, [
      [[list(0.5, 0.5), list(0.5, 0.5), list(1e-310, 1)], list(1, 0)],
      [[list(0.25, 0.25, 0.5), list(0.2, 0.4, 0.4), list(1e-310, 2e-310, 1)], list(0.5, 0.5, 0)],
    ]);
    t.property('agrees with the definition on random models', 2, (random, size) => [
      random.distribution(size),
      random.distribution(size),
      random.distribution(size),
    ]);
    t.check('gives the large model the tilt of the small one', 2, async check => {
      const { call, random, near } = check;
      for (let round = 0; round < 4; round++) {
        const [large, base] = [random.distribution(4), random.distribution(4)];
        const reward = random.logits(4, 4);
        near(await call(large, tilt(base, reward), base), tilt(large, reward));
      }
    });
    t.pure(1, [list(0.2, 0.5, 0.3), list(0.6, 0.3, 0.1), list(0.5, 0.3, 0.2)]);
  });

  task('reverseTuning', t => {
    t.examples(1);
    t.cases('the tuned model turns back into the base; a small pair that agrees does nothing', 2, [
      [[list(0.1, 0.6, 0.3), list(0.2, 0.2, 0.6), list(0.2, 0.2, 0.6)], list(0.1, 0.6, 0.3)],
      [[list(0.7, 0.2, 0.1), list(0.7, 0.2, 0.1), list(0.3, 0.3, 0.4)], list(0.3, 0.3, 0.4)],
    ]);
    t.cases('the ratio of base to tuned tilts the target', 2, [
      [[list(0.5, 0.5), list(0.2, 0.8), list(0.6, 0.4)], list(6 / 7, 1 / 7)],
      [[list(0.25, 0.75), list(0.5, 0.5), list(0.75, 0.25)], list(0.5, 0.5)],
      [
        [list(0.6, 0.2, 0.2), list(0.25, 0.25, 0.5), list(0.5, 0.25, 0.25)],
        list(0.8, 2 / 15, 1 / 15),
      ],
    ]);
    t.cases('what the small pair or the target excludes is excluded', 1, [
      [[list(0.5, 0.4, 0.1), list(0, 0.5, 0.5), list(0, 0.5, 0.5)], list(0, 0.8, 0.2)],
      [[list(0, 0.9, 0.1), list(0.5, 0.25, 0.25), list(0.2, 0.4, 0.4)], list(0, 0.9, 0.1)],
    ]);
    t.cases('a ratio too large for a double', 1, [
      [[list(0.5, 0.5), list(1e-310, 1), list(0.5, 0.5)], list(1, 0)],
      [[list(0.25, 0.25, 0.5), list(1e-310, 2e-310, 1), list(0.2, 0.4, 0.4)], list(0.5, 0.5, 0)],
    ]);
    t.property('agrees with the definition on random models', 2, (random, size) => [
      random.distribution(size),
      random.distribution(size),
      random.distribution(size),
    ]);
    t.check('takes out of a model the tilt that it was given', 2, async check => {
      const { call, random, near } = check;
      for (let round = 0; round < 4; round++) {
        const [model, base] = [random.distribution(4), random.distribution(4)];
        const reward = random.logits(4, 4);
        near(await call(tilt(model, reward), tilt(base, reward), base), model);
      }
    });
    t.pure(1, [list(0.2, 0.5, 0.3), list(0.6, 0.3, 0.1), list(0.5, 0.3, 0.2)]);
  });

  task('greedyDecode', t => {
    t.examples(1);
    t.cases('the likeliest token at each step', 2, [
      [
        [
          {
            '': { a: 0.2, b: 0.8 },
            a: end,
            b: { a: 0.3, b: 0.3, c: 0.4 },
            ba: end,
            bb: end,
            bc: end,
          },
        ],
        { text: 'bc', probability: 0.32 },
      ],
      [
        [{ '': { x: 0.5, y: 0.25, z: 0.25 }, x: { y: 0.6, $: 0.4 }, y: end, z: end, xy: end }],
        { text: 'xy', probability: 0.3 },
      ],
    ]);
    t.cases('the end token competes with the others, and counts', 1, [
      [
        [{ '': { a: 0.9, $: 0.1 }, a: { b: 0.3, $: 0.7 }, ab: end }],
        { text: 'a', probability: 0.63 },
      ],
      [[{ '': { $: 0.6, a: 0.4 }, a: end }], { text: '', probability: 0.6 }],
      [[{ '': end }], { text: '', probability: 1 }],
    ]);
    t.cases('of equally likely tokens the first listed', 1, [
      [[{ '': { b: 0.5, a: 0.5 }, a: end, b: end }], { text: 'b', probability: 0.5 }],
      [[{ '': { a: 0.5, $: 0.5 }, a: end }], { text: 'a', probability: 0.5 }],
      [[{ '': { $: 0.5, a: 0.5 }, a: end }], { text: '', probability: 0.5 }],
    ]);
    t.cases('prefixes off the path may be missing', 1, [
      [
        [{ '': { a: 0.75, b: 0.25 }, a: { a: 1, b: 0 }, aa: end }],
        { text: 'aa', probability: 0.75 },
      ],
    ]);
    t.cases('a long text', 1, [
      [[chain('abracadabra', 0.9)], { text: 'abracadabra', probability: 0.9 ** 12 }],
    ]);
    t.property('agrees with the definition on random tables', 2, (random, size) => [
      table(random, shape(random, size)),
    ]);
    t.pure(1, [{ '': { a: 0.6, b: 0.4 }, a: { a: 0.75, $: 0.25 }, aa: end, b: end }]);
  });

  task('bestSequence', t => {
    t.examples(1);
    t.cases('the likeliest text need not begin with the likeliest token', 2, [
      [
        [
          {
            '': { a: 0.5, b: 0.3, c: 0.2 },
            a: { a: 0.25, b: 0.25, c: 0.5 },
            b: end,
            c: end,
            aa: end,
            ab: end,
            ac: end,
          },
        ],
        { text: 'b', probability: 0.3 },
      ],
      [
        [
          {
            '': { a: 0.6, b: 0.4 },
            a: { x: 0.5, y: 0.5 },
            ax: { x: 0.5, y: 0.5 },
            ay: end,
            axx: end,
            axy: end,
            b: { x: 1 },
            bx: { x: 0.8, y: 0.2 },
            bxx: end,
            bxy: end,
          },
        ],
        { text: 'bxx', probability: 0.32 },
      ],
    ]);
    t.cases('where greedy decoding is right, both agree', 1, [
      [
        [{ '': { a: 0.9, b: 0.1 }, a: { a: 0.8, b: 0.2 }, b: end, aa: end, ab: end }],
        { text: 'aa', probability: 0.72 },
      ],
    ]);
    t.cases('texts of all lengths compete, the end counts', 1, [
      [
        [{ '': { a: 0.4, $: 0.6 }, a: { a: 0.25, b: 0.25, c: 0.5 }, aa: end, ab: end, ac: end }],
        { text: '', probability: 0.6 },
      ],
      [
        [{ '': { a: 0.7, $: 0.3 }, a: { b: 0.6, $: 0.4 }, ab: { c: 0.5, $: 0.5 }, abc: end }],
        { text: '', probability: 0.3 },
      ],
      [
        [{ '': { a: 0.75, b: 0.25 }, a: { a: 0.5, b: 0.3, $: 0.2 }, b: end, aa: end, ab: end }],
        { text: 'aa', probability: 0.375 },
      ],
      [[{ '': end }], { text: '', probability: 1 }],
    ]);
    t.cases('of equally likely texts the first in depth-first order', 1, [
      [[{ '': { b: 0.5, a: 0.5 }, a: end, b: end }], { text: 'b', probability: 0.5 }],
      [
        [{ '': { a: 0.5, b: 0.25, $: 0.25 }, a: { c: 0.5, $: 0.5 }, b: end, ac: end }],
        { text: 'ac', probability: 0.25 },
      ],
      [
        [{ '': { $: 0.25, a: 0.5, b: 0.25 }, a: { $: 0.5, c: 0.5 }, b: end, ac: end }],
        { text: '', probability: 0.25 },
      ],
    ]);
    t.cases('what cannot be written need not be in the table', 1, [
      [
        [{ '': { a: 0, b: 0.75, c: 0.25 }, b: { a: 0.5, b: 0.5 }, c: end, ba: end, bb: end }],
        { text: 'ba', probability: 0.375 },
      ],
      [
        [{ '': { a: 0.625, b: 0.375, $: 0 }, a: { $: 1, z: 0 }, b: end }],
        { text: 'a', probability: 0.625 },
      ],
    ]);
    t.property('agrees with the definition on random tables', 2, (random, size) => [
      table(random, shape(random, size)),
    ]);
    t.check('no text is likelier', 1, async ({ call, random, equal, near }) => {
      const model = table(random, shape(random, 8));
      const answer: { text: string; probability: number } = await call(model);
      near(textProbability(model, answer.text), answer.probability);
      const highest = allTexts(model).reduce(
        (best, text) => Math.max(best, textProbability(model, text)),
        0,
      );
      near(answer.probability, highest);
      equal(Object.keys(answer).sort(), ['probability', 'text']);
    });
    t.pure(1, [{ '': { a: 0.6, b: 0.4 }, a: { a: 0.5, $: 0.5 }, aa: end, b: end }]);
  });

  task('mergedScores', t => {
    t.examples(1);
    t.cases('averages first, then inner products', 2, [
      [list([[2]], [[3]], [[4]], [[5]]), [[12]]],
      [list([[1, 0]], [[0, 2]], [[0, 1]], [[2, 0]]), [[1]]],
      [list([[1, 0], [0, 2]], [[1, 1]], [[3, 2], [0, 0]], [[1, 3]]), [[4], [2]]], // biome-ignore format: matrices
    ]);
    t.cases('a twin of the same signs keeps the scores', 1, [
      [list([[1, 2], [3, 4]], [[1, 0], [2, 1]], [[1, 2], [3, 4]], [[1, 0], [2, 1]]), [[1, 4], [3, 10]]], // biome-ignore format: matrices
    ]);
    t.cases('a twin of flipped queries and keys leaves nothing', 1, [
      [list([[3, -1]], [[2, 1], [0, 4]], [[-3, 1]], [[-2, -1], [0, -4]]), [[0, 0]]], // biome-ignore format: matrices
      [list([[1], [2]], [[5]], [[-1], [-2]], [[-5]]), [[0], [0]]],
    ]);
    t.cases('one row a query, one column a key', 1, [
      [list([[1, 1]], [[1, 0], [0, 2], [3, 3]], [[1, 1]], [[1, 0], [0, 2], [3, 3]]), [[1, 2, 6]]], // biome-ignore format: matrices
      [list([[1], [2], [3]], [[2]], [[1], [2], [3]], [[2]]), [[2], [4], [6]]],
    ]);
    t.property('agrees with the definition on random matrices', 2, (random, size) => {
      const dimension = random.integer(1, 4);
      const [queries, keys] = [random.integer(1, size), random.integer(1, size)];
      const rows = (count: number) => random.array(count, () => random.logits(dimension, 3));
      return [rows(queries), rows(keys), rows(queries), rows(keys)];
    });
    t.check('flipping one model changes the merged scores, though not its own', 1, async check => {
      const { call, random, near } = check;
      const scale = random.between(0.5, 2);
      const [queries, keys] = [[[scale, 2 * scale]], [[scale, scale]]];
      const flip = (rows: number[][]) => rows.map(row => row.map(number => -number));
      near(await call(queries, keys, queries, keys), [[3 * scale * scale]]);
      near(await call(queries, keys, flip(queries), flip(keys)), [[0]]);
      near(await call(flip(queries), flip(keys), flip(queries), flip(keys)), [[3 * scale ** 2]]);
    });
    t.pure(1, list([[1, 2]], [[3, 1]], [[3, 0]], [[1, 1]]));
  });

  task('sequenceGap', t => {
    t.examples(1);
    t.cases('counted by hand', 3, [
      // large · tuned / base is 0.6, 0.05 and 0.5; at the first token nothing changes.
      [list(tries(0.5, 0.8), tries(0.5, 0.75), tries(0.5, 0.5)), 0.075 / 1.15],
      // Large and base are one model.
      [list(tries(0.5, 0.2), tries(0.5, 0.4), tries(0.5, 0.2)), 0],
      [list(tries(0.5, 0.5), tries(0.5, 0.9), tries(0.5, 0.75)), 5 / 9 - 1 / 2],
      [list(tries(0.25, 0.5), tries(0.5, 0.75), tries(0.5, 0.25)), 5 / 14 - 1 / 4],
    ]);
    t.cases('a certain token before it changes nothing', 1, [
      [list(later(0.8), later(0.75), later(0.5)), 0.075 / 1.15],
      [list(later(0.5), later(0.9), later(0.75)), 5 / 9 - 1 / 2],
    ]);
    t.cases('a single choice is exact', 1, [
      [list(tries(1, 0.5), tries(1, 0.75), tries(1, 0.25)), 0],
      [[{ '': end }, { '': end }, { '': end }], 0],
      [list(tries(0.5, 0.8), tries(0.5, 0.75), tries(0.5, 0.5)), 0.075 / 1.15],
    ]);
    t.cases('what the large model cannot write plays no part', 1, [
      [
        [
          { '': { t: 0.5, d: 0.5, x: 0 }, t: { r: 0.8, w: 0.2, y: 0 }, d: end, tr: end, tw: end },
          { ...tries(0.5, 0.75), '': { t: 0.5, d: 0.5 } },
          { ...tries(0.5, 0.5), '': { t: 0.5, d: 0.5 } },
        ],
        0.075 / 1.15,
      ],
      [
        [
          { '': { t: 0.5, d: 0.5 }, t: { r: 0.8, w: 0.2 }, d: end, tr: end, tw: end },
          {
            '': { x: 0.5, t: 0.25, d: 0.25 },
            t: { r: 0.75, w: 0.25 },
            d: end,
            tr: end,
            tw: end,
            x: end,
          },
          {
            '': { d: 0.25, t: 0.25, x: 0.5 },
            t: { w: 0.5, r: 0.5 },
            d: end,
            tr: end,
            tw: end,
            x: end,
          },
        ],
        0.075 / 1.15,
      ],
    ]);
    t.property(
      'agrees with the definition on random tables',
      3,
      (random, size) => {
        const common = shape(random, size);
        return [table(random, common), table(random, common), table(random, common)];
      },
      { runs: 30 },
    );
    t.check('nothing is lost when large and base are one model', 1, async check => {
      const { call, random, near } = check;
      const common = shape(random, 6);
      const [base, tuned] = [table(random, common), table(random, common)];
      near(await call(base, tuned, base), 0);
      near(await call(tuned, base, base), 0);
      near(await call(tries(0.5, 0.8), tries(0.5, 0.75), tries(0.5, 0.5)), 0.075 / 1.15);
    });
    t.pure(1, list(tries(0.5, 0.8), tries(0.5, 0.75), tries(0.5, 0.5)));
  });
});

type Table = Record<string, Record<string, number>>;
type Shape = Record<string, string[]>;

/** Tries or declines; a try is right or wrong. */
function tries(attempt: number, right: number): Table {
  return {
    '': { t: attempt, d: 1 - attempt },
    t: { r: right, w: 1 - right },
    ...{ d: end, tr: end, tw: end },
  };
}

/** The same behind a token that is certain. */
function later(right: number): Table {
  return {
    '': { q: 1 },
    q: { t: 0.5, d: 0.5 },
    qt: { r: right, w: 1 - right },
    ...{ qd: end, qtr: end, qtw: end },
  };
}

/** One text, in which every token and the end have this probability; the rest goes to a `z`. */
function chain(text: string, probability: number): Table {
  const prefixes = [...text, ''].map((_, length) => text.slice(0, length));
  const rows = prefixes.map((prefix, at) => {
    return [prefix, { z: 1 - probability, [text[at] ?? '$']: probability }];
  });
  return Object.fromEntries(rows);
}

/** Which tokens can follow which prefix. Every text ends within three tokens. */
function shape(random: Random, size: number): Shape {
  const depth = size < 3 ? 2 : 3;
  const grown: Shape = {};
  const grow = (prefix: string) => {
    const letters = random.shuffle(['a', 'b', 'c']).slice(0, random.integer(1, 3));
    const goesOn = prefix.length < depth;
    const tokens = goesOn ? random.shuffle(random.boolean() ? [...letters, '$'] : letters) : ['$'];
    grown[prefix] = tokens;
    for (const token of tokens) if (token !== '$') grow(prefix + token);
  };
  grow('');
  return grown;
}

/** Probabilities without ties, so that every right answer names the same text. */
function table(random: Random, common: Shape): Table {
  const rows = Object.entries(common).map(([prefix, tokens]) => {
    const weights = tokens.map(() => random.between(0.05, 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return [prefix, Object.fromEntries(tokens.map((token, i) => [token, weights[i] / total]))];
  });
  return Object.fromEntries(rows);
}

function textProbability(model: Table, text: string): number {
  return [...text, '$'].reduce(
    (share, token, t) => share * (model[text.slice(0, t)]?.[token] ?? 0),
    1,
  );
}

function allTexts(model: Table): string[] {
  return Object.keys(model).filter(prefix => model[prefix].$ > 0);
}

function tilt(base: readonly number[], reward: readonly number[]): number[] {
  const weights = base.map((share, y) => share * Math.exp(reward[y]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

function column(rows: readonly number[][], index: number): number[] {
  return rows.map(row => row[index]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, number, i) => total + number * b[i], 0);
}
