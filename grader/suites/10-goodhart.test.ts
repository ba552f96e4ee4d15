import * as reference from '../../solutions/10-goodhart.ts';
import type { Random } from '../random.ts';
import { suite, throws } from '../suite.ts';

const { E } = Math;
const infinite = Number.POSITIVE_INFINITY;

type Point = {
  kl: number;
  reward: number;
};

/** Measurements from pairs of KL and reward. */
const measured = (...pairs: [kl: number, reward: number][]): Point[] =>
  pairs.map(([kl, reward]) => ({ kl, reward }));

/** A list of lists that stays on one line. */
const list = <Items extends unknown[]>(...items: Items): Items => items;

suite('10-goodhart', reference, task => {
  task('hackRegret', t => {
    t.examples(1);
    t.cases('the best gold on offer, minus the gold that the proxy chose', 2, [
      [list([3, 1, 2], [5, 9, 7]), 4],
      [list([0.1, 0.2, 0.3, 0.25], [0, 8, 3, 1]), 5],
      [list([-1, -3, -2], [-9, -5, -6]), 4],
      [list([7, 6], [0.5, -2]), 0],
    ]);
    t.cases('of equal proxies the first is chosen', 1, [
      [list([2, 2, 1], [1, 5, 9]), 8],
      [list([1, 2, 2], [0, 3, -4]), 0],
      [list([4, 4, 4], [2, 1, 6]), 4],
    ]);
    t.cases('a single candidate leaves no regret, a second one may', 1, [
      [list([3], [-8]), 0],
      [list([3, 2], [-8, 1]), 9],
    ]);
    t.property('agrees with the definition on random candidates', 2, (random, size) => [
      random.array(size + 1, () => random.integer(-3, 3)),
      random.array(size + 1, () => random.between(-5, 5)),
    ]);
    t.check('only the order of the proxies matters', 1, async ({ call, random, near }) => {
      const proxy = random.shuffle([-2, -1, 0.5, 3]);
      const gold = proxy.map(reward => (reward === 3 ? -1 : reward + 4));
      near(await call(proxy, gold), 5.5);
      near(await call(proxy.map(Math.exp), gold), 5.5);
    });
    t.check('a bonus for every gold cancels, a factor does not', 1, async check => {
      const { call, random, near } = check;
      const bonus = random.between(-10, 10);
      const gold = [1, 5, 2].map(reward => 3 * reward + bonus);
      near(await call([0, 1, 2], gold), 9);
    });
    t.pure(1, list([1, 5, 3], [2, 4, 6]));
  });

  task('hackOnset', t => {
    t.examples(1);
    t.cases('the first step up for the proxy and down for the gold', 2, [
      [list([0, 1, 2], [5, 4, 3]), 1],
      [list([0, 1, 2, 3, 4], [0, 2, 3, 1, 0]), 3],
      [list([-5, -4, -3], [-2, -1, -1.5]), 2],
      [list([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 4.9]), 5],
    ]);
    t.cases('a step on which the proxy fell, or stood still, does not count', 1, [
      [list([3, 2, 4], [3, 2, 1]), 2],
      [list([1, 1, 2], [3, 2, 1]), 2],
      [list([5, 4, 3], [3, 2, 1]), -1],
    ]);
    t.cases('a gold that only stands still does not count', 1, [
      [list([0, 1, 2, 3], [1, 1, 1, 0]), 3],
      [list([0, 1, 2], [0, 1, 1]), -1],
      [list([5, 6, 7, 8, 9], [2, 2, 2, 2, 1]), 4],
    ]);
    t.cases('compared with the step before, not with an earlier one', 1, [
      [list([0, 1, 0.5, 2, 3], [4, 5, 1, 2, 1.5]), 4],
      [list([2, 0, 1, 1.5], [2, 0, 1, 0.5]), 3],
      [list([0, 3, 1, 2], [3, 4, 1, 0]), 3],
    ]);
    t.cases('−1 when it never happens', 1, [
      [list([0, 1, 2], [0, 1, 2]), -1],
      [list([4], [4]), -1],
      [list([4, 5], [4, 3]), 1],
    ]);
    t.property('agrees with the definition on random curves', 2, (random, size) => [
      random.array(size + 1, () => random.integer(-2, 2)),
      random.array(size + 1, () => random.integer(-2, 2)),
    ]);
    t.check('what comes later changes nothing', 1, async ({ call, random, equal }) => {
      const tail = random.logits(4, 5);
      equal(await call([0, 1, 2, ...tail], [0, 1, 0.5, ...random.shuffle(tail)]), 2);
      equal(await call([0, 1, 2, 3, ...tail], [0, 1, 2, 1, ...random.shuffle(tail)]), 3);
    });
    t.pure(1, list([0, 1, 2], [0, 1, 0.5]));
  });

  task('regressionalGoodhart', t => {
    t.examples(1);
    t.cases('the share of the gold in the variance of the proxy', 2, [
      [[10, 4, 1], 8],
      [[-6, 1, 3], -1.5],
      [[7, 2, 12], 1],
      [[0.5, 0.3, 0.1], 0.375],
    ]);
    t.cases('without noise the proxy is the gold; without gold it says nothing', 1, [
      [[5, 2, 0], 5],
      [[-5, 0.01, 0], -5],
      [[5, 0, 2], 0],
    ]);
    t.cases('the mean stays the mean, but not every proxy does', 1, [
      [[0, 3, 2], 0],
      [[5, 3, 2], 3],
    ]);
    t.property('agrees with the definition on random variances', 2, random => [
      random.between(-20, 20),
      random.between(0.01, 9),
      random.pick([random.between(0.01, 9), 0]),
    ]);
    t.check('only the ratio of the variances matters', 1, async ({ call, random, near }) => {
      const unit = random.pick([1e-6, 0.3, 40, 1e8]);
      near(await call(8, unit, 3 * unit), 2);
    });
    t.check('twice the proxy, twice the expected gold', 1, async ({ call, random, near }) => {
      const proxy = random.between(1, 50);
      near(await call(proxy, 9, 1), 0.9 * proxy);
      near(await call(-2 * proxy, 9, 1), -1.8 * proxy);
    });
  });

  task('goldReward', t => {
    t.examples(1);
    t.cases('best-of-n: d (α − βd), with d the root of KL', 2, [
      [[9, 2, 0.5, 'bestOfN'], 1.5],
      [[0.25, 2, 0.5, 'bestOfN'], 0.875],
      [[1, 3, 0.7, 'bestOfN'], 2.3],
      [[16, 0, 0.25, 'bestOfN'], -4],
    ]);
    t.cases('RL: d (α − β log d), with d the root of KL', 2, [
      [[E ** 2, 2, 0.5, 'rl'], 1.5 * E],
      [[E ** 4, 2, 0.5, 'rl'], E ** 2],
      [[E ** -2, 2, 0.5, 'rl'], 2.5 / E],
      [[1, 3, 0.7, 'rl'], 3],
    ]);
    t.cases('0 at the reference', 1, [
      [[0, 1, 0.3, 'bestOfN'], 0],
      [[0, 1, 0.3, 'rl'], 0],
      [[4, 2, 0, 'rl'], 4],
    ]);
    t.cases('without β, a straight line in d', 1, [
      [[25, 3, 0, 'bestOfN'], 15],
      [[25, 3, 0, 'rl'], 15],
    ]);
    t.cases('far out the gold lies below the reference', 1, [
      [[1e8, 1, 0.5, 'bestOfN'], 1e4 - 0.5e8],
      [[E ** 8, 1, 0.5, 'rl'], -(E ** 4)],
    ]);
    t.property('agrees with both laws on random arguments', 3, random => [
      random.pick([random.between(0, 2), random.between(0, 300)]),
      random.between(-1, 3),
      random.between(0, 1),
      random.pick(['bestOfN', 'rl']),
    ]);
    t.check('the law is linear in α and β', 1, async ({ call, random, near }) => {
      const method = random.pick(['bestOfN', 'rl']);
      const kl = random.between(0.1, 30);
      const parts: number[] = [await call(kl, 1, 0, method), await call(kl, 0, 1, method)];
      near(parts[0], Math.sqrt(kl));
      near(await call(kl, 5, -3, method), 5 * parts[0] - 3 * parts[1]);
    });
  });

  task('overoptimizationPeak', t => {
    t.examples(1);
    t.cases('best-of-n: half-way to where the gain is used up', 2, [
      [[2, 0.5, 'bestOfN'], { kl: 4, reward: 2 }],
      [[0.6, 0.1, 'bestOfN'], { kl: 9, reward: 0.9 }],
      [[1, 1, 'bestOfN'], { kl: 0.25, reward: 0.25 }],
    ]);
    t.cases('RL: where the logarithm of d is α/β − 1', 2, [
      [[2, 1, 'rl'], { kl: E ** 2, reward: E }],
      [[0.5, 0.5, 'rl'], { kl: 1, reward: 0.5 }],
      [[0.3, 0.6, 'rl'], { kl: 1 / E, reward: 0.6 / Math.sqrt(E) }],
      [[30, 0.3, 'rl'], { kl: E ** 198, reward: 0.3 * E ** 99 }],
    ]);
    t.cases('best-of-n that only loses is best not begun', 1, [
      [[-1, 0.5, 'bestOfN'], { kl: 0, reward: 0 }],
      [[-6, 1, 'bestOfN'], { kl: 0, reward: 0 }],
      [[0, 0.5, 'bestOfN'], { kl: 0, reward: 0 }],
      [[0.2, 0.5, 'bestOfN'], { kl: 0.04, reward: 0.02 }],
    ]);
    t.cases('without β nothing turns the gold over; with a little, something does', 1, [
      [[1, 0, 'bestOfN'], { kl: infinite, reward: infinite }],
      [[2, 0, 'rl'], { kl: infinite, reward: infinite }],
      [[1, 1e-4, 'bestOfN'], { kl: 2.5e7, reward: 2500 }],
    ]);
    t.property('agrees with the definition on random laws', 2, random => [
      random.between(0.1, 3),
      random.between(0.2, 1),
      random.pick(['bestOfN', 'rl']),
    ]);
    t.check('no other KL has more gold', 2, async ({ call, random, near, fail }) => {
      for (const method of ['bestOfN', 'rl']) {
        const [alpha, beta] = [random.between(0.5, 2), random.between(0.3, 1)];
        const gold = (kl: number) => {
          const d = Math.sqrt(kl);
          return d * (alpha - beta * (method === 'rl' ? Math.log(d) : d));
        };
        const peak: Point = await call(alpha, beta, method);
        near(peak.reward, gold(peak.kl));
        if (!(gold(peak.kl * 0.99) < peak.reward && gold(peak.kl * 1.01) < peak.reward)) {
          fail('A little before or after your KL the gold reward is higher.');
        }
      }
    });
    t.check('twice α and β: the same place, twice the gold', 1, async ({ call, random, near }) => {
      const scale = random.between(2, 9);
      near(await call(scale, scale / 2, 'bestOfN'), { kl: 1, reward: scale / 2 });
      near(await call(3 * scale, scale, 'rl'), { kl: E ** 4, reward: scale * E ** 2 });
    });
  });

  task('fitOveroptimization', t => {
    t.examples(1);
    t.cases('two points lie on one law', 1, [
      [[measured([1, 1.5], [16, 0]), 'bestOfN'], { alpha: 2, beta: 0.5 }],
      [[measured([1, 2], [E ** 2, 1.5 * E]), 'rl'], { alpha: 2, beta: 0.5 }],
      [[measured([4, -4], [1, -1.5]), 'bestOfN'], { alpha: -1, beta: 0.5 }],
    ]);
    // Residuals orthogonal to d and to d² (or d log d) leave the fit where it is. Cross products give
    // them: (3, −3, 1) for d = 1, 2, 3; (8, −6, 1) for d = 1, 2, 4; (e², −2e, 1) for d = 1, e, e².
    t.cases('best-of-n: least squares of the rewards, not of something else', 2, [
      [[measured([1, 1], [4, 0.5], [9, 0.4]), 'bestOfN'], { alpha: 1, beta: 0.3 }],
      [[measured([1, -2.3], [4, 3.8], [9, -0.7]), 'bestOfN'], { alpha: 1, beta: 0.3 }],
      [[measured([16, 4.1], [1, 2.55], [4, 2.4]), 'bestOfN'], { alpha: 2, beta: 0.25 }],
    ]);
    t.cases('RL: least squares of the rewards, not of something else', 2, [
      [
        [measured([1, 1 + 0.1 * E ** 2], [E ** 2, 0.5 * E], [E ** 4, 0.4 * E ** 2 + 0.1]), 'rl'],
        { alpha: 1, beta: 0.3 },
      ],
      [[measured([E ** 4, -1], [1, 2 - E ** 2], [E ** 2, 3 * E]), 'rl'], { alpha: 2, beta: 1 }],
    ]);
    t.cases('the reference itself, at KL 0, tells nothing of α or β', 1, [
      [[measured([0, 0], [1, 1.5], [16, 0]), 'bestOfN'], { alpha: 2, beta: 0.5 }],
      [[measured([1, 2], [0, 0], [E ** 2, 1.5 * E]), 'rl'], { alpha: 2, beta: 0.5 }],
      [[measured([0, 7], [1, 1], [4, 0.5], [9, 0.4]), 'bestOfN'], { alpha: 1, beta: 0.3 }],
    ]);
    t.cases('a point measured twice counts twice', 1, [
      [[measured([1, 1], [1, 2], [4, 0]), 'bestOfN'], { alpha: 3, beta: 1.5 }],
      [[measured([1, 0], [4, 2], [4, 6], [4, 4]), 'bestOfN'], { alpha: -2, beta: -2 }],
    ]);
    t.cases(
      'KLs close together still tell α from β',
      1,
      [
        [
          [measured([4, 2.8], [4.00001, lawAt(4.00001, 2, 0.3)]), 'bestOfN'],
          { alpha: 2, beta: 0.3 },
        ],
        [[measured([9, -3], [9.00001, lawAt(9.00001, 2, 1)]), 'bestOfN'], { alpha: 2, beta: 1 }],
        [
          [measured([1, 2], [1.00001, lawAt(1.00001, 3, 1)], [4, 2]), 'bestOfN'],
          { alpha: 3, beta: 1 },
        ],
        [[measured([1, 2], [1.00001, lawAt(1.00001, 3, 1)]), 'bestOfN'], { alpha: 3, beta: 1 }],
      ],
      { tolerance: 1e-8 },
    );
    t.cases('fewer than two positive KLs are refused', 1, [
      [[[], 'bestOfN'], throws('RangeError')],
      [[measured([2, 1]), 'rl'], throws('RangeError')],
      [[measured([0, 0], [2, 1]), 'bestOfN'], throws('RangeError')],
      [[measured([2, 1], [2, 3], [2, 2]), 'rl'], throws('RangeError')],
      [[measured([0, 0], [0, 1], [3, 2]), 'rl'], throws('RangeError')],
    ]);
    t.property(
      'agrees with the definition on random measurements',
      3,
      (random, size) => [randomPoints(random, size + 1), random.pick(['bestOfN', 'rl'])],
      { tolerance: 1e-8 },
    );
    t.check('predicts a peak that it was not shown', 2, async ({ call, random, near }) => {
      const [alpha, beta] = [random.between(1, 3), random.between(0.3, 0.6)];
      const early = random.array(5, i => 0.1 * (i + 1) * (alpha / (2 * beta)));
      const points = early.map(d => ({ kl: d * d, reward: d * (alpha - beta * d) }));
      const fit: { alpha: number; beta: number } = await call(points, 'bestOfN');
      near(fit.alpha ** 2 / (4 * fit.beta), alpha ** 2 / (4 * beta), 1e-6);
      const logs = [0.2, 0.5, 1.1, 1.9];
      const runs = logs.map(d => ({ kl: d * d, reward: d * (alpha - beta * Math.log(d)) }));
      near(await call(runs, 'rl'), { alpha, beta }, 1e-6);
    });
    t.pure(1, [measured([16, 4.1], [1, 2.55], [4, 2.4]), 'bestOfN']);
  });

  task('diagnose', t => {
    t.examples(1);
    t.cases('a held-out proxy below its best is overfitting', 2, [
      [[curves([1, 2, 3], [1, 2, 1.5], [1, 2, 3])], 'overfitting'],
      [[curves([1, 2, 3], [1, 2, 1.9], [3, 2, 1])], 'overfitting'],
      [[curves([1, 2, 3], [1, 2, 2], [1, 2, 3])], 'healthy'],
    ]);
    t.cases('otherwise a gold below its best is over-optimisation', 2, [
      [[curves([1, 2, 3], [1, 2, 3], [1, 2, 1.5])], 'overoptimization'],
      [[curves([1, 2, 3, 4], [0, 2, 2, 2], [0, 5, 4, 4.5])], 'overoptimization'],
      [[curves([1, 2, 3, 4], [0, 2, 2, 2], [0, 3, 4, 4])], 'healthy'],
    ]);
    t.cases('a dip that is made good is no verdict', 1, [
      [[curves([1, 2, 3], [1, 0, 2], [1, 0, 2])], 'healthy'],
      [[curves([1, 2, 3, 4], [1, 2, 0, 2], [1, 0, 3, 2])], 'overoptimization'],
      [[curves([1, 2, 3, 4], [3, 1, 2, 2.5], [1, 2, 3, 4])], 'overfitting'],
    ]);
    t.cases('reaching the best again is enough', 1, [
      [[curves([1, 2], [2, 2], [3, 3])], 'healthy'],
      [[curves([1, 2], [2, 2], [3, 2])], 'overoptimization'],
      [[curves([0], [5], [-5])], 'healthy'],
      [[curves([0, 1], [5, 4], [-5, -4])], 'overfitting'],
    ]);
    t.cases('a gap between the curves, or a falling training proxy, is no verdict', 1, [
      [[curves([7, 8, 9], [1, 2, 3], [-3, -2, -1])], 'healthy'],
      [[curves([3, 2, 1], [1, 2, 3], [1, 2, 3])], 'healthy'],
      [[curves([-3, -2, -1], [1, 2, 3], [9, 8, 7])], 'overoptimization'],
    ]);
    t.property('agrees with the definition on random curves', 3, (random, size) => {
      const curve = () => random.array(size, () => random.integer(-2, 2));
      const rising = () => curve().sort((a, b) => a - b);
      const [heldOutProxy, gold] = [random, random].map(r => (r.boolean() ? rising() : curve()));
      return [{ trainProxy: rising(), heldOutProxy, gold }];
    });
    t.pure(1, [curves([1, 2, 3], [1, 2, 3], [1, 3, 2])]);
  });

  task('intervene', t => {
    t.examples(1);
    const diamond = [
      [0, 2, 3, 0],
      [0, 0, 0, 5],
      [0, 0, 0, 7],
      [0, 0, 0, 0],
    ];
    t.cases('effects multiply along a path and add over paths', 2, [
      [
        [diamond, 0, 1],
        [1, 2, 3, 31],
      ],
      [
        [diamond, 0, -2],
        [-2, -4, -6, -62],
      ],
      [
        [list([0, 2, 10], [0, 0, 3], [0, 0, 0]), 0, 1],
        [1, 2, 16],
      ],
      [
        [list([0, -0.5, 1], [0, 0, 2], [0, 0, 0]), 0, 4],
        [4, -2, 0],
      ],
    ]);
    t.cases('causes of the node learn nothing of it', 2, [
      [
        [diamond, 1, 2],
        [0, 2, 0, 10],
      ],
      [
        [diamond, 3, 4],
        [0, 0, 0, 4],
      ],
      [
        [list([0, 2, 0], [0, 0, 3], [0, 0, 0]), 2, 6],
        [0, 0, 6],
      ],
    ]);
    t.cases('a node without edges reaches nobody', 1, [
      [
        [list([0, 0], [0, 0]), 0, 3],
        [3, 0],
      ],
      [
        [list([0, 0, 2], [0, 0, 0], [0, 0, 0]), 0, 3],
        [3, 0, 6],
      ],
      [[[[0]], 0, 5], [5]],
    ]);
    t.cases('set to 0, the graph stays at rest; set to anything else, not', 1, [
      [
        [diamond, 0, 0],
        [0, 0, 0, 0],
      ],
      [
        [diamond, 2, 1],
        [0, 0, 1, 7],
      ],
    ]);
    t.property('agrees with the definition on random graphs', 3, (random, size) => [
      randomGraph(random, size),
      random.integer(0, size - 1),
      random.between(-5, 5),
    ]);
    t.check('the effect is proportional to the value', 1, async ({ call, random, near }) => {
      const weights = randomGraph(random, 5);
      const unit: number[] = await call(weights, 1, 1);
      const scale = random.between(2, 9);
      const scaled = unit.map(effect => scale * effect);
      near(unit[1], 1);
      near(await call(weights, 1, scale), scaled);
    });
    t.check('a chain multiplies its weights', 1, async ({ call, random, near }) => {
      const [first, second, third] = random.array(3, () => random.between(-3, 3));
      const chain = list([0, first, 0, 0], [0, 0, second, 0], [0, 0, 0, third], [0, 0, 0, 0]);
      near(await call(chain, 0, 2), [2, 2 * first, 2 * first * second, 2 * first * second * third]);
      near(await call(chain, 2, 2), [0, 0, 2, 2 * third]);
    });
    t.pure(1, [diamond, 1, 2]);
  });
});

function curves(trainProxy: number[], heldOutProxy: number[], gold: number[]) {
  return { trainProxy, heldOutProxy, gold };
}

function lawAt(kl: number, alpha: number, beta: number): number {
  return alpha * Math.sqrt(kl) - beta * kl;
}

/** Measurements at roots of KL that lie half a unit apart or more, now and then with one at KL 0. */
function randomPoints(random: Random, count: number): Point[] {
  const roots = random.array(count, i => 0.7 * (i + 1) + random.between(-0.1, 0.1));
  const all = random.integer(0, 3) === 0 ? [0, ...roots] : roots;
  return random.shuffle(all).map(d => ({ kl: d * d, reward: random.between(-2, 2) }));
}

function randomGraph(random: Random, nodes: number): number[][] {
  return random.array(nodes, from =>
    random.array(nodes, to => (to > from && random.integer(0, 3) > 0 ? random.between(-2, 2) : 0)),
  );
}
