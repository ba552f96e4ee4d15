import * as reference from '../../solutions/04-rlhf.ts';
import type { Random } from '../random.ts';
import { suite, throws } from '../suite.ts';

const ln = Math.log;
const none = Number.POSITIVE_INFINITY;

suite('04-rlhf', reference, task => {
  task('klDivergence', t => {
    t.examples(1);
    t.cases('powers of one half', 2, [
      [
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
        0.5 * ln(4 / 3),
      ],
      [
        [
          [0.25, 0.75],
          [0.5, 0.5],
        ],
        0.75 * ln(3) - ln(2),
      ],
      [
        [
          [0.5, 0.25, 0.25],
          [0.25, 0.25, 0.5],
        ],
        0.25 * ln(2),
      ],
    ]);
    t.cases('a distribution does not diverge from itself', 1, [
      [
        [
          [0.3, 0.7],
          [0.3, 0.7],
        ],
        0,
      ],
      [[[1], [1]], 0],
      [
        [
          [0.2, 0, 0.8],
          [0.2, 0, 0.8],
        ],
        0,
      ],
    ]);
    t.cases('0 · log 0 is 0, wherever it stands', 1, [
      [
        [
          [0, 1],
          [0.5, 0.5],
        ],
        ln(2),
      ],
      [
        [
          [1, 0],
          [0.25, 0.75],
        ],
        2 * ln(2),
      ],
      [
        [
          [0.5, 0, 0.5],
          [0.5, 0, 0.5],
        ],
        0,
      ],
      [
        [
          [0, 0, 1],
          [0.5, 0.25, 0.25],
        ],
        2 * ln(2),
      ],
    ]);
    t.cases(
      'mass that the second excludes makes it infinite',
      1,
      [
        [
          [
            [0.5, 0.5],
            [1, 0],
          ],
          none,
        ],
        [
          [
            [1e-12, 1 - 1e-12],
            [0, 1],
          ],
          none,
        ],
      ],
      { exact: true },
    );
    t.cases('very small probabilities keep their logarithm', 1, [
      [
        [
          [1, 0],
          [1e-200, 1],
        ],
        200 * ln(10),
      ],
      [
        [
          [0.5, 0.5],
          [1e-20, 1],
        ],
        10 * ln(10) - ln(2),
      ],
      [
        [
          [1, 0],
          [2 ** -1060, 1],
        ],
        1060 * ln(2),
      ],
    ]);
    t.property('agrees with the definition on random distributions', 2, (random, size) => [
      sparse(random, size),
      random.distribution(size),
    ]);
    t.check('is never negative', 1, async ({ call, random, fail }) => {
      for (let round = 0; round < 4; round++) {
        const value: number = await call(random.distribution(3), random.distribution(3));
        if (!(value > 0)) fail('Two different distributions have a positive divergence.');
      }
    });
    t.check('adds over independent choices', 1, async ({ call, random, near }) => {
      const [p, q, s, u] = [1, 2, 3, 4].map(() => random.distribution(2));
      const joint = (a: number[], b: number[]) => a.flatMap(x => b.map(y => x * y));
      const apart = -objective(p, q, [0, 0], 1) - objective(s, u, [0, 0], 1);
      near(await call(joint(p, s), joint(q, u)), apart);
    });
    t.pure(1, [
      [0.6, 0.3, 0.1],
      [0.4, 0.4, 0.2],
    ]);
  });

  task('rlhfObjective', t => {
    t.examples(1);
    t.cases('the reference pays no penalty', 1, [
      [[[0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [4, 2, -2], 3], 2],
      [[[1], [1], [-7], 0.5], -7],
    ]);
    t.cases('reward minus beta nats', 2, [
      [[[1, 0], [0.5, 0.5], [3, 0], 1], 3 - ln(2)],
      [[[1, 0], [0.5, 0.5], [3, 0], 4], 3 - 4 * ln(2)],
      [[[0.5, 0.5], [0.25, 0.75], [2, 4], 0.1], 3 - 0.05 * ln(4 / 3)],
      [[[0.25, 0.75], [0.5, 0.5], [0, 0], 2], 2 * ln(2) - 1.5 * ln(3)],
    ]);
    t.cases('a response that is never given costs nothing', 1, [
      [[[0, 1], [0.5, 0.5], [100, 1], 1], 1 - ln(2)],
      [[[0, 0.5, 0.5], [0, 0.5, 0.5], [9, 1, 2], 1], 1.5],
    ]);
    t.cases(
      'a response that the reference excludes is forbidden',
      1,
      [[[[0.5, 0.5], [1, 0], [0, 1e4], 0.01], -none]],
      { exact: true },
    );
    t.property('agrees with the definition on random policies', 2, (random, size) => [
      sparse(random, size),
      random.distribution(size),
      random.logits(size, random.pick([1, 10, 1e4])),
      random.pick([0.05, 0.5, 1, 3]),
    ]);
    t.check('a bonus for every response is paid in full', 1, async ({ call, random, near }) => {
      const [policy, base] = [random.distribution(4), random.distribution(4)];
      const rewards = random.logits(4, 3);
      const bonus = random.between(-5, 5);
      const raised = rewards.map(reward => reward + bonus);
      near(await call(policy, base, raised, 0.7), objective(policy, base, rewards, 0.7) + bonus);
    });
    t.pure(1, [[0.6, 0.3, 0.1], [0.4, 0.4, 0.2], [1, 2, 0], 1]);
  });

  task('optimalPolicy', t => {
    t.examples(1);
    t.cases('odds are multiplied by exp of the difference over beta', 2, [
      [
        [[0.5, 0.5], [ln(3), 0], 1],
        [0.75, 0.25],
      ],
      [
        [[0.5, 0.5], [ln(3), 0], 0.5],
        [0.9, 0.1],
      ],
      [
        [[0.25, 0.75], [ln(9), 0], 2],
        [0.5, 0.5],
      ],
      [
        [[0.2, 0.3, 0.5], [ln(5), ln(10), 0], 1],
        [1 / 4.5, 3 / 4.5, 0.5 / 4.5],
      ],
    ]);
    t.cases('equal rewards leave the reference as it is', 1, [
      [
        [[0.5, 0.3, 0.2], [7, 7, 7], 0.1],
        [0.5, 0.3, 0.2],
      ],
      [[[1], [-3], 2], [1]],
    ]);
    t.cases('a response that the reference excludes stays excluded', 1, [
      [
        [[0, 0.5, 0.5], [5, ln(3), 0], 1],
        [0, 0.75, 0.25],
      ],
      [
        [[0.5, 0.5, 0], [0, 0, 1e4], 1],
        [0.5, 0.5, 0],
      ],
    ]);
    t.cases('rewards far apart do not overflow', 1, [
      [
        [[0.5, 0.5], [1e4, 0], 1],
        [1, 0],
      ],
      [
        [[0.2, 0.4, 0.4], [-1e4, 1e4, 1e4], 1],
        [0, 0.5, 0.5],
      ],
      [
        [[0.5, 0.5], [-1e4, -1e4 - ln(3)], 1],
        [0.75, 0.25],
      ],
      [
        [[0.5, 0.5], [2, 1], 1e-4],
        [1, 0],
      ],
    ]);
    t.cases('rare responses do not underflow', 1, [
      [
        [[1e-300, 1], [300 * ln(10), 0], 1],
        [0.5, 0.5],
      ],
    ]);
    t.property('agrees with the closed form on random prompts', 2, (random, size) => [
      sparse(random, size),
      random.logits(size, random.pick([1, 5, 100])),
      random.pick([0.05, 0.3, 1, 4]),
    ]);
    t.check('no other policy has a higher objective', 2, async ({ call, random, fail }) => {
      const base = random.distribution(4);
      const rewards = random.logits(4, 2);
      const best: number[] = await call(base, rewards, 0.5);
      if (!isDistribution(best, 4)) fail('These are not probabilities: they must sum to 1.');
      for (let round = 0; round < 10; round++) {
        const other = random.distribution(4);
        const mixed = best.map((mass, y) => 0.9 * mass + 0.1 * other[y]);
        if (objective(mixed, base, rewards, 0.5) > objective(best, base, rewards, 0.5) + 1e-12) {
          fail('A small change of your policy reaches a higher objective.');
        }
      }
    });
    t.check('tilting twice is tilting once by the sum', 1, async ({ call, random, near }) => {
      const base = random.distribution(3);
      const [first, second] = [random.logits(3, 2), random.logits(3, 2)];
      const once: number[] = await call(base, first, 0.8);
      const weights = base.map((mass, y) => mass * Math.exp((first[y] + second[y]) / 0.8));
      const z = weights.reduce((total, weight) => total + weight, 0);
      near(
        await call(once, second, 0.8),
        weights.map(weight => weight / z),
      );
    });
    t.pure(1, [[0.4, 0.4, 0.2], [1, 2, 0], 1]);
  });

  task('optimalValue', t => {
    t.examples(1);
    t.cases('beta times the logarithm of Z', 2, [
      [[[0.5, 0.5], [ln(3), 0], 1], ln(2)],
      [[[0.5, 0.5], [ln(3), 0], 0.5], 0.5 * ln(5)],
      [[[0.25, 0.75], [ln(9), 0], 2], 2 * ln(1.5)],
      [[[0.5, 0.25, 0.25], [0, ln(4), ln(8)], 1], ln(3.5)],
    ]);
    t.cases('equal rewards are worth themselves', 1, [
      [[[0.5, 0.25, 0.25], [7, 7, 7], 0.1], 7],
      [[[1], [-3], 2], -3],
    ]);
    t.cases('an excluded response adds nothing', 1, [
      [[[0, 0.5, 0.5], [50, ln(3), 0], 1], ln(2)],
      [[[0.5, 0.5, 0], [ln(3), 0, 1e4], 1], ln(2)],
    ]);
    t.cases('rewards far apart do not overflow or underflow', 1, [
      [[[0.5, 0.5], [1e4, 0], 1], 1e4 - ln(2)],
      [[[0.5, 0.5], [-1e4, -1e4], 1], -1e4],
      [[[0.25, 0.75], [2, 1], 1e-4], 2 - 2e-4 * ln(2)],
      [[[1e-300, 1], [300 * ln(10), 0], 1], ln(2)],
    ]);
    t.property('agrees with the closed form on random prompts', 2, (random, size) => [
      sparse(random, size),
      random.logits(size, random.pick([1, 5, 100])),
      random.pick([0.05, 0.3, 1, 4]),
    ]);
    t.check('lies between the mean and the best reward', 1, async ({ call, random, fail }) => {
      const base = random.distribution(4);
      const rewards = random.shuffle([-2, -1, 1, 3]);
      const value: number = await call(base, rewards, random.between(0.2, 2));
      const mean = base.reduce((total, mass, y) => total + mass * rewards[y], 0);
      if (!(value > mean && value < 3)) {
        fail('The optimum gains over the reference and pays something for the best response.');
      }
    });
    t.check('is the objective of the optimal policy', 1, async ({ call, random, near }) => {
      const base = random.distribution(5);
      const rewards = random.logits(5, 2);
      const weights = base.map((mass, y) => mass * Math.exp(rewards[y] / 0.6));
      const z = weights.reduce((total, weight) => total + weight, 0);
      const policy = weights.map(weight => weight / z);
      near(await call(base, rewards, 0.6), objective(policy, base, rewards, 0.6));
    });
    t.pure(1, [[0.4, 0.4, 0.2], [1, 2, 0], 1]);
  });

  task('betaForBudget', t => {
    t.examples(1);
    // With even odds on two responses, β = 1 / log 3 × gap gives (¾, ¼): KL = log 2 − H(¾).
    const quarter = 0.75 * ln(3) - ln(2);
    t.cases('two responses, by hand', 2, [
      [[[0.5, 0.5], [ln(3), 0], quarter], 1],
      [[[0.5, 0.5], [0, 6 * ln(3)], quarter], 6],
      [[[0.5, 0.5], [0.01 * ln(9), 0], 0.9 * ln(1.8) + 0.1 * ln(0.2)], 0.01],
      [[[0.25, 0.75], [ln(9), 0], 0.5 * ln(4 / 3)], 2],
    ]);
    t.cases('a budget of 0 or less is refused', 1, [
      [[[0.5, 0.3, 0.2], [1, 2, 0], 0], throws('RangeError')],
      [[[0.5, 0.3, 0.2], [1, 2, 0], -0.1], throws('RangeError')],
    ]);
    t.cases('a budget that no tilt can spend is refused', 1, [
      [[[0.5, 0.5], [1, 0], Math.LN2], throws('RangeError')],
      [[[0.25, 0.75], [3, 2], 2 * Math.LN2], throws('RangeError')],
      [[[0.5, 0.5], [1, 0], 5], throws('RangeError')],
    ]);
    t.cases('all responses of the best reward count together', 1, [
      [[[0.25, 0.25, 0.5], [1, 1, 0], Math.LN2], throws('RangeError')],
      [[[0.25, 0.25, 0.5], [1, 1, 0], 1], throws('RangeError')],
      [[[0.25, 0.25, 0.5], [ln(3), ln(3), 0], quarter], 1],
      [[[0.25, 0.75], [4, 4], 0.1], throws('RangeError')],
    ]);
    t.cases('responses that the reference excludes do not count', 1, [
      [[[0.5, 0.5, 0], [ln(3), 0, 9], quarter], 1],
      [[[0.5, 0, 0.5], [1, 2, 0], 1], throws('RangeError')],
      [[[0.5, 0, 0.5], [1, 2, 0], Math.LN2], throws('RangeError')],
      [[[0.5, 0, 0.5], [0, -50, 6 * ln(3)], quarter], 6],
    ]);
    t.cases('a budget below the limit is granted, however close', 1, [
      // (1 − t, t) with t = 1/1001 spends log 2 − H(t); odds 1000 : 1 mean gap = β log 1000
      [[[0.5, 0.5], [1, 0], ln(2) + (1000 / 1001) * ln(1000) - ln(1001)], 1 / ln(1000)],
    ]);
    t.property(
      'agrees with the definition on random prompts',
      2,
      (random, size) => {
        const base = [...sparse(random, Math.max(1, size - 1)).map(mass => mass * 0.75), 0.25];
        const rewards = random.shuffle(base.map((_, y) => y)).map(rank => rank * 0.37);
        rewards[base.length - 1] = random.pick([-1, 4]);
        const scale = random.pick([0.01, 1, 100]);
        const best = Math.max(...rewards.filter((_, y) => base[y] > 0));
        const limit = -ln(base[rewards.indexOf(best)]);
        return [base, rewards.map(reward => reward * scale), limit * random.between(0.02, 0.95)];
      },
      { runs: 24 },
    );
    t.check('a tiny budget needs a large beta', 1, async ({ call, near }) => {
      // (½ + h, ½ − h) spends about 2h²; log-odds log((1 + 2h) / (1 − 2h)) = 1 / β
      const h = 0.005;
      const spent = (0.5 + h) * Math.log1p(2 * h) + (0.5 - h) * Math.log1p(-2 * h);
      near(await call([0.5, 0.5], [1, 0], spent), 1 / Math.log((1 + 2 * h) / (1 - 2 * h)), 1e-8);
    });
    t.check('doubled rewards double beta', 1, async ({ call, random, near, fail }) => {
      const base = random.distribution(3);
      const rewards = random.shuffle([0, 1, 1.5]);
      const beta: number = await call(base, rewards, 0.01);
      if (!(beta > 0 && beta < 1000)) fail('This budget has a price, and it is a positive number.');
      near(
        await call(
          base,
          rewards.map(reward => 2 * reward),
          0.01,
        ),
        2 * beta,
      );
    });
    t.pure(1, [[0.4, 0.4, 0.2], [1, 2, 0], 0.2]);
  });

  task('ppoClippedObjective', t => {
    t.examples(1);
    t.cases('a good sample gains nothing beyond 1 + epsilon', 1, [
      [[[2], [3], 0.25], 3.75],
      [[[1.25], [3], 0.25], 3.75],
      [[[1.1], [3], 0.25], 3.3],
      [[[0.25], [3], 0.25], 0.75],
    ]);
    t.cases('a bad sample gains nothing below 1 − epsilon', 1, [
      [[[0.25], [-4], 0.25], -3],
      [[[0.75], [-4], 0.25], -3],
      [[[0.9], [-4], 0.25], -3.6],
    ]);
    t.cases('a bad sample that has become likelier is not clipped', 1, [
      [[[2], [-4], 0.25], -8],
      [[[1.5], [-1], 0.25], -1.5],
    ]);
    t.cases('an advantage of 0 weighs nothing', 1, [[[[0.1, 9], [0, 0], 0.2], 0]]);
    t.cases('the mean of the samples', 1, [
      [[[2, 0.25, 1], [3, -4, 6], 0.25], 2.25],
      [[[1, 1], [1, 2], 0.1], 1.5],
    ]);
    t.cases('very large ratios', 1, [
      [[[1e10, 1e10], [1, -1], 0.5], (1.5 - 1e10) / 2],
      [[[0, 0], [1, -1], 0.5], -0.25],
    ]);
    t.property('agrees with the formula on random samples', 2, (random, size) => [
      random.array(size, () => random.between(0, 2.5)),
      random.logits(size, 3),
      random.pick([0.05, 0.2, 0.5]),
    ]);
    t.check('never exceeds the unclipped mean', 1, async ({ call, random, fail }) => {
      const ratios = random.array(6, () => random.between(0, 3));
      const advantages = [...random.logits(5, 2), -1];
      const value: number = await call(ratios, advantages, 0.2);
      const mean = ratios.reduce((total, ratio, i) => total + ratio * advantages[i], 0) / 6;
      if (!(value <= mean + 1e-12)) fail('Clipping may only lower the objective.');
    });
    t.pure(1, [[0.5, 1.5], [1, -1], 0.2]);
  });

  task('klEstimate', t => {
    t.examples(1);
    t.cases('k1 is the mean, negative or not', 1, [
      [[[1, 2, 6], 'k1'], 3],
      [[[-0.5, -1], 'k1'], -0.75],
    ]);
    t.cases('k2 is half the mean square', 1, [
      [[[3, -1], 'k2'], 2.5],
      [[[-2], 'k2'], 2],
    ]);
    t.cases('k3 is the mean of exp(−x) − 1 + x', 2, [
      [[[ln(2)], 'k3'], ln(2) - 0.5],
      [[[-ln(2)], 'k3'], 1 - ln(2)],
      [[[ln(4), -ln(3), 0], 'k3'], (ln(4 / 3) + 1.25) / 3],
    ]);
    t.cases('no change, no divergence', 1, [
      [[[0, 0], 'k1'], 0],
      [[[0], 'k2'], 0],
      [[[0, 0, 0], 'k3'], 0],
    ]);
    t.cases('large log-ratios', 1, [
      [[[1e4], 'k3'], 9999],
      [[[-1e4, 0], 'k1'], -5000],
      [[[100, -100], 'k2'], 5000],
      [[[-20 * ln(2)], 'k3'], 2 ** 20 - 1 - 20 * ln(2)],
    ]);
    t.cases(
      'k3 keeps its digits where the policies hardly differ',
      1,
      [
        [[[3e-9], 'k3'], 4.5e-18],
        [[[-1e-8], 'k3'], 5e-17],
      ],
      { tolerance: 1e-20 },
    );
    t.property('agrees with the formulas on random samples', 2, (random, size) => [
      random.logits(size, random.pick([0.1, 1, 5])),
      random.pick(['k1', 'k2', 'k3']),
    ]);
    t.check('over all responses, k1 and k3 are the divergence', 2, async check => {
      // Whole samples: eight draws in which each response occurs as often as π says.
      const { call, random, near } = check;
      const counts = random.shuffle([1, 2, 5]);
      const base = random.distribution(3);
      const draws = counts.flatMap((count, y) =>
        Array<number>(count).fill(ln(count / 8 / base[y])),
      );
      const exact = draws.reduce((total, x) => total + x, 0) / 8;
      near(await call(draws, 'k1'), exact);
      near(await call(draws, 'k3'), exact);
    });
    t.pure(1, [[0.4, -0.3, 0.1], 'k3']);
  });

  task('policyGradient', t => {
    t.examples(1);
    t.cases('the reward pulls, by the probability of the response', 2, [
      [
        [[0, 0], [0.5, 0.5], [1, 0], 1],
        [0.25, -0.25],
      ],
      [
        [[0, ln(3)], [0.25, 0.75], [4, 0], 7],
        [0.75, -0.75],
      ],
      [
        [[5, 5, 5 + ln(2)], [0.25, 0.25, 0.5], [4, 0, 0], 1],
        [0.75, -0.25, -0.5],
      ],
    ]);
    t.cases('the penalty pulls back towards the reference', 2, [
      [
        [[ln(3), 0], [0.5, 0.5], [0, 0], 1],
        [-0.1875 * ln(3), 0.1875 * ln(3)],
      ],
      [
        [[0, 0], [0.25, 0.75], [1, 1], 2],
        [-0.5 * ln(3), 0.5 * ln(3)],
      ],
    ]);
    t.cases('nothing pulls at the optimum', 1, [
      [
        [[ln(3), 0], [0.5, 0.5], [ln(3), 0], 1],
        [0, 0],
      ],
      [
        [[2, 7], [0.5, 0.5], [0, 10], 2],
        [0, 0],
      ],
      [[[-4], [1], [3], 0.5], [0]],
    ]);
    t.cases('large logits', 1, [
      [
        [[1e4, 1e4], [0.5, 0.5], [1, 0], 1],
        [0.25, -0.25],
      ],
      [
        [[1e4, 0], [0.5, 0.5], [1, 0], 1],
        [0, 0],
      ],
      [
        [[-1e4, -1e4, 1e4], [0.5, 0.25, 0.25], [3, 2, 1], 0.1],
        [0, 0, 0],
      ],
    ]);
    t.property('agrees with the formula on random policies', 2, (random, size) => [
      random.logits(size, random.pick([1, 3, 10])),
      random.distribution(size),
      random.logits(size, 3),
      random.pick([0.05, 0.5, 1, 2]),
    ]);
    t.check('is the slope of the objective', 2, async ({ call, random, near }) => {
      const logits = random.logits(4, 1);
      const base = random.distribution(4);
      const rewards = random.logits(4, 2);
      const at = (shift: number, y: number) => {
        const weights = logits.map((logit, z) => Math.exp(logit + (y === z ? shift : 0)));
        const z = weights.reduce((total, weight) => total + weight, 0);
        return objective(
          weights.map(weight => weight / z),
          base,
          rewards,
          0.4,
        );
      };
      const slopes = logits.map((_, y) => (at(1e-4, y) - at(-1e-4, y)) / 2e-4);
      near(await call(logits, base, rewards, 0.4), slopes, 1e-6);
    });
    t.check('the slopes sum to 0', 1, async ({ call, random, near, fail }) => {
      const slopes: number[] = await call(
        random.logits(4, 1),
        random.distribution(4),
        [3, 1, 0, 2],
        1,
      );
      if (!Array.isArray(slopes) || slopes.length !== 4 || slopes.every(slope => slope === 0)) {
        fail('There are four slopes, and this policy is not the optimum.');
      }
      near(
        slopes.reduce((total, slope) => total + slope, 0),
        0,
      );
    });
    t.pure(1, [[0.1, -0.2, 0.3], [0.4, 0.4, 0.2], [1, 2, 0], 1]);
  });

  const trained = { tolerance: 1e-3 };
  task(
    'trainPolicy',
    t => {
      t.examples(2);
      t.cases(
        'lands on the closed form',
        3,
        [
          [
            [[0.5, 0.5], [Math.log(3), 0], 1],
            [0.75, 0.25],
          ],
          [
            [[0.25, 0.75], [4 * ln(9), 0], 8],
            [0.5, 0.5],
          ],
          [
            [[0.2, 0.3, 0.5], [ln(5) / 10, ln(10) / 10, 0], 0.1],
            [2 / 9, 6 / 9, 1 / 9],
          ],
        ],
        trained,
      );
      t.cases(
        'equal rewards leave the reference as it is',
        1,
        [
          [
            [[0.5, 0.3, 0.2], [70, 70, 70], 4],
            [0.5, 0.3, 0.2],
          ],
        ],
        trained,
      );
      t.cases('a single response', 1, [[[[1], [5], 0.3], [1]]], trained);
      t.cases(
        'a common offset of the rewards does not matter',
        1,
        [
          [
            [[0.5, 0.5], [1e6 + ln(3), 1e6], 1],
            [0.75, 0.25],
          ],
        ],
        trained,
      );
      t.cases(
        'a rare response rises when its reward asks for it',
        2,
        [
          [
            [[0.001, 0.999], [ln(999), 0], 1],
            [0.5, 0.5],
          ],
          [
            [[0.001, 0.499, 0.5], [2 * ln(1500), 0, 2 * ln(0.998)], 2],
            [1.5 / 2.498, 0.499 / 2.498, 0.499 / 2.498],
          ],
        ],
        trained,
      );
      t.cases(
        'a small beta ends on the best response',
        1,
        [
          [
            [[0.98, 0.02], [0, 0.2], 0.01],
            [0, 1],
          ],
          [
            [[0.5, 0.3, 0.2], [-10, 10, 0], 1],
            [0, 1, 0],
          ],
        ],
        trained,
      );
      t.property(
        'agrees with the optimal policy on random prompts',
        3,
        (random, size) => {
          const base = random.distribution(size).map(mass => 0.9 * mass + 0.1 / size);
          const beta = random.pick([0.05, 0.5, 3]);
          return [base, random.logits(size, 4).map(gain => gain * beta), beta];
        },
        { runs: 8, ...trained },
      );
      t.pure(1, [[0.4, 0.4, 0.2], [1, 2, 0], 1]);
    },
    { seconds: 10, alike: 2e-3 },
  );
});

/** A distribution in which some outcomes have no mass, but the first of a shuffled list has. */
function sparse(random: Random, length: number): number[] {
  const kept = random.shuffle(
    Array.from({ length }, (_, y) => y === 0 || random.between(0, 1) > 0.25),
  );
  const weights = kept.map(isKept => (isKept ? random.integer(1, 100) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

/** Whether an answer, of whatever kind, is a distribution. */
function isDistribution(values: unknown, length: number): boolean {
  if (!Array.isArray(values)) return false;
  const total = values.reduce((sum, value) => sum + value, 0);
  return (
    values.length === length && values.every(value => value >= 0) && Math.abs(total - 1) < 1e-9
  );
}

/** Written apart from the reference. */
function objective(policy: number[], base: number[], rewards: number[], beta: number): number {
  return policy.reduce((total, mass, y) => {
    return mass > 0 ? total + mass * rewards[y] - beta * mass * Math.log(mass / base[y]) : total;
  }, 0);
}
