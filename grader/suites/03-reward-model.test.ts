import * as reference from '../../solutions/03-reward-model.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

type Comparison = [winner: number, loser: number];

suite('03-reward-model', reference, task => {
  task('preferenceProbability', t => {
    t.examples(1);
    t.cases('odds are the exponential of the margin', 1, [
      [[Math.log(3), 0], 0.75],
      [[0, Math.log(3)], 0.25],
      [[Math.log(2) - 5, Math.log(8) - 5], 0.2],
      [[-1.5, -1.5], 0.5],
    ]);
    t.cases('stays a probability however large the rewards are', 1, [
      [[1000, -1000], 1],
      [[-1000, 1000], 0],
      [[1e4, 1e4], 0.5],
      [[-1e4, Math.log(3) - 1e4], 0.25],
      [[800, 800 - Math.log(4)], 0.8],
    ]);
    t.property('agrees with the definition on random rewards', 2, (random, size) => [
      random.between(-size, size),
      random.between(-size, size),
    ]);
    t.check(
      'a constant added to both rewards changes nothing',
      1,
      async ({ call, random, near }) => {
        const [first, second] = random.logits(2, 3);
        const shift = random.between(5, 50);
        const unshifted: number = await call(first, second);
        near(unshifted, 1 / (1 + Math.exp(second - first)));
        near(await call(first + shift, second + shift), unshifted);
      },
    );
    t.check('one of the two is always preferred', 1, async ({ call, random, near, fail }) => {
      const better = random.between(0.5, 4);
      const [likely, unlikely]: number[] = [await call(better, 0), await call(0, better)];
      near(likely + unlikely, 1);
      if (!(likely > unlikely)) fail('The higher reward is not the likelier winner.');
    });
    t.check('a long shot keeps its small probability', 1, async ({ call, near }) => {
      near((await call(0, 100)) / Math.exp(-100), 1);
      near((await call(-50, 50)) / Math.exp(-100), 1);
    });
  });

  task('samplePreferences', t => {
    t.examples(1);
    t.cases('u = p is not below p', 2, [
      [
        [
          [0.5, 0, 1],
          [0.5, 0, 0.999],
        ],
        [false, false, true],
      ],
      [
        [
          [0.25, 0.25, 0.25],
          [0.25, 0.2499, 0.2501],
        ],
        [false, true, false],
      ],
    ]);
    t.property('agrees with the definition on random draws', 2, (random, size) => [
      random.array(size, () => random.between(0, 1)),
      random.array(size, () => random.between(0, 1)),
    ]);
    t.check(
      'prefers the first as often as its probability says',
      1,
      async ({ call, random, fail }) => {
        const probability = random.between(0.6, 0.9);
        const draws: unknown = await call(
          new Array(2000).fill(probability),
          random.array(2000, () => random.between(0, 1)),
        );
        if (!Array.isArray(draws)) return fail('Expected an array of true and false.');
        const frequency = draws.filter(draw => draw === true).length / 2000;
        if (!(Math.abs(frequency - probability) < 0.06)) {
          fail(`Of 2000 draws with p = ${probability}, ${frequency * 2000} were true.`);
        }
      },
    );
    t.pure(1, [
      [0.2, 0.8, 0.5],
      [0.7, 0.1, 0.3],
    ]);
  });

  task('rewardModelLoss', t => {
    t.examples(1);
    t.cases('the mean of −log σ(m), worked by hand', 2, [
      [[[0]], Math.LN2],
      [[[Math.log(3)]], Math.log(4 / 3)],
      [[[-Math.log(3)]], Math.log(4)],
      [[[Math.log(3), -Math.log(3)]], Math.log(16 / 3) / 2],
      [[[0, 0, 0, Math.log(7)]], (3 * Math.LN2 + Math.log(8 / 7)) / 4],
    ]);
    t.cases('does not overflow', 1, [
      [[[-1000]], 1000],
      [[[-1e4]], 1e4],
      [[[1000]], 0],
      [[[1000, -1000]], 500],
      [[[-800, 0]], 400 + Math.LN2 / 2],
    ]);
    t.check(
      'a confident and right margin still costs a little',
      1,
      async ({ call, near, random }) => {
        for (const margin of [40, 80, random.between(100, 600)]) {
          near((await call([margin])) / Math.exp(-margin), 1);
        }
      },
    );
    t.property('agrees with the definition on random margins', 2, (random, size) => [
      random.logits(size, 6),
    ]);
    t.property('agrees with the definition on extreme margins', 1, (random, size) => [
      random.logits(size, 5000),
    ]);
    t.check('repeating the data leaves the mean as it is', 1, async ({ call, random, near }) => {
      const margins = random.logits(4, 3);
      const once: number = await call(margins);
      near(once, margins.reduce((sum, margin) => sum + Math.log1p(Math.exp(-margin)), 0) / 4);
      near(await call([...margins, ...margins, ...margins]), once);
    });
    t.check(
      'turning a margin round costs exactly that margin more',
      1,
      async ({ call, random, near }) => {
        const margin = random.between(0.5, 8);
        near((await call([-margin])) - (await call([margin])), margin);
      },
    );
    t.pure(1, [[3, -2.5, 0.5]]);
  });

  task(
    'fitBradleyTerry',
    t => {
      const promised = { tolerance: 1.1e-4 };
      t.examples(1);
      t.cases(
        'two items: the margin is the log of the odds of winning',
        1,
        [
          [
            [wins([0, 1, 3], [1, 0, 1]), 2],
            [Math.log(3) / 2, -Math.log(3) / 2],
          ],
          [
            [wins([0, 1, 2], [1, 0, 5]), 2],
            [Math.log(0.4) / 2, -Math.log(0.4) / 2],
          ],
          [
            [wins([0, 1, 20], [1, 0, 1]), 2],
            [Math.log(20) / 2, -Math.log(20) / 2],
          ],
        ],
        promised,
      );
      t.cases(
        'a chain: each margin is its own log-odds; a circle: all are alike',
        1,
        [
          [
            [wins([0, 1, 3], [1, 0, 1], [1, 2, 2], [2, 1, 1]), 3],
            centred([Math.log(6), Math.log(2), 0]),
          ],
          [
            [wins([2, 0, 4], [0, 2, 1], [0, 3, 1], [3, 0, 2], [3, 1, 5], [1, 3, 2]), 4],
            centred([0, Math.log(0.8), Math.log(4), Math.log(2)]),
          ],
          [
            [
              [
                [3, 1],
                [1, 0],
                [0, 2],
                [2, 4],
                [4, 3],
              ],
              5,
            ],
            [0, 0, 0, 0, 0],
          ],
        ],
        promised,
      );
      t.cases(
        'a chain of ten: news must travel from end to end',
        1,
        [
          [
            [items(9).flatMap(item => wins([item, item + 1, 4], [item + 1, item, 1])), 10],
            centred(items(10).map(item => -item * Math.log(4))),
          ],
        ],
        promised,
      );
      t.property(
        'agrees with the maximum likelihood on random comparisons',
        2,
        (random, size) => tournament(random, 1 + size, 6 * size),
        { ...promised, runs: 16 },
      );
      t.check('agrees with another solver to 1e-4', 1, async ({ call, random, near }) => {
        for (const [items, extra] of [
          [3, 6],
          [5, 30],
          [8, 60],
        ]) {
          const [comparisons] = tournament(random, items, extra);
          near(await call(comparisons, items), newton(comparisons, items), promised.tolerance);
        }
      });
      t.check(
        'expected wins equal observed wins, and the mean is zero',
        2,
        async ({ call, random, near, fail }) => {
          const items = 5;
          const [comparisons] = tournament(random, items, 40);
          const rewards: number[] = await call(comparisons, items);
          if (!Array.isArray(rewards)) fail('Expected an array of rewards.');
          const observed = rewards.map((_, item) => comparisons.filter(([w]) => w === item).length);
          const expected = rewards.map(() => 0);
          for (const [winner, loser] of comparisons) {
            const probability = 1 / (1 + Math.exp(rewards[loser] - rewards[winner]));
            expected[winner] += probability;
            expected[loser] += 1 - probability;
          }
          near(expected, observed, 1e-3);
          near(rewards.reduce((sum, reward) => sum + reward, 0) / items, 0, 1e-4);
        },
      );
      t.check(
        'the order of the comparisons, and having each twice, changes nothing',
        1,
        async ({ call, random, near }) => {
          const [comparisons] = tournament(random, 4, 16);
          const twice = random.shuffle([...comparisons, ...comparisons]);
          near(await call(twice, 4), newton(comparisons, 4), promised.tolerance);
        },
      );
      t.check('renaming the items renames the rewards', 1, async ({ call, random, near, fail }) => {
        const [comparisons] = tournament(random, 5, 20);
        const names = random.shuffle([0, 1, 2, 3, 4]);
        const rewards: number[] = await call(
          comparisons.map(([winner, loser]) => [names[winner], names[loser]]),
          5,
        );
        if (!Array.isArray(rewards)) fail('Expected an array of rewards.');
        near(
          names.map(name => rewards[name]),
          newton(comparisons, 5),
          promised.tolerance,
        );
      });
      t.check(
        'copes with thousands of comparisons and lopsided results',
        1,
        async ({ call, random, near }) => {
          const [comparisons] = tournament(random, 10, 4000, 3);
          near(await call(comparisons, 10), newton(comparisons, 10), promised.tolerance);
        },
      );
      t.pure(1, [
        [
          [0, 1],
          [1, 0],
          [0, 1],
        ],
        2,
      ]);
    },
    { seconds: 10, alike: 2e-3 },
  );

  task('plackettLuce', t => {
    t.examples(1);
    const scores = [Math.log(3), Math.log(2), 0];
    t.cases('strengths 3 : 2 : 1, all six rankings by hand', 2, [
      [[scores, [0, 1, 2]], (3 / 6) * (2 / 3)],
      [[scores, [0, 2, 1]], (3 / 6) * (1 / 3)],
      [[scores, [1, 0, 2]], (2 / 6) * (3 / 4)],
      [[scores, [1, 2, 0]], (2 / 6) * (1 / 4)],
      [[scores, [2, 0, 1]], (1 / 6) * (3 / 5)],
      [[scores, [2, 1, 0]], (1 / 6) * (2 / 5)],
    ]);
    t.cases('equal scores make all rankings equally probable', 1, [
      [
        [
          [7, 7, 7, 7],
          [2, 0, 3, 1],
        ],
        1 / 24,
      ],
      [
        [
          [0, 0],
          [1, 0],
        ],
        0.5,
      ],
      [[[-3], [0]], 1],
    ]);
    t.cases('does not overflow or divide 0 by 0', 1, [
      [
        [
          [1e4, 0, -1e4],
          [0, 1, 2],
        ],
        1,
      ],
      [
        [
          [1e4, 0, -1e4],
          [2, 1, 0],
        ],
        0,
      ],
      [
        [
          [1000, 1000, -1000],
          [1, 0, 2],
        ],
        0.5,
      ],
      [
        [
          [-1e4, -1e4, -1e4],
          [1, 2, 0],
        ],
        1 / 6,
      ],
      [
        [
          [1000, -1000, -1000, -1000],
          [0, 3, 1, 2],
        ],
        1 / 6,
      ],
    ]);
    t.property('agrees with the definition on random rankings', 2, (random, size) => [
      random.logits(size, 4),
      random.shuffle(items(size)),
    ]);
    t.check(
      'the probabilities of all rankings sum to 1',
      1,
      async ({ call, random, near, fail }) => {
        const scores = [0, 1, 2, 3].map(item => item + random.between(0, 0.5));
        let total = 0;
        for (const ranking of rankings(4)) total += (await call(scores, ranking)) as number;
        near(total, 1);
        const [best, worst]: number[] = [
          await call(scores, [3, 2, 1, 0]),
          await call(scores, [0, 1, 2, 3]),
        ];
        if (!(best > worst)) fail('The ranking by score should be the likelier one.');
      },
    );
    t.check('for two items it is Bradley–Terry', 1, async ({ call, random, near }) => {
      const [first, second] = random.logits(2, 3);
      near(await call([first, second], [0, 1]), 1 / (1 + Math.exp(second - first)));
      near(await call([first, second], [1, 0]), 1 / (1 + Math.exp(first - second)));
    });
    t.check('a constant added to all scores changes nothing', 1, async ({ call, random, near }) => {
      const scores = random.logits(3, 2);
      const [a, b, c] = scores.map(Math.exp);
      const shift = random.between(50, 900);
      near(
        await call(
          scores.map(score => score + shift),
          [2, 0, 1],
        ),
        (c / (a + b + c)) * (a / (a + b)),
      );
    });
    t.pure(1, [
      [2, 1, 0],
      [1, 2, 0],
    ]);
  });

  task('mallows', t => {
    t.examples(1);
    t.cases('φ = 1/2, all six rankings of three: 1, 2 or 3 swaps away', 2, [
      [[[0, 1, 2], [0, 1, 2], 0.5], 8 / 21],
      [[[0, 2, 1], [0, 1, 2], 0.5], 4 / 21],
      [[[1, 0, 2], [0, 1, 2], 0.5], 4 / 21],
      [[[1, 2, 0], [0, 1, 2], 0.5], 2 / 21],
      [[[2, 0, 1], [0, 1, 2], 0.5], 2 / 21],
      [[[2, 1, 0], [0, 1, 2], 0.5], 1 / 21],
    ]);
    t.cases('distance counts pairs of items, whatever the reference is', 2, [
      [[[2, 0, 1], [2, 0, 1], 0.5], 8 / 21],
      [[[0, 1, 2], [2, 0, 1], 0.5], 2 / 21],
      [[[1, 2, 0], [2, 0, 1], 0.5], 2 / 21],
      [[[2, 1, 0], [1, 2, 0], 0.5], 4 / 21],
      [[[1, 2, 0], [0, 2, 1], 0.5], 1 / 21],
      [[[3, 0, 1, 2], [1, 2, 3, 0], 0.5], 1 / 16 / ((3 / 2) * (7 / 4) * (15 / 8))],
    ]);
    t.cases('φ = 1 makes all rankings alike, φ = 0 leaves only the reference', 1, [
      [[[2, 1, 0], [0, 1, 2], 1], 1 / 6],
      [[[0, 1, 3, 2], [3, 1, 0, 2], 1], 1 / 24],
      [[[1, 0, 2], [1, 0, 2], 0], 1],
      [[[0, 1, 2], [1, 0, 2], 0], 0],
    ]);
    t.cases('one item has one ranking; two items have odds φ', 1, [
      [[[0], [0], 0.3], 1],
      [[[0, 1], [0, 1], 0.25], 0.8],
      [[[0, 1], [1, 0], 0.25], 0.2],
    ]);
    t.property('agrees with the definition on random rankings', 2, (random, size) => [
      random.shuffle(items(size)),
      random.shuffle(items(size)),
      random.between(0.05, 1),
    ]);
    t.check('the probabilities of all rankings sum to 1', 1, async ({ call, random, near }) => {
      const reference = random.shuffle(items(4));
      const phi = random.between(0.1, 0.95);
      let total = 0;
      for (const ranking of rankings(4)) total += (await call(ranking, reference, phi)) as number;
      near(total, 1);
      const best: number = await call(reference, reference, phi);
      near(await call([...reference].reverse(), reference, phi), best * phi ** 6);
    });
    t.check(
      'each further swap of neighbours multiplies by φ',
      1,
      async ({ call, random, near }) => {
        const reference = random.shuffle(items(5));
        const phi = random.between(0.2, 0.9);
        const [a, b, c, d, e] = reference;
        const start: number = await call(reference, reference, phi);
        const walk = [
          [b, a, c, d, e],
          [b, c, a, d, e],
          [b, c, a, e, d],
          [c, b, a, e, d],
        ];
        for (const [step, ranking] of walk.entries()) {
          near((await call(ranking, reference, phi)) / start, phi ** (step + 1));
        }
      },
    );
    t.pure(1, [[1, 2, 0], [1, 0, 2], 0.25]);
  });

  task('pairsFromFeedback', t => {
    t.examples(1);
    t.cases('a kept response beats all that were regenerated before it', 2, [
      [
        [log('p a regenerate', 'p b regenerate', 'p c keep')],
        [
          ['c', 'a'],
          ['c', 'b'],
        ],
      ],
      [[log('p a regenerate', 'p b keep')], [['b', 'a']]],
    ]);
    t.cases('only a keep after a regenerate makes a pair', 1, [
      [[log('p a regenerate', 'p b keep')], [['b', 'a']]],
      [[[]], []],
      [[log('p a keep')], []],
      [[log('p a regenerate', 'p b regenerate')], []],
      [[log('p a regenerate', 'p b abandon')], []],
      [[log('p a abandon', 'p b keep')], []],
    ]);
    t.cases('only what came earlier counts', 1, [
      [[log('p a keep', 'p b regenerate')], []],
      [
        [log('p a regenerate', 'p b keep', 'p c regenerate', 'p d keep')],
        [
          ['b', 'a'],
          ['d', 'a'],
          ['d', 'c'],
        ],
      ],
    ]);
    t.cases('prompts are never mixed', 2, [
      [[log('p a regenerate', 'q b keep')], []],
      [
        [log('p a regenerate', 'q x regenerate', 'p b keep', 'q y keep')],
        [
          ['b', 'a'],
          ['y', 'x'],
        ],
      ],
      [
        [log('q x regenerate', 'p a regenerate', 'q y regenerate', 'p b keep', 'q z keep')],
        [
          ['b', 'a'],
          ['z', 'x'],
          ['z', 'y'],
        ],
      ],
    ]);
    t.cases('leaving is neither praise nor blame, and forgets nothing', 1, [
      [[log('p a abandon', 'p b regenerate', 'p c keep')], [['c', 'b']]],
      [[log('p a regenerate', 'p b abandon', 'p c keep')], [['c', 'a']]],
    ]);
    t.cases('any string may be a prompt', 1, [
      [
        [log('constructor a regenerate', 'hasOwnProperty b regenerate', 'constructor c keep')],
        [['c', 'a']],
      ],
      [[log('valueOf a regenerate', 'valueOf b keep')], [['b', 'a']]],
      [[log('toString a keep')], []],
    ]);
    t.cases('the same response to another prompt is another response', 1, [
      [[log('p yes regenerate', 'q yes keep', 'q no regenerate', 'p no keep')], [['no', 'yes']]],
    ]);
    t.property('agrees with the definition on random logs', 2, (random, size) => [
      randomLog(random, 3 * size),
    ]);
    t.pure(1, [log('p a regenerate', 'q x regenerate', 'p b keep', 'q y keep')]);
  });
});

/** `[winner, loser, times]` written out. */
function wins(...rows: [winner: number, loser: number, times: number][]): Comparison[] {
  return rows.flatMap(([winner, loser, times]) =>
    Array.from({ length: times }, (): Comparison => [winner, loser]),
  );
}

function centred(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map(value => value - mean);
}

/** Random comparisons between items of random strength, and a circle of wins that connects them all. */
function tournament(
  random: Random,
  items: number,
  extra: number,
  scale = 1.5,
): [Comparison[], number] {
  const circle = random.shuffle(Array.from({ length: items }, (_, item) => item));
  const strengths = random.logits(items, scale);
  const drawn = random.array(extra, (): Comparison => {
    const first = random.integer(0, items - 1);
    const second = (first + random.integer(1, items - 1)) % items;
    const margin = strengths[first] - strengths[second];
    return random.between(0, 1) < 1 / (1 + Math.exp(-margin)) ? [first, second] : [second, first];
  });
  const connecting = circle.map((item, at): Comparison => [item, circle[(at + 1) % items]]);
  return [random.shuffle([...connecting, ...drawn]), items];
}

/** Another solver, in double precision: Newton's method with step halving. */
function newton(comparisons: Comparison[], items: number): number[] {
  let rewards = new Array<number>(items).fill(0);
  for (let step = 0; step < 100; step++) {
    const slope = new Array<number>(items).fill(0);
    const curvature = slope.map(() => new Array<number>(items).fill(1)); // holds the mean at zero
    for (const [winner, loser] of comparisons) {
      const surprise = 1 / (1 + Math.exp(rewards[winner] - rewards[loser]));
      slope[winner] += surprise;
      slope[loser] -= surprise;
      const bend = surprise * (1 - surprise);
      curvature[winner][winner] += bend;
      curvature[loser][loser] += bend;
      curvature[winner][loser] -= bend;
      curvature[loser][winner] -= bend;
    }
    const move = solve(curvature, slope);
    let size = 1;
    const at = (size: number) => rewards.map((reward, item) => reward + size * move[item]);
    while (size > 1e-6 && loss(comparisons, at(size)) > loss(comparisons, rewards) + 1e-9)
      size /= 2;
    rewards = at(size);
    if (move.every(change => Math.abs(change) < 1e-12)) break;
  }
  return centred(rewards);
}

function loss(comparisons: Comparison[], rewards: number[]): number {
  return comparisons.reduce(
    (sum, [winner, loser]) => sum + Math.log1p(Math.exp(rewards[loser] - rewards[winner])),
    0,
  );
}

/** Gauss–Jordan elimination of a positive definite system. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]]);
  rows.forEach((pivot, column) => {
    rows.forEach((row, index) => {
      if (index === column) return;
      const factor = row[column] / pivot[column];
      for (let at = column; at < row.length; at++) row[at] -= factor * pivot[at];
    });
  });
  return rows.map((row, index) => row[rows.length] / row[index]);
}

function items(length: number): number[] {
  return Array.from({ length }, (_, item) => item);
}

function rankings(length: number): number[][] {
  if (length === 0) return [[]];
  return rankings(length - 1).flatMap(shorter =>
    items(length).map(at => [...shorter.slice(0, at), length - 1, ...shorter.slice(at)]),
  );
}

/** Events written as "prompt response action". */
function log(...lines: string[]): reference.FeedbackEvent[] {
  return lines.map(line => {
    const [prompt, response, action] = line.split(' ');
    return { prompt, response, action: action as reference.FeedbackEvent['action'] };
  });
}

function randomLog(random: Random, length: number): reference.FeedbackEvent[] {
  return random.array(length, index => ({
    prompt: random.pick(['Capital of France?', 'A haiku, please', 'What is 2 + 2?']),
    response: `response ${index}`,
    action: random.pick(['keep', 'regenerate', 'regenerate', 'abandon'] as const),
  }));
}
