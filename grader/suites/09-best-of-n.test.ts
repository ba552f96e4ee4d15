import * as reference from '../../solutions/09-best-of-n.ts';
import type { Random } from '../random.ts';
import { suite, throws } from '../suite.ts';

const ln = Math.log;
const none = Number.POSITIVE_INFINITY;
const tenth = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
const ranks = [3, 9, 0, 5, 1, 8, 2, 7, 4, 6];
/** Best of two draws from two equally likely responses: (¼, ¾). */
const twoOfTwo = 0.75 * ln(1.5) + 0.25 * ln(0.5);

suite('09-best-of-n', reference, task => {
  task('bestOfN', t => {
    t.examples(1);
    t.cases(
      'the highest reward, wherever it stands',
      1,
      [
        [[[9, 3, 2]], 0],
        [[[1, 3, 2]], 1],
        [[[1, 3, 20]], 2],
        [[[0.1, 0.3, 0.2, 0.29]], 1],
        [[[7]], 0],
      ],
      { exact: true },
    );
    t.cases(
      'rewards may all be negative',
      1,
      [
        [[[-3, -1, -2]], 1],
        [[[-3, -1e4, -0.5]], 2],
        [[[-none, -1e9]], 1],
      ],
      { exact: true },
    );
    t.cases(
      'the first of equal rewards',
      1,
      [
        [[[2, 2]], 0],
        [[[0, 5, 1, 5, 5]], 1],
        [[[-1, -1, -1]], 0],
        [[[-none, -none]], 0],
      ],
      { exact: true },
    );
    t.property(
      'agrees with the definition on random rewards',
      1,
      (random, size) => [random.array(size + 1, () => random.integer(-4, 4))],
      { exact: true },
    );
    t.pure(1, [[1, 3, 2]]);
  });

  task('bestOfNDistribution', t => {
    t.examples(1);
    t.cases('fractions, by hand', 2, [
      [
        [[0.5, 0.5], [0, 1], 3],
        [1 / 8, 7 / 8],
      ],
      [
        [[0.5, 0.5], [1, 0], 3],
        [7 / 8, 1 / 8],
      ],
      [
        [[0.25, 0.25, 0.5], [1, 2, 0], 2],
        [5 / 16, 7 / 16, 4 / 16],
      ],
      [
        [[0.1, 0.2, 0.7], [5, -5, 0], 2],
        [0.19, 0.04, 0.77],
      ],
      [[[1], [3], 9], [1]],
    ]);
    t.cases('one draw leaves the policy as it is', 1, [
      [
        [[0.5, 0.3, 0.2], [1, 2, 0], 1],
        [0.5, 0.3, 0.2],
      ],
    ]);
    t.cases("equal rewards keep the policy's proportions", 2, [
      [
        [[0.25, 0.25, 0.5], [1, 1, 0], 2],
        [0.375, 0.375, 0.25],
      ],
      [
        [[0.1, 0.6, 0.3], [0, 1, 0], 2],
        [0.04, 0.84, 0.12],
      ],
      [
        [[0.1, 0.3, 0.6], [5, 5, 5], 7],
        [0.1, 0.3, 0.6],
      ],
    ]);
    t.cases('a response that the policy excludes is never returned', 1, [
      [
        [[0.5, 0.5, 0], [0, 1, 9], 2],
        [0.25, 0.75, 0],
      ],
      [
        [[0, 0.5, 0.5], [-9, 0, 1], 2],
        [0, 0.25, 0.75],
      ],
      [
        [[0.5, 0, 0.5], [1, 1, 0], 2],
        [0.75, 0, 0.25],
      ],
    ]);
    t.cases('many draws', 1, [
      [
        [[0.5, 0.5], [0, 1], 2000],
        [0, 1],
      ],
      [
        [[0.999, 0.001], [0, 1], 1000],
        [Math.exp(1000 * Math.log1p(-0.001)), -Math.expm1(1000 * Math.log1p(-0.001))],
      ],
      [
        [[1e-6, 0.999999], [1, 0], 1e6],
        [-Math.expm1(1e6 * Math.log1p(-1e-6)), Math.exp(1e6 * Math.log1p(-1e-6))],
      ],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      sparse(random, size),
      tied(random, size),
      random.pick([1, 2, 3, 5, 16, 100]),
    ]);
    t.check('only the order of the rewards counts', 1, async ({ call, random, near }) => {
      const policy = random.distribution(5);
      const rewards = random.logits(5, 3);
      const stretched = rewards.map(reward => Math.exp(reward) - 7);
      const answer: number[] = await call(policy, rewards, 4);
      near(await call(policy, stretched, 4), answer);
      near(total(answer), 1);
    });
    t.check('best of 2 among best of 3 is best of 6', 1, async ({ call, random, near }) => {
      const policy = random.distribution(4);
      const rewards = random.shuffle([0, 1, 1, 2]);
      near(await call(await call(policy, rewards, 3), rewards, 2), await call(policy, rewards, 6));
    });
    t.pure(1, [[0.2, 0.3, 0.5], [0, 1, 2], 4]);
  });

  task('bestOfNKL', t => {
    t.examples(1);
    t.cases('two responses, by hand', 2, [
      [[[0.5, 0.5], [0, 1], 2], twoOfTwo],
      [[[0.5, 0.5], [4, -4], 2], twoOfTwo],
      [[[0.25, 0.75], [1, 0], 2], (7 / 16) * ln(7 / 4) + (9 / 16) * ln(3 / 4)],
    ]);
    t.cases('ten equally likely responses', 1, [
      [[tenth, ranks, 2], total(ranks.map(k => ((2 * k + 1) / 100) * ln((2 * k + 1) / 10)))],
      [[tenth, ranks, 4], 0.628825136],
      [[tenth, ranks, 10], 1.361097177],
      [[tenth, ranks, 100], 2.302278677],
    ]);
    t.cases('nothing is spent without a choice', 1, [
      [[[0.5, 0.3, 0.2], [1, 2, 0], 1], 0],
      [[[0.5, 0.3, 0.2], [4, 4, 4], 50], 0],
      [[[1], [2], 8], 0],
    ]);
    t.cases('responses of equal reward count as one', 1, [
      [[[0.25, 0.5, 0.25], [1, 0, 1], 2], twoOfTwo],
      [[[0.125, 0.375, 0.375, 0.125], [0, 3, 0, 3], 2], twoOfTwo],
    ]);
    t.cases('probabilities that underflow add nothing', 1, [
      [[[0.5, 0.5], [0, 1], 2000], ln(2)],
      [[[0.2, 0.3, 0.5], [2, 1, 0], 60000], ln(5)],
      [[[0.25, 0.25, 0.5], [1, 1, 0], 5000], ln(2)],
    ]);
    t.cases('excluded responses add nothing', 1, [
      [[[0.5, 0.5, 0], [0, 1, 9], 2], twoOfTwo],
      [[[0, 0.5, 0.5], [-9, 0, 1], 2], twoOfTwo],
      [[[0.5, 0, 0.5], [1, 1, 0], 2], twoOfTwo],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      sparse(random, size),
      tied(random, size),
      random.pick([1, 2, 3, 5, 16, 100]),
    ]);
    t.check('stays below the bound, and near it for many responses', 1, async check => {
      const { call, random, fail } = check;
      const rewards = random.shuffle(random.array(200, y => y));
      const policy = random.distribution(200);
      const spent: number = await call(policy, rewards, 8);
      const bound = ln(8) - 7 / 8;
      if (!(spent < bound && spent > bound - 0.05)) {
        fail('200 responses, none of them likely: the KL is a little less than the bound.');
      }
    });
    t.pure(1, [[0.2, 0.3, 0.5], [0, 1, 2], 4]);
  });

  task('klBound', t => {
    t.examples(1);
    t.cases('by hand', 2, [
      [[2], ln(2) - 0.5],
      [[5], ln(5) - 0.8],
      [[10], ln(10) - 0.9],
      [[1000], ln(1000) - 0.999],
    ]);
    t.cases('one draw moves nothing', 1, [[[1], 0]], { exact: true });
    t.property('agrees with the definition for random n', 1, random => [
      random.integer(1, random.pick([10, 1000, 1e6])),
    ]);
  });

  task('winRate', t => {
    t.examples(1);
    t.cases('two responses, by hand', 2, [
      [[[0.5, 0.5], [0, 1], 2], 0.625],
      [[[0.5, 0.5], [1, 0], 3], 0.6875],
      [[[0.25, 0.75], [1, 0], 2], (7 / 16) * (7 / 8) + (9 / 16) * (3 / 8)],
    ]);
    t.cases('ten equally likely responses, best of two', 1, [[[tenth, ranks, 2], 0.665]]);
    t.cases('even odds without a choice', 1, [
      [[[0.5, 0.3, 0.2], [1, 2, 0], 1], 0.5],
      [[[0.5, 0.3, 0.2], [4, 4, 4], 50], 0.5],
      [[[1], [2], 8], 0.5],
    ]);
    t.cases('equal rewards are ties, counted half', 1, [
      [[[0.25, 0.5, 0.25], [1, 0, 1], 2], 0.625],
      [[[0.125, 0.375, 0.375, 0.125], [0, 3, 0, 3], 2], 0.625],
    ]);
    t.cases('excluded responses play no part', 1, [
      [[[0.5, 0.5, 0], [0, 1, 9], 2], 0.625],
      [[[0.5, 0, 0.5], [1, 1, 0], 2], 0.625],
    ]);
    t.cases('many draws win always, but for ties at the top', 1, [
      [[[0.5, 0.5], [0, 1], 2000], 0.75],
      [[[0.2, 0.3, 0.5], [2, 1, 0], 60000], 0.9],
    ]);
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      sparse(random, size),
      tied(random, size),
      random.pick([1, 2, 3, 5, 16, 100]),
    ]);
    t.check('comes near n / (n + 1), and not above', 1, async ({ call, random, fail }) => {
      const rewards = random.shuffle(random.array(200, y => y));
      const rate: number = await call(random.distribution(200), rewards, 4);
      if (!(rate <= 0.8 && rate > 0.79)) {
        fail('200 responses of different rewards: ties are rare, and the rate is almost 4/5.');
      }
    });
    t.pure(1, [[0.2, 0.3, 0.5], [0, 1, 2], 4]);
  });

  task('expectedMax', t => {
    t.examples(1);
    t.cases('all subsets, by hand', 2, [
      [[[5], 1], 5],
      [[[1, 5, 3, 0], 1], 2.25],
      [[[1, 5, 3, 0], 2], 22 / 6],
      [[[1, 5, 3, 0], 3], 18 / 4],
      [[[1, 5, 3, 0], 4], 5],
      [[[-1, -2, -3], 2], -4 / 3],
    ]);
    t.cases('equal rewards are different samples', 1, [
      [[[2, 1, 2], 2], 2],
      [[[1, 1, 2, 2], 2], 11 / 6],
      [[[4, 4, 4], 2], 4],
    ]);
    t.cases('sorted as numbers', 1, [
      [[[10, 9, 2], 2], 29 / 3],
      [[[-10, 2, 100, 30], 2], 362 / 6],
    ]);
    t.cases('rewards of 0 and 1: pass@k', 1, [
      [[[1, 0, 0, 1, 0, 0, 1, 0, 0, 0], 5], 1 - 21 / 252],
      [[[0, 0, 0, 1], 1], 0.25],
      [[[0, 0, 0, 0], 3], 0],
    ]);
    // The largest of n numbers drawn from 1 … N without replacement is n (N + 1) / (n + 1) on average.
    t.cases('thousands of samples', 1, [
      [[upTo(2000), 1000], (1000 * 2001) / 1001],
      [[upTo(2000), 3], (3 * 2001) / 4],
      [[upTo(1500), 1499], (1499 * 1501) / 1500],
    ]);
    t.cases('failed samples count only where nothing else was drawn', 1, [
      [[[-none, 1, 2], 2], 5 / 3],
      [[[3, -none, -none], 3], 3],
      [[[3, -none, -none], 2], -none],
    ]);
    t.cases('more than there are samples is refused', 1, [
      [[[3, 1, 2], 4], throws('RangeError')],
      [[[], 1], throws('RangeError')],
    ]);
    t.property('agrees with the definition on random samples', 2, (random, size) => {
      const rewards = random.array(size + 2, () => random.integer(-30, 30) / 2);
      return [rewards, random.integer(1, rewards.length)];
    });
    t.check('agrees with all subsets, one by one', 1, async ({ call, random, near }) => {
      const rewards = random.array(9, () => random.between(-20, 20));
      const n = random.integer(2, 6);
      const maxima: number[] = [];
      for (let chosen = 0; chosen < 2 ** 9; chosen++) {
        const subset = rewards.filter((_, i) => (chosen >> i) & 1);
        if (subset.length === n) maxima.push(Math.max(...subset));
      }
      near(await call(rewards, n), total(maxima) / maxima.length);
    });
    t.pure(1, [[3, 1, 2], 2]);
  });

  task('frontier', t => {
    t.examples(1);
    const even = { n: 2, kl: twoOfTwo, bestOfN: 0.75, optimal: 0.75 };
    t.cases('with two rewards, best-of-n is optimal', 2, [
      [[[0.5, 0.5], [0, 1], [2]], [even]],
      [[[0.25, 0.5, 0.25], [-20, 30, -20], [2]], [{ ...even, bestOfN: 17.5, optimal: 17.5 }]],
      [[[0.5, 0.5], [0.01, 0], [2]], [{ ...even, bestOfN: 0.0075, optimal: 0.0075 }]],
    ]);
    t.cases(
      'one draw, or nothing to choose from',
      1,
      [
        [[[0.5, 0.25, 0.25], [1, 2, 4], [1]], [{ n: 1, kl: 0, bestOfN: 2, optimal: 2 }]],
        [[[0.5, 0.5], [7, 7], [3]], [{ n: 3, kl: 0, bestOfN: 7, optimal: 7 }]],
        [[[1], [-2], [5]], [{ n: 5, kl: 0, bestOfN: -2, optimal: -2 }]],
      ],
      { tolerance: 1e-6 },
    );
    t.cases(
      'so many draws that only the best is left',
      1,
      [
        [[[0.5, 0.3, 0.2], [1, 2, 0], [5000]], [{ n: 5000, kl: -ln(0.3), bestOfN: 2, optimal: 2 }]],
        [
          [[0.25, 0.25, 0.5], [1, 1, 0.99], [5000]],
          [{ n: 5000, kl: ln(2), bestOfN: 1, optimal: 1 }],
        ],
        [
          [[0.25, 0.25, 0.5], [1000, 999.99, 0], [5000]],
          [{ n: 5000, kl: ln(4), bestOfN: 1000, optimal: 1000 }],
        ],
      ],
      { tolerance: 1e-6 },
    );
    t.cases(
      'excluded responses play no part',
      1,
      [
        [[[0.5, 0.5, 0], [0, 1, 1e4], [2]], [even]],
        [[[0.5, 0, 0.5], [0, -1e4, 1], [2]], [even]],
        [[[0.5, 0.5, 0], [0, 1, 1e4], [5000]], [{ n: 5000, kl: ln(2), bestOfN: 1, optimal: 1 }]],
      ],
      { tolerance: 1e-6 },
    );
    t.cases(
      'a point for each n, in the order given',
      1,
      [
        [
          [
            [0.5, 0.5],
            [0, 1],
            [5000, 2, 1, 2],
          ],
          [
            { n: 5000, kl: ln(2), bestOfN: 1, optimal: 1 },
            even,
            { n: 1, kl: 0, bestOfN: 0.5, optimal: 0.5 },
            even,
          ],
        ],
        [[[0.5, 0.5], [0, 1], []], []],
      ],
      { tolerance: 1e-6 },
    );
    t.property(
      'agrees with the definition on random policies',
      2,
      (random, size) => [
        sparse(random, size),
        tied(random, size),
        random.array(2, () => random.pick([2, 3, 5, 16, 100])),
      ],
      { tolerance: 1e-6, runs: 30 },
    );
    t.check('the optimum is the least of all upper bounds', 2, async ({ call, random, near }) => {
      // For each β, no policy within the budget earns more than β · KL + β log Z.
      const policy = random.distribution(5);
      const rewards = random.logits(5, 4);
      const [point]: reference.FrontierPoint[] = await call(policy, rewards, [3]);
      const best = Math.max(...rewards);
      const bound = (logBeta: number) => {
        const beta = Math.exp(logBeta);
        const z = total(policy.map((mass, y) => mass * Math.exp((rewards[y] - best) / beta)));
        return beta * point.kl + best + beta * ln(z);
      };
      let [low, high] = [-14, 5];
      for (let round = 0; round < 200; round++) {
        const [left, right] = [(2 * low + high) / 3, (low + 2 * high) / 3];
        if (bound(left) < bound(right)) high = right;
        else low = left;
      }
      near(point.optimal, bound(low), 1e-6);
    });
    t.check('a rare, very good response: the optimum goes for it', 1, async ({ call, fail }) => {
      const [point]: reference.FrontierPoint[] = await call([0.5, 0.499, 0.001], [0, 1, 100], [4]);
      if (!(point.bestOfN < 1.4 && point.optimal > 12 && point.optimal < 13)) {
        fail('Best of four earns 1.33 here; a policy of the same KL can earn 12.39.');
      }
    });
    t.pure(1, [
      [0.5, 0.3, 0.2],
      [1, 2, 0],
      [4, 2],
    ]);
  });

  task('costToReach', t => {
    t.examples(1);
    const curve = [
      { n: 1, gold: 0 },
      { n: 4, gold: 0.5 },
      { n: 16, gold: 0.9 },
      { n: 64, gold: 0.7 },
    ];
    t.cases(
      'the smallest n',
      2,
      [
        [[0.6, curve], 16],
        [[-1, curve], 1],
        [[0.1, curve], 4],
        [[3, [{ n: 7, gold: 9 }]], 7],
      ],
      { exact: true },
    );
    t.cases('a target just met is reached', 1, [[[0.5, curve], 4]], { exact: true });
    t.cases(
      'points in any order',
      1,
      [
        [[0.6, [...curve].reverse()], 16],
        [[0.4, [curve[2], curve[0], curve[3], curve[1]]], 4],
      ],
      { exact: true },
    );
    t.cases(
      'out of reach',
      1,
      [
        [[1, curve], none],
        [[0, []], none],
      ],
      { exact: true },
    );
    t.property(
      'agrees with the definition on random curves',
      1,
      (random, size) => [
        random.integer(0, 10),
        random.shuffle(random.array(size, i => ({ n: 2 ** i, gold: random.integer(0, 10) }))),
      ],
      { exact: true },
    );
    t.pure(1, [0.6, [...curve].reverse()]);
  });
});

/** A policy that excludes some responses, but not all. */
function sparse(random: Random, size: number): number[] {
  const kept = random.array(size, () => random.integer(0, 3) > 0);
  kept[random.integer(0, size - 1)] = true;
  const weights = kept.map(keep => (keep ? random.integer(1, 100) : 0));
  const whole = total(weights);
  return weights.map(weight => weight / whole);
}

/** Rewards in no order, with ties when there are many. */
function tied(random: Random, size: number): number[] {
  return random.array(size, () => random.integer(-3, 3) * 1.5);
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => ((i * 7) % last) + 1);
}

function total(numbers: number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
