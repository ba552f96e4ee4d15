import * as reference from '../../solutions/02-four-senses.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const ln2 = Math.log(2);
const ln3 = Math.log(3);
const ln4 = Math.log(4);

suite('02-four-senses', reference, task => {
  task('physicalCrossEntropy', t => {
    t.examples(1);
    t.cases(
      'overflows where exp passes the largest float32, at a logit of about 88.72',
      1,
      [
        [[[88.7, 0], 1], Math.fround(88.7)],
        [[[88.73, 0], 1], Infinity],
        [[[88.73, 0], 0], NaN],
        [[[0, 300, 0], 2], Infinity],
      ],
      { exact: true },
    );
    t.cases(
      'the sum can overflow when no single exponential does',
      1,
      [
        [[[88, 0], 1], 88],
        [[[88, 88, 88, 88], 0], Infinity],
      ],
      { exact: true },
    );
    t.cases(
      'underflows through the subnormal numbers to 0',
      1,
      [
        [[[0, -100], 1], 99.98309326171875],
        [[[0, -104], 1], Infinity],
        [[[-110, -110], 0], NaN],
      ],
      { exact: true },
    );
    t.cases(
      'adds from left to right, rounding after every addition',
      1,
      [
        [[[17.4, 0, 0, 0, 0], 0], 0],
        [[[0, 0, 0, 0, 17.4], 4], 2 ** -23],
      ],
      { tolerance: 1e-12 },
    );
    t.property(
      'agrees with a float32 machine to the last bit',
      2,
      (random, size) => labelled(random, random.logits(size + 1, 6)),
      { tolerance: 1e-14 },
    );
    t.property(
      'rounds the logits before anything else',
      1,
      (random, size) => {
        const base = random.between(40, 80);
        return labelled(
          random,
          random.array(size + 1, () => base + random.between(-3, 3)),
        );
      },
      { tolerance: 1e-14 },
    );
    t.pure(1, [[2.1, 1.3, 0.7], 0]);
    t.check('fails by NaN or Infinity as the label is large or small', 1, async c => {
      const large = c.random.between(90, 700);
      c.equal(await c.call([1, large, 3], 1), NaN);
      c.equal(await c.call([1, large, 3], 2), Infinity);
    });
  });

  task('crossEntropyGradient', t => {
    t.examples(1);
    t.cases('known slopes', 1, [
      [
        [[0, 0], 1],
        [0.5, -0.5],
      ],
      [
        [[ln3, 0], 0],
        [-0.25, 0.25],
      ],
      [
        [[0, 0, 0, 0], 2],
        [0.25, 0.25, -0.75, 0.25],
      ],
      [[[7], 0], [0]],
    ]);
    t.cases('stays finite for logits as large as 1e4', 1, [
      [
        [[1e4, 0], 0],
        [0, 0],
      ],
      [
        [[1e4, 0], 1],
        [1, -1],
      ],
      [
        [[-1e4, -1e4], 0],
        [-0.5, 0.5],
      ],
      [
        [[-1e4, 1e4, 1e4], 0],
        [-1, 0.5, 0.5],
      ],
    ]);
    t.property('agrees with softmax minus one-hot on random logits', 2, (random, size) =>
      labelled(random, random.logits(size + 1, 8)),
    );
    t.pure(1, [[2, 1, 0], 1]);
    t.check('is the slope of the loss, by finite differences', 1, async c => {
      const logits = c.random.logits(4, 3);
      const slopes: number[] = await c.call(logits, 2);
      const h = 1e-4;
      const differences = logits.map((_, k) => {
        const [up, down] = [h, -h].map(step =>
          reference.mathematicalCrossEntropy(logits.with(k, logits[k] + step), 2),
        );
        return (up - down) / (2 * h);
      });
      c.near(slopes, differences, 1e-6);
    });
    t.check('does not change when every logit grows by the same amount', 1, async c => {
      const logits = c.random.logits(5, 4);
      const moved = logits.map(z => z + 900);
      c.near(await c.call(moved, 3), await c.call(logits, 3));
      const slopes: number[] = await c.call(logits, 3);
      if (!(slopes[3] < 0)) c.fail('The slope of the true class is negative.');
    });
  });

  task('mathematicalCrossEntropy', t => {
    t.examples(1);
    t.cases('known losses', 1, [
      [[[0, 0, 0, 0], 3], ln4],
      [[[ln3, 0], 0], ln4 - ln3],
      [[[ln3, 0], 1], ln4],
      [[[5], 0], 0],
    ]);
    t.cases('where float32 overflows', 1, [
      [[[88, 88, 88, 88], 0], ln4],
      [[[89, 0], 1], 89],
      [[[0, -104], 1], 104],
    ]);
    t.cases('where float64 overflows or underflows', 1, [
      [[[800, 0], 1], 800],
      [[[0, -800], 1], 800],
      [[[-1e4, -1e4], 0], ln2],
      [[[1e4, 1e4], 1], ln2],
      [[[1e4, -1e4], 0], 0],
      [[[-1e4, 1e4, 1e4], 0], 2e4 + ln2],
    ]);
    t.property('agrees with the definition on random logits', 2, (random, size) =>
      labelled(random, random.logits(size, 10 ** random.integer(0, 4))),
    );
    t.pure(1, [[3, 1, 2], 2]);
    t.check('depends on the differences between logits alone', 1, async c => {
      const logits = c.random.logits(4, 5);
      const moved = logits.map(z => z - 700);
      c.near(await c.call(moved, 1), await c.call(logits, 1));
      c.near(await c.call([0, 0, 0, 0, 0], 1), Math.log(5));
    });
    t.check('exp(−loss) over all labels sums to 1', 1, async c => {
      const logits = c.random.logits(3, 4);
      const losses: number[] = [];
      for (const label of logits.keys()) losses.push(await c.call(logits, label));
      c.near(
        losses.reduce((sum, loss) => sum + Math.exp(-loss), 0),
        1,
      );
    });
  });

  task('empiricalRisk', t => {
    t.examples(1);
    t.cases('known risks', 1, [
      [
        [
          [
            [0.5, 0.5],
            [0.25, 0.75],
          ],
          [0, 0],
        ],
        1.5 * ln2,
      ],
      [[[[0.2, 0.5, 0.3]], [1]], ln2],
      [
        [
          [
            [1, 0],
            [0, 1],
          ],
          [0, 1],
        ],
        0,
      ],
    ]);
    t.cases(
      'one true class given probability 0 makes the risk infinite',
      1,
      [
        [
          [
            [
              [0.5, 0.5],
              [0, 1],
            ],
            [0, 0],
          ],
          Infinity,
        ],
        [[[[1, 0]], [1]], Infinity],
      ],
      { exact: true },
    );
    t.cases('a member that occurs twice counts twice', 1, [
      [
        [
          [
            [0.5, 0.5],
            [0.5, 0.5],
            [0.25, 0.75],
          ],
          [1, 1, 0],
        ],
        (4 * ln2) / 3,
      ],
    ]);
    t.property('agrees with the definition on random data', 2, (random, size) =>
      dataSet(random, size, random.integer(2, 5)),
    );
    t.pure(1, [
      [
        [0.9, 0.1],
        [0.4, 0.6],
      ],
      [0, 1],
    ]);
    t.check('does not depend on the order of the data', 1, async c => {
      const [predicted, labels] = dataSet(c.random, 6, 3);
      const order = c.random.shuffle([...labels.keys()]);
      const shuffled = await c.call(
        order.map(i => predicted[i]),
        order.map(i => labels[i]),
      );
      c.near(shuffled, reference.empiricalRisk(predicted, labels));
      c.near(await c.call(predicted, labels), shuffled);
    });
  });

  task('registerValue', t => {
    t.examples(1);
    t.cases('known values', 1, [
      [[[2, 3], 1], -5],
      [[[1, 1, 1], 0.5], -1.75],
      [[[0, 0, 8], 0.5], -2],
      [[[-1, 4], 0.5], -1],
    ]);
    t.cases('a discount of 0 leaves the first step, and no steps are worth 0', 1, [
      [[[2, 3, 5], 0], -2],
      [[[], 0.9], 0],
      [[[7], 0], -7],
    ]);
    t.property('agrees with the definition on random registers', 2, (random, size) => [
      random.array(size, () => random.between(-1, 4)),
      random.between(0, 1),
    ]);
    t.pure(1, [[3, 2, 1], 0.7]);
    t.check('one step of waiting multiplies the value by the discount', 1, async c => {
      const losses = c.random.array(4, () => c.random.between(0.1, 3));
      const discount = c.random.between(0.2, 0.9);
      const now: number = await c.call(losses, discount);
      c.near(await c.call([0, ...losses], discount), discount * now);
      if (!(now < 0)) c.fail('Positive losses have a negative value.');
    });
  });

  task('predictionUtility', t => {
    t.examples(1);
    t.cases('known utilities', 1, [
      [
        [
          [
            [0.5, 0.5],
            [0.25, 0.75],
          ],
          [1, 0],
        ],
        -3 * ln2,
      ],
      [[[[0.2, 0.3, 0.5]], [2]], -ln2],
      [
        [
          [
            [0, 1],
            [1, 0],
          ],
          [1, 0],
        ],
        0,
      ],
      [[[], []], 0],
    ]);
    t.cases(
      'something impossible that came true costs everything',
      1,
      [
        [
          [
            [
              [0.5, 0.5],
              [0, 1],
            ],
            [0, 0],
          ],
          -Infinity,
        ],
        [[[[1, 0, 0]], [2]], -Infinity],
      ],
      { exact: true },
    );
    t.property('agrees with the definition on random predictions', 2, (random, size) =>
      dataSet(random, size, random.integer(2, 5)),
    );
    t.pure(1, [
      [
        [0.7, 0.3],
        [0.2, 0.8],
      ],
      [0, 0],
    ]);
    t.check('is minus the number of steps times the empirical risk', 1, async c => {
      const [predicted, outcomes] = dataSet(c.random, 5, 3);
      const utility: number = await c.call(predicted, outcomes);
      c.near(utility, -5 * reference.empiricalRisk(predicted, outcomes));
    });
  });

  task('choosePlan', t => {
    const sure = [[0.9, 0.1]];
    const unsure = [[0.5, 0.5]];
    const plan = (register: number[], predicted: number[][], outcomes = [0]) => ({
      register,
      predicted,
      outcomes,
    });
    const register = (discount: number) => ({ kind: 'register', discount });
    const prediction = { kind: 'prediction' };

    t.examples(1);
    t.cases('the register agent wants a small register, however bad the predictions', 1, [
      [[[plan([0.1], sure), plan([0], [[0.01, 0.99]])], register(1)], 1],
      [[[plan([0], [[0, 1]]), plan([0.1], sure)], register(0.9)], 0],
      [[[plan([3], sure), plan([2], unsure), plan([2.5], sure)], register(0.5)], 1],
    ]);
    t.cases('the register agent discounts', 1, [
      [[[plan([1, 0, 0], sure), plan([0, 0, 3], sure)], register(0.5)], 1],
      [[[plan([1, 0, 0], sure), plan([0, 0, 3], sure)], register(0.9)], 0],
      [[[plan([2, 0], sure), plan([1, 99], sure)], register(0)], 1],
    ]);
    t.cases('the prediction agent wants to be right, whatever the register says', 1, [
      [[[plan([0], unsure), plan([9], sure)], prediction], 1],
      [[[plan([9], sure, [0]), plan([0], sure, [1])], prediction], 0],
      [[[plan([0], [[0, 1]]), plan([0], [[0, 1]]), plan([5], unsure)], prediction], 2],
    ]);
    t.cases('the first of equally good plans, and the only one', 1, [
      [[[plan([1], unsure), plan([0.5], unsure), plan([0.5], unsure)], register(0.9)], 1],
      [[[plan([1], unsure), plan([0], sure), plan([2], sure)], prediction], 1],
      [[[plan([4], [[0, 1]])], prediction], 0],
      [[[plan([0], [[0, 1]]), plan([1], [[0, 1]])], prediction], 0],
    ]);
    t.property(
      'agrees with the reference on random plans',
      2,
      (random, size) => [
        random.array(size + 1, () => {
          const steps = random.integer(1, 4);
          const [predicted, outcomes] = dataSet(random, steps, 3);
          return plan(
            random.array(steps, () => random.between(0, 3)),
            predicted,
            outcomes,
          );
        }),
        random.boolean() ? prediction : register(random.between(0.3, 1)),
      ],
      { exact: true, runs: 80 },
    );
    t.pure(1, [[plan([0.1], sure), plan([0], unsure)], register(0.9)]);
    t.check('two motives, one world, two choices', 1, async c => {
      const honest = plan([0.3, 0.4], [[0.7, 0.3], sure[0]], [0, 0]);
      const overwritten = plan([0, 0], [[c.random.between(0.1, 0.4), 0.5], unsure[0]], [0, 0]);
      const plans = c.random.boolean() ? [honest, overwritten] : [overwritten, honest];
      c.equal(await c.call(plans, prediction), plans.indexOf(honest));
      c.equal(await c.call(plans, register(0.9)), plans.indexOf(overwritten));
    });
  });

  task('sameLossDifferentMinds', t => {
    t.examples(1);
    t.cases('known fractions', 1, [
      [[[0, 1, 2, 0], [0, 1, 1, 1], [0, 1, 2], [3]], { train: 1 / 3, test: 1 }],
      [[[4, 4], [4, 4], [0], [1, 0]], { train: 0, test: 0 }],
      [
        [
          [0, 5, 0, 5],
          [0, 1, 0, 5],
          [3, 2],
          [2, 1, 3, 0],
        ],
        { train: 0, test: 0.25 },
      ],
    ]);
    t.cases('an index that is listed twice counts twice; no indices, no disagreement', 1, [
      [
        [
          [1, 2],
          [1, 3],
          [1, 1, 0, 0],
          [1, 1, 0],
        ],
        { train: 0.5, test: 2 / 3 },
      ],
      [[[1, 2], [3, 4], [], [0, 1]], { train: 0, test: 1 }],
      [[[1, 2], [3, 4], [1], []], { train: 1, test: 0 }],
    ]);
    t.property('agrees with the reference on random tables', 2, (random, size) => {
      const inputs = size + 3;
      const table = () => random.array(inputs, () => random.integer(0, 2));
      const indices = () =>
        random.array(random.integer(1, inputs), () => random.integer(0, inputs - 1));
      return [table(), table(), indices(), indices()];
    });
    t.pure(1, [
      [0, 1, 2],
      [0, 2, 2],
      [2, 0],
      [1, 0],
    ]);
    t.check(
      'how far apart two classes are does not matter, nor which predictor is first',
      1,
      async c => {
        const f = c.random.array(6, () => c.random.integer(0, 3));
        const g = f.map(y => (c.random.boolean() ? y : y + c.random.pick([1, 7])));
        const expected = reference.sameLossDifferentMinds(f, g, [0, 2, 4], [1, 3, 5]);
        c.near(await c.call(f, g, [0, 2, 4], [1, 3, 5]), expected);
        c.near(await c.call(g, f, [0, 2, 4], [1, 3, 5]), expected);
      },
    );
  });

  task('failureKind', t => {
    t.examples(1);
    // Each group holds two different kinds that no example shows, so that no constant passes one.
    t.cases('a wrong action was rewarded, or all was well', 1, [
      [[true, false, true], 'outer'],
      [[true, false, false], 'outer'],
      [[true, true, true], 'none'],
    ]);
    t.cases('a right action was punished, or all was well', 1, [
      [[false, true, true], 'outer'],
      [[false, true, false], 'outer'],
      [[true, true, true], 'none'],
    ]);
    t.cases('the reward was fair, the reasons did or did not fit the action', 1, [
      [[true, true, true], 'none'],
      [[true, true, false], 'inner'],
      [[false, false, true], 'inner'],
      [[false, false, false], 'none'],
    ]);
  });

  task('senses', t => {
    t.examples(1);
    const kinds = ['physical', 'mathematical', 'standing for a goal', 'what an agent cares about'];
    const right: Record<string, number> = reference.senses();
    kinds.forEach((kind, index) => {
      const sense = index + 1;
      t.check(`sense ${sense}, ${kind}: these three sentences and no others`, 1, async c => {
        const given: Record<string, number> = await c.call();
        const wrong = [...new Set([...Object.keys(right), ...Object.keys(given)])].filter(
          id => (given[id] === sense) !== (right[id] === sense),
        );
        if (wrong.length > 0) {
          c.fail(
            `${wrong.length} of your sentences are wrongly in, or wrongly out of, sense ${sense}.`,
          );
        }
      });
    });
  });
});

function labelled(random: Random, logits: number[]): [number[], number] {
  return [logits, random.integer(0, logits.length - 1)];
}

function dataSet(random: Random, members: number, classes: number): [number[][], number[]] {
  return [
    random.array(members, () => random.distribution(classes)),
    random.array(members, () => random.integer(0, classes - 1)),
  ];
}
