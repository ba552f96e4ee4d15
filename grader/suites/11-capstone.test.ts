import * as reference from '../../solutions/11-capstone.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

type Logits = reference.Logits;
type World = reference.World;

const ln = Math.log;
const never = Number.NEGATIVE_INFINITY;

// Two places, two tokens. After token 0 both tokens are alike, after token 1 the odds are 3 : 1.
const plain: Logits = [
  [[0, ln(3)]],
  [
    [0, 0],
    [ln(3), 0],
  ],
];
/** The four sequences, and what `plain` gives them: 1/8, 1/8, 9/16, 3/16. */
const four: World = {
  sequences: sequencesOf(2, 2),
  reference: [1, 1, 1, 1].map(() => ln(1 / 4)),
  proxy: [8, 0, 16, 0],
  gold: [0, 8, 0, 16],
};

suite('11-capstone', reference, task => {
  task('sequenceLogProbability', t => {
    t.examples(1);
    t.cases('all sequences of two places, by hand', 2, [
      [[plain, [0, 0]], ln(1 / 8)],
      [[plain, [0, 1]], ln(1 / 8)],
      [[plain, [1, 0]], ln(9 / 16)],
      [[plain, [1, 1]], ln(3 / 16)],
    ]);
    t.cases('a beginning has the probability of its tokens', 1, [
      [[plain, [0]], ln(1 / 4)],
      [[plain, [1]], ln(3 / 4)],
      [[plain, []], 0],
    ]);
    t.cases('large scores neither overflow nor lose a token', 2, [
      [[[[[1e4, 0]]], [0]], 0],
      [[[[[1e4, 0]]], [1]], -1e4],
      [[[[[-1e4, -1e4]]], [1]], ln(1 / 2)],
      [[[[[0, never]]], [0]], 0],
      [[[[[0, never]]], [1]], never],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => {
      const [vocabulary, places] = [1 + Math.ceil(size / 2), random.integer(1, 4)];
      return [
        randomLogits(random, vocabulary, places),
        random.array(places, () => random.integer(0, vocabulary - 1)),
      ];
    });
    t.check('the probabilities of all sequences sum to 1', 1, async ({ call, random, near }) => {
      const logits = randomLogits(random, 3, 3);
      let total = 0;
      for (const tokens of sequencesOf(3, 3)) total += Math.exp(await call(logits, tokens));
      near(total, 1);
    });
    t.pure(1, [plain, [1, 0]]);
  });

  task(
    'pretrain',
    t => {
      const trained = { tolerance: 1e-3 };
      t.examples(1);
      t.cases(
        'shares of what follows, by hand',
        2,
        [
          [
            [
              [
                [0, 1, 1],
                [0, 0, 1],
                [1, 1, 0],
                [0, 1],
              ],
              2,
            ],
            [
              [1 / 4, 3 / 4],
              [1 / 3, 2 / 3],
              [3 / 4, 1 / 4],
            ],
          ],
          [
            [[[2, 0], [2, 2, 0], [1]], 3],
            [
              [1 / 3, 1 / 3, 1 / 3],
              [1 / 3, 1 / 3, 1 / 3],
              [2 / 3, 0, 1 / 3],
              [0, 1 / 3, 2 / 3],
            ],
          ],
        ],
        trained,
      );
      t.cases(
        'a row that is never used stays even',
        1,
        [
          [
            [[[0], [0], [1], [0]], 2],
            [
              [0.5, 0.5],
              [0.5, 0.5],
              [0.75, 0.25],
            ],
          ],
          [
            [[], 2],
            [
              [0.5, 0.5],
              [0.5, 0.5],
              [0.5, 0.5],
            ],
          ],
          [
            [[[0, 0, 0]], 1],
            [[1], [1]],
          ],
        ],
        trained,
      );
      t.property(
        'agrees with the counts of random pages',
        2,
        (random, size) => {
          const vocabulary = 1 + Math.ceil(size / 2);
          return [randomPages(random, vocabulary, 2 * size), vocabulary];
        },
        { ...trained, runs: 24 },
      );
      t.check(
        'no table near it has less loss on its pages',
        1,
        async ({ call, random, near, fail }) => {
          const pages = [...randomPages(random, 3, 20), [0, 1, 2, 0, 2, 1, 0]];
          const table: number[][] = await call(pages, 3);
          const loss = (some: number[][]) =>
            pages
              .flatMap(page => page.map((token, t) => -ln(some[t ? page[t - 1] : 3][token])))
              .reduce((sum, nats) => sum + nats, 0);
          for (const row of table) {
            near(
              row.reduce((sum, share) => sum + share, 0),
              1,
              1e-3,
            );
          }
          const mixed = table.map(row => row.map(share => 0.9 * share + 0.1 / 3));
          if (!(loss(table) <= loss(mixed))) fail('A flatter table has less loss on these pages.');
        },
      );
      t.pure(1, [
        [
          [0, 1],
          [1, 1],
          [0, 0],
        ],
        2,
      ]);
    },
    { seconds: 5 },
  );

  task(
    'fitReward',
    t => {
      const promised = { tolerance: 1e-6 };
      const sigma = (x: number) => 1 / (1 + Math.exp(-x));
      t.examples(1);
      // At the minimum of one comparison, ridge · w = σ(−w).
      t.cases(
        'one feature, by hand',
        2,
        [
          [[[[[1], [0]]], sigma(-1)], [1]],
          [[[[[5], [3]]], 2 * sigma(-2)], [1]],
          [[[[[0], [1]]], sigma(-2) / 2], [-2]],
          [
            [
              [
                [[1], [0]],
                [[0], [1]],
              ],
              0.1,
            ],
            [0],
          ],
          [
            [
              [
                [[2], [1]],
                [[2], [1]],
                [[2], [1]],
                [[1], [2]],
              ],
              2 * (0.75 * sigma(-0.5) - 0.25 * sigma(0.5)),
            ],
            [0.5],
          ],
        ],
        promised,
      );
      t.cases(
        'features share the reward, and what never differs earns none',
        1,
        [
          [
            [
              [
                [
                  [1, 1],
                  [0, 0],
                ],
              ],
              sigma(-2),
            ],
            [1, 1],
          ],
          [
            [
              [
                [
                  [1, 7],
                  [0, 7],
                ],
              ],
              sigma(-1),
            ],
            [1, 0],
          ],
          [
            [
              [
                [
                  [1, 0],
                  [0, 1],
                ],
              ],
              sigma(-2),
            ],
            [1, -1],
          ],
        ],
        promised,
      );
      t.property(
        'agrees with the minimum on random comparisons',
        2,
        (random, size) => [randomComparisons(random, Math.ceil(size / 2), 4 * size), 0.01],
        { ...promised, runs: 16 },
      );
      t.check('the slope of the loss is 0 there', 2, async ({ call, random, near }) => {
        const comparisons = randomComparisons(random, 3, 60);
        const ridge = 0.02;
        const weights: number[] = await call(comparisons, ridge);
        const slope = weights.map(weight => ridge * weight);
        for (const [chosen, rejected] of comparisons) {
          const margin = weights.reduce(
            (sum, weight, i) => sum + weight * (chosen[i] - rejected[i]),
            0,
          );
          chosen.forEach((feature, i) => {
            slope[i] -= (sigma(-margin) * (feature - rejected[i])) / comparisons.length;
          });
        }
        near(
          slope,
          slope.map(() => 0),
          1e-6,
        );
      });
      t.check(
        'copes with comparisons that a weight can separate',
        1,
        async ({ call, near, fail }) => {
          const comparisons = [1, 2, 3, 10].map((size): [number[], number[]] => [[size], [0]]);
          const [weight]: number[] = await call(comparisons, 0.001);
          const slope = [1, 2, 3, 10].reduce((sum, size) => sum + size * sigma(-weight * size), 0);
          near(0.001 * weight, slope / 4, 1e-8);
          if (!(weight > 3 && weight < 7)) fail('The ridge should stop the weight here.');
        },
      );
      t.check('having each comparison twice changes nothing', 1, async ({ call, random, near }) => {
        const comparisons = randomComparisons(random, 2, 12);
        const once: number[] = await call(comparisons, 0.05);
        near(await call([...comparisons, ...comparisons], 0.05), once, 2e-6);
        near(once, reference.fitReward(comparisons, 0.05), 1e-6);
      });
      t.pure(1, [
        [
          [
            [1, 0],
            [0, 1],
          ],
          [
            [0, 2],
            [0, 1],
          ],
        ],
        0.1,
      ]);
    },
    { seconds: 5 },
  );

  task('evaluate', t => {
    t.examples(1);
    t.cases('four sequences, by hand', 2, [
      [
        [plain, four],
        {
          kl: ln(1 / 8) / 4 + (9 / 16) * ln(9 / 16) + (3 / 16) * ln(3 / 16) + ln(4),
          proxy: 10,
          gold: 4,
        },
      ],
      [[[[[0, 0]]], oneToken([1 / 2, 1 / 2])], { kl: 0, proxy: 2, gold: -1 }],
      [[[[[0, 0]]], oneToken([1 / 4, 3 / 4])], { kl: ln(4 / 3) / 2, proxy: 2, gold: -1 }],
    ]);
    t.cases('0 · log 0 is 0, and writing what the reference excludes costs infinitely much', 2, [
      [[[[[1e4, 0]]], oneToken([1 / 2, 1 / 2])], { kl: ln(2), proxy: 1, gold: -2 }],
      [[[[[0, never]]], oneToken([1, 0])], { kl: 0, proxy: 1, gold: -2 }],
      [[[[[0, 0]]], oneToken([1, 0])], { kl: Number.POSITIVE_INFINITY, proxy: 2, gold: -1 }],
    ]);
    t.property('agrees with the definition in random worlds', 2, (random, size) => {
      const [vocabulary, places] = [2 + (size % 2), random.integer(1, 3)];
      return [randomLogits(random, vocabulary, places), randomWorld(random, vocabulary, places)];
    });
    t.check('at the reference the KL is 0', 1, async ({ call, random, near }) => {
      const logits = randomLogits(random, 2, 3);
      const world = randomWorld(random, 2, 3);
      const logs = world.sequences.map(tokens => reference.sequenceLogProbability(logits, tokens));
      const { kl, proxy }: reference.Outcome = await call(logits, { ...world, reference: logs });
      near(kl, 0);
      near(
        proxy,
        logs.reduce((sum, log, y) => sum + Math.exp(log) * world.proxy[y], 0),
      );
    });
    t.pure(1, [plain, four]);
  });

  task('policyGradientStep', t => {
    t.examples(1);
    // One place is the softmax policy of the lesson on RLHF: π (f − E f).
    t.cases('one place, by hand', 2, [
      [[[[[0, 0]]], oneToken([1 / 2, 1 / 2]), 1, 4], [[[-2, 2]]]],
      [[[[[0, 0]]], oneToken([1 / 4, 3 / 4]), 2, 1], [[[-0.5 - ln(3) / 2, 0.5 + ln(3) / 2]]]],
      [[[[[0, ln(3)]]], oneToken([1 / 2, 1 / 2]), 0, 16], [[[-6, ln(3) + 6]]]],
    ]);
    t.cases('two places: each row moves by what its sequences earn', 2, [
      [
        [plain, four, 0, 1],
        [
          [[-1.5, ln(3) + 1.5]],
          [
            [0.5, -0.5],
            [ln(3) + 2.25, -2.25],
          ],
        ],
      ],
      [[plain, four, 0.7, 0], plain],
    ]);
    t.cases('large scores stay finite', 1, [
      [[[[[1e4, 0]]], oneToken([1 / 2, 1 / 2]), 1, 1], [[[1e4, 0]]]],
      [[[[[-1e4, -1e4]]], oneToken([1 / 2, 1 / 2]), 1, 4], [[[-1e4 - 2, -1e4 + 2]]]],
    ]);
    t.property(
      'agrees with the exact gradient in random worlds',
      2,
      (random, size) => {
        const [vocabulary, places] = [2 + (size % 2), random.integer(1, 3)];
        return [
          randomLogits(random, vocabulary, places),
          randomWorld(random, vocabulary, places),
          random.between(0.1, 2),
          random.between(0.1, 5),
        ];
      },
      { runs: 24 },
    );
    t.check(
      'is the slope of E[proxy] − β KL, by differences',
      1,
      async ({ call, random, near, fail }) => {
        const logits = randomLogits(random, 2, 2);
        const world = randomWorld(random, 2, 2);
        const beta = random.between(0.2, 1);
        const next: Logits = await call(logits, world, beta, 1);
        const value = (some: Logits) => {
          const { proxy, kl } = reference.evaluate(some, world);
          return proxy - beta * kl;
        };
        const [place, previous, token] = [1, random.integer(0, 1), random.integer(0, 1)];
        const shifted = (by: number) => {
          const copy = logits.map(rows => rows.map(row => [...row]));
          copy[place][previous][token] += by;
          return value(copy);
        };
        if (!Array.isArray(next)) fail('Expected the new logits.');
        const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        near(next[place][previous][token] - logits[place][previous][token], slope, 1e-6);
      },
    );
    t.check('does not move at the optimum', 1, async ({ call, random, near }) => {
      const world = randomWorld(random, 3, 1);
      const beta = random.between(0.3, 2);
      const best = [[world.reference.map((log, y) => log + world.proxy[y] / beta)]];
      near(await call(best, world, beta, 3), best);
    });
    t.pure(1, [plain, four, 0.5, 1]);
  });

  task('dpoStep', t => {
    const even = { referenceChosen: ln(1 / 2), referenceRejected: ln(1 / 2) };
    t.examples(1);
    t.cases('one place, by hand', 2, [
      [[[[[0, 0]]], [{ chosen: [1], rejected: [0], ...even }], 0.5, 4], [[[-1, 1]]]],
      [
        [
          [[[0, ln(3)]]],
          [
            {
              chosen: [0],
              rejected: [1],
              referenceChosen: ln(1 / 2),
              referenceRejected: ln(1 / 2),
            },
          ],
          1,
          4,
        ],
        [[[3, ln(3) - 3]]],
      ],
      [
        [
          [[[0, 0]]],
          [
            {
              chosen: [1],
              rejected: [0],
              referenceChosen: ln(1 / 4),
              referenceRejected: ln(3 / 4),
            },
          ],
          1,
          4,
        ],
        [[[-1, 1]]],
      ],
    ]);
    t.cases('two places: only rows that the pair visits move', 2, [
      [
        [
          plain,
          [
            {
              ...{ chosen: [1, 0], rejected: [1, 1] },
              ...{ referenceChosen: ln(9 / 16), referenceRejected: ln(3 / 16) },
            },
          ],
          0.5,
          8,
        ],
        [
          [[0, ln(3)]],
          [
            [0, 0],
            [ln(3) + 2, -2],
          ],
        ],
      ],
    ]);
    t.cases('the mean over pairs, and large scores', 1, [
      [
        [
          [[[0, 0, 0]]],
          [
            { chosen: [0], rejected: [1], ...even },
            { chosen: [0], rejected: [2], ...even },
          ],
          1,
          4,
        ],
        [[[2, -1, -1]]],
      ],
      [[[[[1e4, -1e4]]], [{ chosen: [0], rejected: [1], ...even }], 1, 1], [[[1e4, -1e4]]]],
      [[[[[1e4, -1e4]]], [{ chosen: [1], rejected: [0], ...even }], 1, 1], [[[1e4 - 1, -1e4 + 1]]]],
    ]);
    t.property(
      'agrees with the exact gradient on random pairs',
      2,
      (random, size) => {
        const [vocabulary, places] = [2 + (size % 2), random.integer(1, 3)];
        return [
          randomLogits(random, vocabulary, places),
          randomPairs(random, vocabulary, places, size),
          random.between(0.1, 2),
          random.between(0.1, 5),
        ];
      },
      { runs: 24 },
    );
    t.check('a small step lowers the loss by η times the squared slope', 1, async check => {
      const { call, random, near, fail } = check;
      const logits = randomLogits(random, 3, 2);
      const pairs = randomPairs(random, 3, 2, 4);
      const beta = random.between(0.5, 1.5);
      const next: Logits = await call(logits, pairs, beta, 1e-3);
      if (!Array.isArray(next)) fail('Expected the new logits.');
      const squared = next
        .flat(2)
        .map((value, i) => ((value - logits.flat(2)[i]) / 1e-3) ** 2)
        .reduce((sum, square) => sum + square, 0);
      near((dpoLoss(logits, pairs, beta) - dpoLoss(next, pairs, beta)) / 1e-3, squared, 2e-3);
    });
    t.pure(1, [[[[0, 0]]], [{ chosen: [1], rejected: [0], ...even }], 0.5, 4]);
  });

  task('distinctN', t => {
    t.examples(1);
    t.cases('words and pairs of words', 2, [
      [[[['a', 'b', 'a', 'b']], 1], 1 / 2],
      [[[['a', 'b', 'a', 'b']], 2], 2 / 3],
      [[[['a', 'b', 'c', 'd']], 2], 1],
      [[[['a', 'a', 'a', 'a', 'a']], 1], 1 / 5],
      [[[['a', 'b', 'c', 'a', 'b', 'c']], 3], 3 / 4],
    ]);
    t.cases('samples are counted together, and never run into each other', 2, [
      [
        [
          [
            ['a', 'b'],
            ['a', 'b'],
          ],
          2,
        ],
        1 / 2,
      ],
      [
        [
          [
            ['a', 'b'],
            ['b', 'a'],
            ['a', 'b'],
          ],
          2,
        ],
        2 / 3,
      ],
      [[[['a', 'b', 'c'], ['c'], ['a']], 1], 3 / 5],
    ]);
    t.cases('tokens may hold any characters', 1, [
      [
        [
          [
            ['ab', 'c'],
            ['a', 'bc'],
          ],
          2,
        ],
        1,
      ],
      [
        [
          [
            ['a b', 'c'],
            ['a', 'b c'],
          ],
          2,
        ],
        1,
      ],
      [
        [
          [
            ['a,b', 'c'],
            ['a', 'b,c'],
          ],
          2,
        ],
        1,
      ],
      [
        [
          [
            ['__proto__', 'x'],
            ['__proto__', 'x'],
          ],
          1,
        ],
        1 / 2,
      ],
    ]);
    t.cases('nothing to count gives 0', 1, [
      [[[], 1], 0],
      [[[['a', 'b'], ['c']], 3], 0],
      [[[['a', 'b', 'c'], ['c']], 3], 1],
    ]);
    t.property('agrees with the definition on random samples', 2, (random, size) => [
      random.array(random.integer(1, 4), () =>
        random.array(random.integer(0, 2 * size), () => random.pick(['a', 'b', 'c'])),
      ),
      random.integer(1, 3),
    ]);
    t.pure(1, [[['a', 'b', 'a']], 2]);
  });

  task('overoptimizationCurve', t => {
    t.examples(1);
    const three = (betas: number[]) => [threeResponses(), betas] as const;
    // At β = 1 the weights of 1/2, 1/4, 1/4 are tilted by 1, 2, 4; at β = 1/2 by 1, 4, 16.
    const atOne = {
      beta: 1,
      kl: (2 / 8) * ln(1 / 2) + (4 / 8) * ln(2),
      proxy: (2 / 8) * ln(2) + (4 / 8) * ln(4),
      gold: (2 / 8) * 8 - (4 / 8) * 8,
    };
    const tilt = [2 / 22, 4 / 22, 16 / 22];
    const atHalf = {
      beta: 0.5,
      kl: tilt[0] * ln(tilt[0] * 2) + tilt[1] * ln(tilt[1] * 4) + tilt[2] * ln(tilt[2] * 4),
      proxy: tilt[1] * ln(2) + tilt[2] * ln(4),
      gold: 8 * tilt[1] - 8 * tilt[2],
    };
    t.cases('three responses, by hand', 2, [
      [three([1]), [atOne]],
      [three([0.5]), [atHalf]],
      [three([]), []],
    ]);
    t.cases('from the largest β down, whatever the order', 2, [
      [three([0.5, 1]), [atOne, atHalf]],
      [three([1, 0.5]), [atOne, atHalf]],
      [three([0.5, 1, 0.5]), [atOne, atHalf, atHalf]],
    ]);
    t.check('sorts numbers as numbers', 1, async ({ call, equal }) => {
      const points: { beta: number }[] = await call(threeResponses(), [2, 10, 0.7, 1, 30]);
      equal(
        points.map(({ beta }) => beta),
        [30, 10, 2, 1, 0.7],
      );
    });
    t.cases('extreme tilts and excluded responses', 1, [
      [
        [{ ...threeResponses(), proxy: [1e4, 0, -1e4] }, [1]],
        [{ beta: 1, kl: ln(2), proxy: 1e4, gold: 0 }],
      ],
      [
        [{ ...threeResponses(), reference: [ln(1 / 2), ln(1 / 2), never] }, [1]],
        [
          {
            beta: 1,
            kl: (1 / 3) * ln(2 / 3) + (2 / 3) * ln(4 / 3),
            proxy: (2 / 3) * ln(2),
            gold: 16 / 3,
          },
        ],
      ],
      [
        [
          { ...threeResponses(), reference: [ln(1 / 2), ln(1 / 2), never], proxy: [0, 0, 9e3] },
          [1],
        ],
        [{ beta: 1, kl: 0, proxy: 0, gold: 4 }],
      ],
    ]);
    t.property(
      'agrees with the closed form in random worlds',
      2,
      (random, size) => [
        randomWorld(random, 2 + (size % 2), random.integer(1, 3)),
        random.array(size, () => random.between(0.05, 5)),
      ],
      { runs: 24 },
    );
    t.check('KL and proxy rise along the curve', 1, async ({ call, random, near, fail }) => {
      const world = randomWorld(random, 2, 3);
      const points: { kl: number; proxy: number }[] = await call(world, [0.3, 3, 1]);
      points.slice(1).forEach(({ kl, proxy }, i) => {
        if (!(kl > points[i].kl && proxy > points[i].proxy)) {
          fail('A smaller β should spend more KL and earn more proxy.');
        }
      });
      near(points.length, 3);
    });
    t.pure(1, [threeResponses(), [0.5, 1]]);
  });
});

function threeResponses(): World {
  return {
    ...{ sequences: [[0], [1], [2]], reference: [ln(1 / 2), ln(1 / 4), ln(1 / 4)] },
    ...{ proxy: [0, ln(2), ln(4)], gold: [0, 8, -8] },
  };
}

/** Two responses of one token: the second has proxy 3 and gold 0, the first proxy 1 and gold −2. */
function oneToken(reference: number[]): World {
  return {
    ...{ sequences: [[0], [1]], reference: reference.map(Math.log) },
    ...{ proxy: [1, 3], gold: [-2, 0] },
  };
}

function sequencesOf(vocabulary: number, places: number): number[][] {
  if (places === 0) return [[]];
  return sequencesOf(vocabulary, places - 1).flatMap(start =>
    Array.from({ length: vocabulary }, (_, token) => [...start, token]),
  );
}

function randomLogits(random: Random, vocabulary: number, places: number): Logits {
  return random.array(places, t =>
    random.array(t === 0 ? 1 : vocabulary, () => random.logits(vocabulary, 2)),
  );
}

function randomWorld(random: Random, vocabulary: number, places: number): World {
  const sequences = sequencesOf(vocabulary, places);
  return {
    sequences,
    reference: random.distribution(sequences.length).map(Math.log),
    proxy: random.logits(sequences.length, 3),
    gold: random.logits(sequences.length, 3),
  };
}

function randomPages(random: Random, vocabulary: number, count: number): number[][] {
  return random.array(count, () =>
    random.array(random.integer(1, 5), () => random.integer(0, vocabulary - 1)),
  );
}

function randomComparisons(random: Random, size: number, count: number) {
  const draw = () => random.array(size, () => random.integer(0, 4));
  return random.array(count, (): [number[], number[]] => [draw(), draw()]);
}

function randomPairs(random: Random, vocabulary: number, places: number, count: number) {
  const sequences = sequencesOf(vocabulary, places);
  const reference = random.distribution(sequences.length).map(Math.log);
  return random.array(count, (): reference.SequencePair => {
    const [w, l] = random.shuffle(sequences.map((_, y) => y));
    return {
      ...{ chosen: sequences[w], rejected: sequences[l] },
      ...{ referenceChosen: reference[w], referenceRejected: reference[l] },
    };
  });
}

function dpoLoss(logits: Logits, pairs: reference.SequencePair[], beta: number): number {
  const losses = pairs.map(({ chosen, rejected, referenceChosen, referenceRejected }) => {
    const won = reference.sequenceLogProbability(logits, chosen) - referenceChosen;
    const lost = reference.sequenceLogProbability(logits, rejected) - referenceRejected;
    return Math.log1p(Math.exp(beta * (lost - won)));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / pairs.length;
}
