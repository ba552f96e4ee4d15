import * as reference from '../../solutions/05-dpo.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const ln = Math.log;
const none = Number.NEGATIVE_INFINITY;

suite('05-dpo', reference, task => {
  task('implicitReward', t => {
    t.examples(1);
    t.cases('β times the difference of the log-probabilities', 2, [
      [[-1, -3, 0.5], 1],
      [[-4, -1, 0.25], -0.75],
      [[ln(0.6), ln(0.2), 2], 2 * ln(3)],
      [[ln(0.1), ln(0.4), 0.5], -ln(2)],
      [[0, -8, 0.1], 0.8],
    ]);
    t.cases('the reference gives itself no reward, whatever β is', 1, [
      [[-7, -7, 3], 0],
      [[-250, -250, 0.01], 0],
      [[-250, -251, 0.01], 0.01],
    ]);
    t.cases('long responses and excluded ones', 1, [
      [[-1e4, -0.5e4, 0.1], -500],
      [[-0.5e4, -1e4, 2], 1e4],
      [[none, -2, 0.1], none],
    ]);
    t.property('agrees with the definition on random log-probabilities', 2, (random, size) => [
      random.between(-20 * size, 0),
      random.between(-20 * size, 0),
      random.pick([0.01, 0.1, 0.5, 1, 3]),
    ]);
    t.check('what both models find improbable costs nothing', 1, async ({ call, random, near }) => {
      const [logProb, referenceLogProb] = [random.between(-30, 0), random.between(-30, 0)];
      const more = random.between(-50, -5);
      const reward = 0.3 * (logProb - referenceLogProb);
      near(await call(logProb + more, referenceLogProb + more, 0.3), reward);
    });
  });

  task('recoverReward', t => {
    t.examples(1);
    t.cases('worked by hand', 2, [
      [
        [[0.6, 0.2, 0.2], [0.3, 0.4, 0.3], 1],
        [0.8 * ln(2) + 0.3 * ln(3), 0.3 * ln(3) - 1.2 * ln(2), 0.8 * ln(2) - 0.7 * ln(3)],
      ],
      [
        [[0.8, 0.2], [0.5, 0.5], 1],
        [ln(2), -ln(2)],
      ],
      [
        [[0.8, 0.2], [0.5, 0.5], 0.5],
        [ln(2) / 2, -ln(2) / 2],
      ],
      [
        [[0.5, 0.5], [0.25, 0.75], 2],
        [1.5 * ln(3), -0.5 * ln(3)],
      ],
    ]);
    t.cases('the reference is the optimum for a reward that is 0 everywhere', 1, [
      [
        [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], 0.7],
        [0, 0, 0],
      ],
      [[[1], [1], 5], [0]],
    ]);
    t.cases('where neither has mass the reward is unknown, and nothing else is', 1, [
      [
        [[0.5, 0.5, 0], [0.25, 0.75, 0], 1],
        [0.75 * ln(3), -0.25 * ln(3), Number.NaN],
      ],
      [
        [[0, 0.2, 0, 0.8], [0, 0.5, 0, 0.5], 3],
        [Number.NaN, -3 * ln(2), Number.NaN, 3 * ln(2)],
      ],
    ]);
    t.cases('very small probabilities keep their reward', 1, [
      [
        [[1, 1e-200], [1, 1e-100], 0.1],
        [0, -10 * ln(10)],
      ],
      [
        [[1, 1e-150], [1e-150, 1], 1],
        [300 * ln(10), 0],
      ],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      random.distribution(size),
      random.distribution(size),
      random.pick([0.05, 0.5, 1, 4]),
    ]);
    t.check('inverts the closed form, up to a shift', 1, async ({ call, random, near }) => {
      const prior = random.distribution(5);
      const rewards = random.logits(5, 3);
      const beta = random.between(0.3, 2);
      const mean = rewards.reduce((sum, reward, y) => sum + prior[y] * reward, 0);
      near(
        await call(tilted(prior, rewards, beta), prior, beta),
        rewards.map(reward => reward - mean),
      );
    });
    t.check('the mean under the reference is 0', 1, async ({ call, random, near }) => {
      const prior = random.distribution(6);
      const rewards: number[] = await call(random.distribution(6), prior, 1.5);
      near(
        rewards.reduce((sum, reward, y) => sum + prior[y] * reward, 0),
        0,
      );
    });
    t.pure(1, [[0.6, 0.2, 0.2], [0.3, 0.4, 0.3], 1]);
  });

  task('preferencePair', t => {
    t.examples(1);
    t.cases('each response is the sum of its tokens', 2, [
      [
        [[-1, -2, -3], [-0.5], [-4, -5, -6], [-0.25]],
        { chosen: -6, rejected: -0.5, referenceChosen: -15, referenceRejected: -0.25 },
      ],
      [
        [[-8], [-1, -1, -1, -1], [-7], [-2, -3, -2, -3]],
        { chosen: -8, rejected: -4, referenceChosen: -7, referenceRejected: -10 },
      ],
      [
        [[0, 0], [0], [-1, 0], [0]],
        { chosen: 0, rejected: 0, referenceChosen: -1, referenceRejected: 0 },
      ],
    ]);
    t.cases('one impossible token makes the response impossible', 1, [
      [
        [[-1, none], [-1], [-1, -40], [-2]],
        { chosen: none, rejected: -1, referenceChosen: -41, referenceRejected: -2 },
      ],
      [
        [[-1], [none, -3, -2], [-3], [-1, -1, -50]],
        { chosen: -1, rejected: none, referenceChosen: -3, referenceRejected: -52 },
      ],
    ]);
    t.property('agrees with the definition on random responses', 2, (random, size) => {
      const other = random.integer(1, 8);
      const tokens = (length: number) => random.array(length, () => random.between(-9, 0));
      return [tokens(size), tokens(other), tokens(size), tokens(other)];
    });
    t.check('a long response is not excused', 1, async ({ call, random, near }) => {
      const token = random.between(-2, -0.5);
      const long = new Array(400).fill(token);
      const pair: reference.PreferencePair = await call(long, [token], long, [token]);
      near(pair.chosen, 400 * token);
      near(pair.rejected, token);
    });
    t.pure(1, [[-1, -2], [-3], [-2, -2], [-1]]);
  });

  task('dpoLoss', t => {
    t.examples(1);
    t.cases('at the reference it is log 2, whatever β is, and nowhere else', 1, [
      [[pair(-3, -40, -3, -40), 0.1], ln(2)],
      [[pair(-800, -2, -800, -2), 5], ln(2)],
      [[pair(-12, -9, -10, -7), 0.4], ln(2)],
      [[pair(-12, -9 - ln(3), -10, -7), 1], ln(4 / 3)],
    ]);
    // Chosen twice and rejected half as probable as under the reference: odds of 4.
    const better = pair(ln(0.6), ln(0.2), ln(0.3), ln(0.4));
    const worse = pair(ln(0.2), ln(0.6), ln(0.4), ln(0.3));
    t.cases('worked by hand', 2, [
      [[better, 1], ln(5 / 4)],
      [[better, 0.5], ln(3 / 2)],
      [[better, 2], ln(17 / 16)],
      [[worse, 1], ln(5)],
      [[worse, 0.5], ln(3)],
    ]);
    t.cases('both ratios count, each with β', 1, [
      [[pair(ln(3) - 5, -5, -5, -5), 1], ln(4 / 3)],
      [[pair(-5, ln(3) - 5, -5, -5), 1], ln(4)],
      [[pair(-5, -5, -5, ln(3) - 5), 2], ln(10 / 9)],
      [[pair(-5, -5, ln(9) - 5, -5), 0.5], ln(4)],
    ]);
    t.cases('does not overflow', 1, [
      [[pair(-1e4, -1, -1, -1), 1], 9999],
      [[pair(-1e4, 0, 0, -1e4), 0.5], 1e4],
      [[pair(-1, -1e4, -1, -1), 1], 0],
      [[pair(-2000, -100, -1000, -100), 0.8], 800],
    ]);
    t.cases('a response that the policy excludes', 1, [
      [[pair(none, -5, -3, -4), 0.1], Number.POSITIVE_INFINITY],
      [[pair(-5, none, -3, -4), 0.1], 0],
    ]);
    t.check('a settled pair still costs a little', 1, async ({ call, random, near }) => {
      for (const margin of [40, 80, random.between(100, 600)]) {
        const loss: number = await call(pair(-1, -1 - 2 * margin, -1, -1), 0.5);
        near(loss / Math.exp(-margin), 1);
      }
    });
    t.property('agrees with the definition on random pairs', 2, drawPair);
    t.property('agrees with the definition on long responses', 1, random => [
      pair(...fourLogProbs(random, 5000)),
      random.between(0.05, 2),
    ]);
    t.check(
      'only the margin counts: what both responses gain cancels',
      1,
      async ({ call, random, near }) => {
        const [chosen, rejected, referenceChosen, referenceRejected] = fourLogProbs(random, 20);
        const gain = random.between(-60, -10);
        near(
          await call(pair(chosen + gain, rejected + gain, referenceChosen, referenceRejected), 0.2),
          Math.log1p(Math.exp(0.2 * (rejected - referenceRejected - chosen + referenceChosen))),
        );
      },
    );
    t.check('the two verdicts have probabilities that sum to 1', 1, async check => {
      const { call, random, near } = check;
      const [a, b, c, d] = fourLogProbs(random, 8);
      const [won, lost]: number[] = [
        await call(pair(a, b, c, d), 0.3),
        await call(pair(b, a, d, c), 0.3),
      ];
      near(Math.exp(-won) + Math.exp(-lost), 1);
      near(lost - won, 0.3 * (a - c - (b - d)));
    });
    t.pure(1, [pair(-10, -11, -12, -11.5), 0.1]);
  });

  task('dpoGradientWeight', t => {
    t.examples(1);
    const better = pair(ln(0.6), ln(0.2), ln(0.3), ln(0.4));
    const worse = pair(ln(0.2), ln(0.6), ln(0.4), ln(0.3));
    t.cases('one half at the reference, whatever β is, and nowhere else', 1, [
      [[pair(-3, -40, -3, -40), 0.1], 0.5],
      [[pair(-12, -9, -10, -7), 7], 0.5],
      [[pair(-12, -9 - ln(3), -10, -7), 1], 0.25],
    ]);
    t.cases('worked by hand', 2, [
      [[better, 1], 1 / 5],
      [[better, 0.5], 1 / 3],
      [[better, 2], 1 / 17],
      [[worse, 1], 4 / 5],
      [[worse, 0.5], 2 / 3],
      [[pair(-5, -5, -5, ln(3) - 5), 2], 1 / 10],
    ]);
    t.cases('stays between 0 and 1, without overflow', 1, [
      [[pair(-1e4, 0, 0, -1e4), 0.5], 1],
      [[pair(0, -1e4, -1e4, 0), 0.5], 0],
      [[pair(none, -5, -3, -4), 0.1], 1],
      [[pair(-5, none, -3, -4), 0.1], 0],
    ]);
    t.check('a settled pair keeps its small weight', 1, async ({ call, random, near }) => {
      for (const margin of [40, 80, random.between(100, 600)]) {
        const weight: number = await call(pair(-1, -1 - 2 * margin, -1, -1), 0.5);
        near(weight / Math.exp(-margin), 1);
      }
    });
    t.property('agrees with the definition on random pairs', 2, drawPair);
    t.check('β times it is how fast the loss falls as log π(y_w) rises', 1, async check => {
      const { call, random, near } = check;
      const [chosen, ...others] = fourLogProbs(random, 6);
      const beta = random.between(0.2, 1.5);
      const [up, down] = [1e-5, -1e-5].map(h =>
        reference.dpoLoss(pair(chosen + h, ...others), beta),
      );
      near(
        beta * ((await call(pair(chosen, ...others), beta)) as number),
        (down - up) / 2e-5,
        1e-6,
      );
    });
    t.check('the pair and its reverse share a weight of 1', 1, async ({ call, random, near }) => {
      const [a, b, c, d] = fourLogProbs(random, 8);
      const [weight, reverse]: number[] = [
        await call(pair(a, b, c, d), 0.3),
        await call(pair(b, a, d, c), 0.3),
      ];
      near(weight + reverse, 1);
      near(Math.log(reverse / weight), 0.3 * (a - c - (b - d)));
    });
    t.pure(1, [pair(-10, -11, -12, -11.5), 0.1]);
  });

  task('dpoMetrics', t => {
    t.examples(1);
    const start = pair(-20, -10, -20, -10);
    const won = pair(-10 + ln(4), -20, -10, -20); // log-odds ln 4, all from the chosen response
    const lost = pair(-30, -20 + ln(9), -30, -20); // log-odds −ln 9, all from the rejected one
    t.cases('one pair', 2, [
      [[[won], 1], metrics(ln(5 / 4), 1, ln(4), 0, ln(4))],
      [[[won], 0.5], metrics(ln(3 / 2), 1, ln(2), 0, ln(2))],
      [[[lost], 0.5], metrics(ln(4), 0, 0, ln(3), -ln(3))],
    ]);
    t.cases('means over the batch', 2, [
      [[[won, lost], 1], metrics((ln(5 / 4) + ln(10)) / 2, 0.5, ln(2), ln(3), ln(2) - ln(3))],
      [
        [[won, won, lost, won], 0.5],
        metrics(
          (3 * ln(3 / 2) + ln(4)) / 4,
          0.75,
          0.75 * ln(2),
          ln(3) / 4,
          (3 * ln(2) - ln(3)) / 4,
        ),
      ],
    ]);
    t.cases('at the reference nothing is won yet: a margin of 0 does not count', 1, [
      [[[start], 0.1], metrics(ln(2), 0, 0, 0, 0)],
      [
        [[start, won, start, start], 1],
        metrics((3 * ln(2) + ln(5 / 4)) / 4, 0.25, ln(4) / 4, 0, ln(4) / 4),
      ],
    ]);
    t.cases('margins decide, not which response is more probable', 1, [
      [
        [[pair(-30, -10, -34, -10), pair(-10, -30, -8, -30)], 0.5],
        metrics((Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1))) / 2, 0.5, 0.5, 0, 0.5),
      ],
    ]);
    t.cases('both rewards may fall while the margin grows', 1, [
      [
        [[pair(-14, -20, -10, -10), pair(-12, -16, -10, -12)], 0.5],
        metrics((Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-1))) / 2, 1, -1.5, -3.5, 2),
      ],
    ]);
    t.cases('long responses do not overflow', 1, [
      [[[pair(-1e4, 0, 0, -1e4), pair(0, -1e4, -1e4, 0)], 0.5], metrics(5000, 0.5, 0, 0, 0)],
    ]);
    t.property('agrees with the definition on random batches', 2, (random, size) => [
      random.array(size, () => pair(...fourLogProbs(random, 20))),
      random.pick([0.05, 0.1, 0.5, 1]),
    ]);
    t.check('a batch shown twice, in another order, has the same metrics', 1, async check => {
      const { call, random, near } = check;
      const batch = random.array(4, () => pair(...fourLogProbs(random, 10)));
      const twice = random.shuffle([...batch, ...batch]);
      near(await call(twice, 0.2), reference.dpoMetrics(batch, 0.2));
    });
    t.pure(1, [[won, lost], 0.1]);
  });

  task(
    'trainDPO',
    t => {
      const promised = { tolerance: 1e-3 };
      t.examples(1);
      t.cases(
        'two responses: the odds are tilted by the odds to the power of 1/β',
        2,
        [
          [
            [[0.5, 0.5], beats(4, 1), 1],
            [4 / 5, 1 / 5],
          ],
          [
            [[0.5, 0.5], beats(4, 1), 0.5],
            [16 / 17, 1 / 17],
          ],
          [
            [[0.5, 0.5], beats(4, 1), 2],
            [2 / 3, 1 / 3],
          ],
          [
            [[0.2, 0.8], beats(4, 1), 1],
            [1 / 2, 1 / 2],
          ],
          [
            [[0.2, 0.8], beats(1, 4), 2],
            [1 / 9, 8 / 9],
          ],
        ],
        promised,
      );
      t.cases(
        'three responses whose odds multiply',
        2,
        [
          [
            [[0.2, 0.3, 0.5], beats(4, 2, 1), 1],
            [8 / 19, 6 / 19, 5 / 19],
          ],
          [
            [[0.6, 0.3, 0.1], beats(1, 2, 3), 0.5],
            [6 / 27, 12 / 27, 9 / 27],
          ],
        ],
        promised,
      );
      t.cases(
        'preferences without a favourite leave the reference as it is',
        1,
        [
          [
            [[0.6, 0.3, 0.1], beats(1, 1, 1), 0.3],
            [0.6, 0.3, 0.1],
          ],
          [
            [
              [0.6, 0.3, 0.1],
              [
                [0.5, 0.9, 0.1],
                [0.1, 0.5, 0.9],
                [0.9, 0.1, 0.5],
              ],
              0.3,
            ],
            [0.6, 0.3, 0.1],
          ],
          [[[1], [[0.5]], 0.1], [1]],
        ],
        promised,
      );
      t.cases(
        'nearly unanimous preferences, a small β and a large one',
        1,
        [
          [
            [[0.5, 0.5], beats(99, 1), 1],
            [0.99, 0.01],
          ],
          [
            [[0.999, 0.001], beats(1, 2), 0.1],
            [0.999 / 2.023, 1.024 / 2.023],
          ],
          [
            [[0.5, 0.5], beats(99, 1), 20],
            [99 ** 0.05 / (1 + 99 ** 0.05), 1 / (1 + 99 ** 0.05)],
          ],
          [
            [[0.5, 0.5], beats(1, 1.05), 0.05],
            [1 / (1 + 1.05 ** 20), 1 - 1 / (1 + 1.05 ** 20)],
          ],
        ],
        promised,
      );
      t.check('lands on the closed form for random rewards', 2, async ({ call, random, near }) => {
        for (const size of [2, 4, 8]) {
          const prior = random.distribution(size);
          const rewards = random.logits(size, 2);
          const beta = random.pick([0.2, 0.5, 1, 3]);
          const odds = rewards.map(Math.exp);
          near(await call(prior, beats(...odds), beta), tilted(prior, rewards, beta), 1e-3);
        }
      });
      t.check(
        'finds the best compromise where odds do not multiply',
        2,
        async ({ call, random, near }) => {
          for (const size of [3, 4, 6]) {
            const prior = random.distribution(size);
            const preferences = contest(random, size);
            const beta = random.pick([0.3, 1, 2]);
            near(
              await call(prior, preferences, beta),
              tilted(prior, bestRewards(preferences), beta),
              1e-3,
            );
          }
        },
      );
      t.check('the policy sums to 1', 1, async ({ call, random, near }) => {
        const policy: number[] = await call(random.distribution(4), contest(random, 4), 0.4);
        near(
          policy.reduce((sum, probability) => sum + probability, 0),
          1,
          1e-3,
        );
      });
      t.check('renaming the responses renames the policy', 1, async ({ call, random, near }) => {
        const prior = random.distribution(4);
        const preferences = contest(random, 4);
        const order = random.shuffle([0, 1, 2, 3]);
        const renamed = order.map(i => order.map(j => preferences[i][j]));
        const policy: number[] = await call(prior, preferences, 0.7);
        near(
          await call(
            order.map(y => prior[y]),
            renamed,
            0.7,
          ),
          order.map(y => policy[y]),
          2e-3,
        );
      });
      t.pure(1, [[0.5, 0.3, 0.2], beats(1, 3, 2), 0.5]);
    },
    { seconds: 10, alike: 2e-3 },
  );
});

function pair(
  chosen: number,
  rejected: number,
  referenceChosen: number,
  referenceRejected: number,
): reference.PreferencePair {
  return { chosen, rejected, referenceChosen, referenceRejected };
}

function metrics(
  loss: number,
  accuracy: number,
  chosenReward: number,
  rejectedReward: number,
  margin: number,
): ReturnType<typeof reference.dpoMetrics> {
  return { loss, accuracy, chosenReward, rejectedReward, margin };
}

/** Log-probabilities of responses, all different as a rule. */
function fourLogProbs(random: Random, most: number): [number, number, number, number] {
  const draw = () => random.between(-most, 0);
  return [draw(), draw(), draw(), draw()];
}

function drawPair(random: Random, size: number): [reference.PreferencePair, number] {
  return [pair(...fourLogProbs(random, 5 * size)), random.pick([0.05, 0.1, 0.5, 1, 2])];
}

/** Bradley–Terry preferences for these strengths. */
function beats(...strengths: number[]): number[][] {
  return strengths.map(first => strengths.map(second => first / (first + second)));
}

/** Preferences that follow no rewards: every pair has odds of its own. */
function contest(random: Random, size: number): number[][] {
  const preferences = Array.from({ length: size }, () => new Array<number>(size).fill(0.5));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      preferences[i][j] = random.between(0.03, 0.97);
      preferences[j][i] = 1 - preferences[i][j];
    }
  }
  return preferences;
}

/** The closed form, worked out in logarithms. */
function tilted(prior: number[], rewards: number[], beta: number): number[] {
  const logs = prior.map((mass, y) => ln(mass) + rewards[y] / beta);
  const highest = Math.max(...logs);
  const weights = logs.map(log => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

/** The rewards of least expected loss, one strength at a time (Zermelo's iteration). */
function bestRewards(preferences: number[][]): number[] {
  const strengths = preferences.map(() => 1);
  for (let sweep = 0; sweep < 2000; sweep++) {
    strengths.forEach((_, i) => {
      let wins = 0;
      let chances = 0;
      strengths.forEach((other, j) => {
        if (j === i) return;
        wins += preferences[i][j];
        chances += 1 / (strengths[i] + other);
      });
      strengths[i] = wins / chances;
    });
  }
  return strengths.map(ln);
}
