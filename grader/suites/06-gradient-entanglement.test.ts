import * as reference from '../../solutions/06-gradient-entanglement.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const ln = Math.log;
const pairOf = (
  chosen: number,
  rejected: number,
  referenceChosen: number,
  referenceRejected: number,
) => ({ chosen, rejected, referenceChosen, referenceRejected });

suite('06-gradient-entanglement', reference, task => {
  task('logProbGradient', t => {
    t.examples(1);
    t.cases('at θ = 0 all responses weigh alike', 1, [
      [[[[1], [2], [6]], [0], 1], [-1]],
      [[[[1], [2], [6]], [0], 2], [3]],
      [
        [
          [
            [4, 0],
            [0, 2],
          ],
          [0, 0],
          0,
        ],
        [2, -1],
      ],
    ]);
    t.cases('the mean is the policy’s', 2, [
      [[[[0], [1]], [ln(3)], 0], [-3 / 4]],
      [[[[0], [1]], [ln(3)], 1], [1 / 4]],
      [
        [
          [
            [0, 1],
            [1, 0],
            [1, 1],
          ],
          [ln(2), ln(3)],
          0,
        ],
        [-8 / 11, 2 / 11],
      ],
      [
        [
          [
            [0, 1],
            [1, 0],
            [1, 1],
          ],
          [ln(2), ln(3)],
          2,
        ],
        [3 / 11, 2 / 11],
      ],
      [
        [[[3, -1]], [2, 5], 0],
        [0, 0],
      ],
    ]);
    t.cases('independent logits: one for the response itself, minus the policy', 1, [
      [
        [
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          [ln(2), ln(3), ln(5)],
          1,
        ],
        [-0.2, 0.7, -0.5],
      ],
    ]);
    t.cases('scores up to 10,000 neither overflow nor underflow', 1, [
      [[[[1e4], [0], [-1e4]], [1], 1], [-1e4]],
      [[[[1e4], [0], [-1e4]], [1], 0], [0]],
      [[[[100], [99]], [-100], 0], [1]],
      [
        [
          [
            [1000, 1],
            [1000, 0],
          ],
          [10, 0],
          0,
        ],
        [0, 0.5],
      ],
      [
        [
          [
            [1000, 1],
            [1000, 0],
          ],
          [-10, 0],
          1,
        ],
        [0, -0.5],
      ],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => {
      const { features, theta } = randomPolicy(random, size, random.integer(1, 3));
      return [features, theta, random.integer(0, size - 1)];
    });
    t.check('is the slope of log π(y)', 1, async ({ call, random, near }) => {
      const { features, theta } = randomPolicy(random, 4, 3);
      const step = 1e-4;
      for (const response of [0, 3]) {
        const slopes = theta.map((_, i) => {
          const at = (sign: number) => theta.map((x, j) => (j === i ? x + sign * step : x));
          const [high, low] = [1, -1].map(sign => logPolicy(features, at(sign))[response]);
          return (high - low) / (2 * step);
        });
        near(await call(features, theta, response), slopes, 1e-6);
      }
    });
    t.check(
      'averages to 0 over the policy, and differs between responses as their features do',
      1,
      async ({ call, random, near }) => {
        const { features, theta } = randomPolicy(random, 3, 2);
        const gradients: number[][] = [];
        for (const y of features.keys()) gradients.push(await call(features, theta, y));
        near(minus(gradients[0], gradients[1]), minus(features[0], features[1]));
        near(minus(gradients[2], gradients[1]), minus(features[2], features[1]));
        const policy = logPolicy(features, theta).map(Math.exp);
        near(
          theta.map((_, i) => policy.reduce((sum, p, y) => sum + p * gradients[y][i], 0)),
          theta.map(() => 0),
        );
      },
    );
    t.pure(1, [
      [
        [1, 0],
        [2, 1],
      ],
      [0.5, -1],
      1,
    ]);
  });

  task('stepSize', t => {
    t.examples(1);
    t.cases('half of ηβ where the policy is the reference', 1, [
      [[pairOf(-1, -1, -1, -1), 0.1, 0.5], 0.025],
      [[pairOf(-3, -7, -3, -7), 2, 0.1], 0.1],
      [[pairOf(-7, -3, -7, -3), 1, 4], 2],
    ]);
    t.cases('falls as the margin of the rewards grows', 2, [
      [[pairOf(-1, -1 - ln(3), -1, -1), 1, 0.2], 0.05],
      [[pairOf(-1 - ln(3), -1, -1, -1), 1, 0.2], 0.15],
      [[pairOf(-1, -1 - ln(3), -1, -1), 2, 0.2], 0.04],
      [[pairOf(-1 - ln(3), -1, -1, -1), 2, 0.2], 0.36],
      [[pairOf(-5, -5, -5, -5 - ln(4)), 0.5, 3], 1],
      [[pairOf(-5, -5, -5 - ln(4), -5), 0.5, 3], 0.5],
    ]);
    t.cases('rewards of ±10,000 give the limits, not NaN', 1, [
      [[pairOf(-1e4, -1, -1, -1e4), 1, 0.3], 0.3],
      [[pairOf(-1, -1e4, -1e4, -1), 1, 0.3], 0],
      [[pairOf(-200, -1, -1, -1), 50, 0.01], 0.5],
      [[pairOf(-1, -200, -1, -1), 50, 0.01], 0],
    ]);
    t.cases('a response of probability 0 gives a limit too', 1, [
      [[pairOf(Number.NEGATIVE_INFINITY, -1, -1, -1), 2, 0.1], 0.2],
      [[pairOf(-1, Number.NEGATIVE_INFINITY, -1, -1), 2, 0.1], 0],
    ]);
    t.property('agrees with the definition on random pairs', 2, (random, size) => [
      pairOf(...randomLogs(random, size)),
      random.between(0.05, 3),
      random.between(0, 1),
    ]);
    t.check('keeps a tiny weight to full precision', 1, async ({ call, near }) => {
      near((await call(pairOf(-1, -101, -1, -1), 0.5, 2)) / Math.exp(-50), 1);
      near((await call(pairOf(-1, -301, -1, -1), 1, 0.25)) / Math.exp(-300), 0.25);
    });
    t.check(
      'the steps for a pair and for the same pair turned round add to ηβ',
      1,
      async ({ call, random, near }) => {
        const [w, l, refW, refL] = randomLogs(random, 3);
        const [beta, rate] = [random.between(0.1, 2), random.between(0.1, 1)];
        const one = await call(pairOf(w, l, refW, refL), beta, rate);
        const other = await call(pairOf(l, w, refL, refW), beta, rate);
        near(one + other, rate * beta);
        near(await call(pairOf(w, l, refW, refL), beta, 3 * rate), 3 * one);
      },
    );
    t.pure(1, [pairOf(-10, -11, -12, -11.5), 0.1, 0.5]);
  });

  task('firstOrderChange', t => {
    t.examples(1);
    t.cases('squared lengths and the inner product', 2, [
      [[[1, 2], [3, -1], 0.2], { chosen: 0.8, rejected: -1.8 }],
      [[[2], [1], 0.05], { chosen: 0.1, rejected: 0.05 }],
      [[[3, 4], [1, 1], 1], { chosen: 18, rejected: 5 }],
      [[[0.5, 0], [1, 1], 2], { chosen: -0.5, rejected: -3 }],
      [[[1, 0], [0, 1], 0.1], { chosen: 0.1, rejected: -0.1 }],
      [[[1], [-1], 0.5], { chosen: 1, rejected: -1 }],
    ]);
    t.cases('a gradient of zero leaves its own response where it is', 1, [
      [[[3, 4], [0, 0], 1], { chosen: 25, rejected: 0 }],
      [[[0, 0], [3, 4], 0.5], { chosen: 0, rejected: -12.5 }],
      [[[2, 1], [2, 1], 0.3], { chosen: 0, rejected: 0 }],
    ]);
    t.cases('long and short gradients', 1, [
      [[[1e4], [-1e4], 1e-3], { chosen: 2e5, rejected: -2e5 }],
      [[[1e-3], [2e-3], 1e4], { chosen: -0.01, rejected: -0.02 }],
    ]);
    t.property('agrees with the definition on random gradients', 2, (random, size) => [
      random.logits(size, 3),
      random.logits(size, 3),
      random.between(0, 1),
    ]);
    t.check(
      'the margin grows by the step times the squared length of the difference',
      1,
      async ({ call, random, near }) => {
        const [w, l] = [random.logits(4, 2), random.logits(4, 2)];
        const { chosen, rejected }: Change = await call(w, l, 0.25);
        near(chosen - rejected, 0.25 * dot(minus(w, l), minus(w, l)));
        near(chosen, 0.25 * dot(w, minus(w, l)));
      },
    );
    t.check('turning the pair round exchanges the changes', 1, async ({ call, random, near }) => {
      const [w, l] = [random.logits(3, 2), random.logits(3, 2)];
      const { chosen, rejected }: Change = await call(w, l, 0.5);
      near(await call(l, w, 0.5), { chosen: -rejected, rejected: -chosen });
      near(rejected, 0.5 * dot(l, minus(w, l)));
    });
    t.pure(1, [[1, 2], [3, -1], 0.2]);
  });

  task('entanglementCase', t => {
    t.examples(1);
    t.cases('the inner product against both squared lengths', 2, [
      [
        [
          [3, 1],
          [1, 3],
        ],
        1,
      ],
      [
        [
          [1, 2],
          [2, 2],
        ],
        2,
      ],
      [
        [
          [2, 2],
          [1, 2],
        ],
        3,
      ],
      [
        [
          [5, 0],
          [4, 3],
        ],
        1,
      ],
      [
        [
          [1, 1],
          [3, 0],
        ],
        2,
      ],
      [
        [
          [3, 0],
          [1, 1],
        ],
        3,
      ],
      [
        [
          [2, 1],
          [1, -5],
        ],
        1,
      ],
    ]);
    t.cases('lengths are squared: short and long gradients', 1, [
      [[[0.125], [0.25]], 2],
      [[[0.25], [0.125]], 3],
      [
        [
          [3, 0],
          [2, 4],
        ],
        1,
      ],
      [
        [
          [2, 4],
          [3, 0],
        ],
        1,
      ],
    ]);
    t.cases('a change of exactly 0 belongs to case 1, a little more does not', 2, [
      [
        [
          [1, 0],
          [1, 5],
        ],
        1,
      ],
      [
        [
          [1, 0],
          [1.0009765625, 5],
        ],
        2,
      ],
      [
        [
          [1, 5],
          [1, 0],
        ],
        1,
      ],
      [
        [
          [1.0009765625, 5],
          [1, 0],
        ],
        3,
      ],
      [[[2], [2]], 1],
      [[[0], [0]], 1],
      [
        [
          [0, 0],
          [1, 1],
        ],
        1,
      ],
      [
        [
          [1, 1],
          [0, 0],
        ],
        1,
      ],
    ]);
    t.property('agrees with the definition on random gradients', 2, (random, size) => {
      const [w, l] = [0, 1].map(() => random.array(size, () => random.integer(-3, 3)));
      return [w, l];
    });
    t.property('agrees with the definition on gradients that point almost alike', 2, random => {
      const w = random.array(3, () => random.integer(1, 4));
      const factor = random.pick([0.5, 0.75, 1, 1.25, 2]);
      return [w, w.map(value => factor * value + random.integer(-1, 1) / 4)];
    });
    t.check(
      'turning the pair round exchanges cases 2 and 3; a common factor changes nothing',
      1,
      async ({ call, random, equal }) => {
        const turned = { 1: 1, 2: 3, 3: 2 };
        const pairs = [
          [
            [1, 2],
            [2, 3],
          ],
          ...random.array(4, () =>
            random.array(2, () => random.array(2, () => random.integer(-3, 3))),
          ),
        ];
        equal(await call(...pairs[0]), 2);
        for (const [w, l] of pairs) {
          const found: 1 | 2 | 3 = await call(w, l);
          equal(await call(l, w), turned[found]);
          equal(await call(...[w, l].map(g => g.map(value => value / 64))), found);
          equal(await call(...[w, l].map(g => g.map(value => value * 64))), found);
        }
      },
    );
    t.check(
      'independent logits are case 1; one shared logit is not',
      1,
      async ({ call, random, equal }) => {
        const policy = random.distribution(5);
        const gradient = (y: number) => policy.map((p, other) => (other === y ? 1 : 0) - p);
        equal(await call(gradient(0), gradient(3)), 1);
        equal(await call(gradient(4), gradient(1)), 1);
        const scale = random.between(0.1, 3);
        equal(await call([scale], [2 * scale]), 2);
        equal(await call([-2 * scale], [-scale]), 3);
      },
    );
    t.pure(1, [
      [1, 2],
      [2, 2],
    ]);
  });

  task('normalizedChange', t => {
    t.examples(1);
    t.cases('the own length times 1 − cos of the angle', 2, [
      [[[3, 4], [4, 3], 1], { chosen: 0.2, rejected: -0.2 }],
      [[[6, 8], [5, 0], 0.5], { chosen: 2, rejected: -1 }],
      [[[1, 0], [0, 5], 0.2], { chosen: 0.2, rejected: -1 }],
      [[[3, 4], [-3, -4], 0.1], { chosen: 1, rejected: -1 }],
      [[[0.5], [-2], 0.25], { chosen: 0.25, rejected: -1 }],
    ]);
    t.cases('parallel gradients cancel, whatever their lengths', 1, [
      [[[1], [2], 0.7], { chosen: 0, rejected: 0 }],
      [[[6, 8], [3, 4], 3], { chosen: 0, rejected: 0 }],
      [[[6, 8], [-3, -4], 3], { chosen: 60, rejected: -30 }],
    ]);
    t.cases('a gradient of zero contributes zero, and no NaN', 2, [
      [[[0, 0], [3, 4], 0.5], { chosen: 0, rejected: -2.5 }],
      [[[3, 4], [0, 0], 0.5], { chosen: 2.5, rejected: 0 }],
      [[[0], [-2], 1], { chosen: 0, rejected: -2 }],
      [[[0, 0], [0, 0], 1], { chosen: 0, rejected: 0 }],
    ]);
    t.cases('long and short gradients', 1, [
      [[[3e4, 4e4], [4e-3, 3e-3], 1], { chosen: 2000, rejected: -2e-4 }],
      [[[3e-3, 4e-3], [4e4, 3e4], 100], { chosen: 0.02, rejected: -2e5 }],
    ]);
    t.property('agrees with the definition on random gradients', 2, (random, size) => [
      random.logits(size, 3),
      random.logits(size, 3),
      random.between(0, 1),
    ]);
    t.check('is always case 1', 1, async ({ call, random, near, fail }) => {
      for (let round = 0; round < 5; round++) {
        const w = random.logits(3, 2);
        const l = w.map(value => 2 * value + random.between(-0.5, 0.5));
        const { chosen, rejected }: Change = await call(w, l, 0.5);
        if (chosen < -1e-9) fail('The chosen response falls: that is case 2.');
        if (rejected > 1e-9) fail('The rejected response rises: that is case 3.');
        const cosine = dot(w, l) / Math.sqrt(dot(w, w) * dot(l, l));
        near(chosen - rejected, 0.5 * (Math.hypot(...w) + Math.hypot(...l)) * (1 - cosine));
      }
    });
    t.check(
      'the length of one gradient does not matter to the other response',
      1,
      async ({ call, random, near }) => {
        const [w, l] = [random.logits(3, 2), random.logits(3, 2)];
        const factor = random.between(2, 9);
        const before: Change = await call(w, l, 0.5);
        const after: Change = await call(
          w,
          l.map(value => factor * value),
          0.5,
        );
        near(after.chosen, before.chosen);
        near(after.rejected, factor * before.rejected);
        near(before.rejected * Math.hypot(...w), -before.chosen * Math.hypot(...l));
        near((await call([0, 2], [3, 0], factor)) as Change, {
          chosen: 2 * factor,
          rejected: -3 * factor,
        });
      },
    );
    t.pure(1, [[1, 0], [2, 1], 0.05]);
  });

  task('dpoTrajectory', t => {
    t.examples(1);
    t.cases('no steps: the log-probabilities at the start', 1, [
      [[[[0], [1]], [ln(3)], 0, 1, 1, 0.1, 0], { chosen: [-ln(4)], rejected: [ln(3 / 4)] }],
      [
        [
          [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          [ln(2), ln(3)],
          2,
          0,
          0.5,
          1,
          0,
        ],
        { chosen: [ln(6 / 11)], rejected: [ln(2 / 11)] },
      ],
    ]);
    // Two responses with features 1 and 0: θ moves by c = ηβσ(−βθ), from 0 to η β / 2 and so on.
    t.cases('two steps by hand', 2, [
      [
        [[[1], [0]], [0], 0, 1, 1, 2 * ln(3), 1],
        { chosen: [-ln(2), ln(3 / 4)], rejected: [-ln(2), -ln(4)] },
      ],
      [
        [[[1], [0]], [0], 0, 1, 1, 2 * ln(3), 2],
        {
          chosen: [-ln(2), ln(3 / 4), -Math.log1p(3 ** -1.5)],
          rejected: [-ln(2), -ln(4), -Math.log1p(3 ** 1.5)],
        },
      ],
      [
        [[[1], [0]], [0], 1, 0, 2, ln(2), 2],
        {
          chosen: [-ln(2), -ln(1.5), -Math.log1p(2 ** -1.4)],
          rejected: [-ln(2), -ln(3), -Math.log1p(2 ** 1.4)],
        },
      ],
    ]);
    t.cases('the rewards are measured from the start', 1, [
      [
        [[[1], [0]], [ln(2)], 0, 1, 1, 2 * ln(3), 2],
        {
          chosen: [ln(2 / 3), ln(6 / 7), -Math.log1p(3 ** -1.5 / 2)],
          rejected: [-ln(3), -ln(7), -Math.log1p(2 * 3 ** 1.5)],
        },
      ],
    ]);
    t.cases('independent logits: the third response only makes room', 1, [
      [
        [
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          [0, 0, 0],
          0,
          1,
          1,
          2 * ln(2),
          1,
        ],
        { chosen: [-ln(3), ln(4 / 7)], rejected: [-ln(3), -ln(7)] },
      ],
    ]);
    t.cases('scores up to 10,000 neither overflow nor underflow', 1, [
      [
        [[[1e4], [0], [-1e4]], [1], 1, 0, 1, 1e-4, 2],
        { chosen: [-1e4, -5000, -5000], rejected: [0, 0, 0] },
      ],
      [
        [[[-100], [100], [0]], [-100], 1, 0, 1, 0.01, 2],
        { chosen: [-2e4, -19800, -19800], rejected: [0, 0, 0] },
      ],
    ]);
    t.property(
      'agrees with the definition on random policies',
      2,
      (random, size) => {
        const { features, theta } = randomPolicy(random, size + 1, random.integer(1, 3));
        const [chosen, rejected] = random.shuffle([...features.keys()]);
        const [beta, rate] = [random.between(0.1, 2), random.between(0.01, 0.3)];
        return [features, theta, chosen, rejected, beta, rate, random.integer(1, 6)];
      },
      { runs: 24 },
    );
    t.check(
      'the margin of 30 steps follows from the distance of the features alone',
      1,
      async ({ call, random, near }) => {
        const { features, theta } = randomPolicy(random, 5, 2);
        const gap = minus(features[4], features[1]);
        const start = dot(gap, theta);
        const margins = [start];
        for (let step = 0; step < 30; step++) {
          const weight = 1 / (1 + Math.exp(0.5 * (margins[step] - start)));
          margins.push(margins[step] + 0.1 * 0.5 * weight * dot(gap, gap));
        }
        const path: Path = await call(features, theta, 4, 1, 0.5, 0.1, 30);
        near(
          path.chosen.map((log, step) => log - path.rejected[step]),
          margins,
        );
      },
    );
    t.check(
      'three pairs of three answers show the three cases',
      1,
      async ({ call, random, fail }) => {
        const answers = [[1], [2], [-3]];
        const rate = random.between(0.01, 0.03);
        const moves = async (chosen: number, rejected: number) => {
          const path: Path = await call(answers, [0], chosen, rejected, 1, rate, 1);
          return [path.chosen[1] > path.chosen[0], path.rejected[1] > path.rejected[0]].join();
        };
        if ((await moves(0, 2)) !== 'true,false') fail('Here the chosen one rises alone.');
        if ((await moves(0, 1)) !== 'false,false') fail('Here both fall.');
        if ((await moves(1, 0)) !== 'true,true') fail('Here both rise.');
      },
    );
    t.pure(1, [[[1], [2], [-3]], [0], 0, 1, 0.1, 1, 2]);
  });
});

type Change = { chosen: number; rejected: number };
type Path = { chosen: number[]; rejected: number[] };

function randomPolicy(random: Random, responses: number, parameters: number) {
  const features = random.array(responses, () => random.logits(parameters, 3));
  return { features, theta: random.logits(parameters, 2) };
}

function randomLogs(random: Random, size: number): [number, number, number, number] {
  const draw = () => -random.between(0, 2 * size);
  return [draw(), draw(), draw(), draw()];
}

function logPolicy(features: number[][], theta: number[]): number[] {
  const scores = features.map(row => dot(row, theta));
  const total = ln(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  return scores.map(score => score - total);
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function minus(a: number[], b: number[]): number[] {
  return a.map((value, i) => value - b[i]);
}
