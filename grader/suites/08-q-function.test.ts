import * as reference from '../../solutions/08-q-function.ts';
import type { Random } from '../random.ts';
import { suite } from '../suite.ts';

const { log: ln, exp } = Math;
const none = Number.NEGATIVE_INFINITY;
const end = { $: 1 };

type TableModel = reference.TableModel;
interface Solved {
  values: Record<string, number>;
  qValues: Record<string, Record<string, number>>;
}

/** A list of lists that stays on one line. */
const list = <Items extends unknown[]>(...items: Items): Items => items;

suite('08-q-function', reference, task => {
  task('softValue', t => {
    t.examples(1);
    t.cases('equal values gain β log n', 1, [
      [[[0, 0], 1], ln(2)],
      [[[-3, -3, -3, -3], 0.5], -3 + ln(2)],
      [[[1, 1, 1], 10], 1 + 10 * ln(3)],
    ]);
    t.cases('values that are β times a logarithm', 2, [
      [[[ln(1), ln(2), ln(5)], 1], 3 * ln(2)],
      [[[2 * ln(3), 2 * ln(6)], 2], 4 * ln(3)],
      [[[0.1 * ln(0.25), 0.1 * ln(0.75)], 0.1], 0],
      [[[3 * ln(7), 0], 3], 9 * ln(2)],
    ]);
    t.cases('a single action is worth its value', 1, [
      [[[4], 3], 4],
      [[[-1e4], 1], -1e4],
      [[[1, 1], 3], 1 + 3 * ln(2)],
    ]);
    t.cases('the limits: the hard maximum, and log n nats at β each', 1, [
      [[[1, 2, 0], 1e-3], 2],
      [[[2, 2, 0], 1e-3], 2 + 1e-3 * ln(2)],
      [[[1, 2, 0], 1e9], 1 + 1e9 * ln(3)],
    ]);
    t.cases('large values do not overflow, in either direction', 2, [
      [[[1e4, 1e4], 1], 1e4 + ln(2)],
      [[[-1e4, -1e4 - ln(3)], 1], -1e4 + ln(4 / 3)],
      [[[800, 800 + ln(3)], 1], 800 + ln(4)],
      [[[-500, 500], 0.1], 500],
    ]);
    t.cases('an excluded action adds nothing', 1, [
      [[[none, 1, 1], 2], 1 + 2 * ln(2)],
      [[[7, none], 1], 7],
    ]);
    t.property('agrees with the definition on random values', 2, (random, size) => [
      random.logits(size, random.pick([1, 10, 1e3])),
      random.pick([0.1, 0.5, 1, 3, 20]),
    ]);
    t.check('a constant added to all values is added to the soft one', 1, async check => {
      const { call, random, near } = check;
      const shift = random.between(-50, 50);
      const values = [1, 2, 3].map(weight => 0.5 * ln(weight) + shift);
      near(await call(random.shuffle(values), 0.5), 0.5 * ln(6) + shift);
    });
    t.check('two choices in a row are worth one choice among all', 1, async check => {
      const { call, random, near } = check;
      const [left, right] = [random.logits(2, 3), random.logits(3, 3)];
      const beta = random.between(0.2, 2);
      const after: number[] = [await call(left, beta), await call(right, beta)];
      const all: number = await call([...left, ...right], beta);
      near(await call(after, beta), all);
      near(all, beta * ln([...left, ...right].reduce((sum, q) => sum + exp(q / beta), 0)));
    });
    t.pure(1, [[1, 2, 0], 0.5]);
  });

  task('policyFromQ', t => {
    t.examples(1);
    t.cases('values that are β times a logarithm', 2, [
      [
        [[ln(1), ln(2), ln(5)], 1],
        [1 / 8, 2 / 8, 5 / 8],
      ],
      [
        [[2 * ln(3), 2 * ln(6)], 2],
        [1 / 3, 2 / 3],
      ],
      [
        [[0.1 * ln(0.25), 0.1 * ln(0.75)], 0.1],
        [0.25, 0.75],
      ],
    ]);
    t.cases('equal values share the probability', 1, [
      [
        [[-4, -4], 0.3],
        [0.5, 0.5],
      ],
      [
        [[0, 0, 0, 0], 5],
        [0.25, 0.25, 0.25, 0.25],
      ],
      [[[9], 2], [1]],
    ]);
    t.cases('the limits: the best actions alone, and all alike', 1, [
      [
        [[1, 2, 2], 1e-3],
        [0, 0.5, 0.5],
      ],
      [
        [[1, 2, 0], 1e12],
        [1 / 3, 1 / 3, 1 / 3],
      ],
    ]);
    t.cases('large values do not overflow, in either direction', 2, [
      [
        [[1e4, 1e4 - ln(3)], 1],
        [0.75, 0.25],
      ],
      [
        [[-1e4, -1e4 + ln(4)], 1],
        [0.2, 0.8],
      ],
      [
        [[-400, 400], 0.08],
        [0, 1],
      ],
    ]);
    t.cases('an excluded action has probability 0', 1, [
      [
        [[none, 0, ln(4)], 1],
        [0, 0.2, 0.8],
      ],
      [
        [[3, none], 2],
        [1, 0],
      ],
    ]);
    t.property('agrees with the definition on random values', 2, (random, size) => [
      random.logits(size, random.pick([1, 10, 1e3])),
      random.pick([0.1, 0.5, 1, 3, 20]),
    ]);
    t.check('a constant added to all values changes nothing', 1, async check => {
      const { call, random, near } = check;
      const [beta, shift] = [random.between(0.5, 3), random.between(-20, 20)];
      const weights = random.shuffle([1, 2, 3, 4]);
      const policy: number[] = await call(
        weights.map(weight => beta * ln(weight) + shift),
        beta,
      );
      near(
        policy,
        weights.map(weight => weight / 10),
      );
    });
    t.pure(1, [[1, 2, 0], 0.5]);
  });

  task('advantages', t => {
    t.examples(1);
    t.cases('β times the logarithm of the share', 2, [
      [
        [[ln(1), ln(2), ln(5)], 1],
        [ln(1 / 8), ln(1 / 4), ln(5 / 8)],
      ],
      [
        [[2 * ln(3), 2 * ln(6)], 2],
        [2 * ln(1 / 3), 2 * ln(2 / 3)],
      ],
      [
        [[0.1 * ln(2) + 7, 0.1 * ln(6) + 7], 0.1],
        [0.1 * ln(1 / 4), 0.1 * ln(3 / 4)],
      ],
    ]);
    t.cases('equal actions have −β log n, a single one 0', 1, [
      [
        [[5, 5], 3],
        [-3 * ln(2), -3 * ln(2)],
      ],
      [[[-8], 2], [0]],
    ]);
    t.cases('large values do not overflow, in either direction', 1, [
      [
        [[1e4, 1e4], 1],
        [-ln(2), -ln(2)],
      ],
      [
        [[-1e4, -1e4 + ln(3)], 1],
        [-2 * ln(2), ln(3 / 4)],
      ],
      [
        [[0, 1000], 0.1],
        [-1000, 0],
      ],
    ]);
    t.cases('an excluded action has −Infinity', 1, [
      [
        [[1, none, 1], 2],
        [-2 * ln(2), none, -2 * ln(2)],
      ],
    ]);
    t.property('agrees with the definition on random values', 2, (random, size) => [
      random.logits(size, random.pick([1, 10, 1e3])),
      random.pick([0.1, 0.5, 1, 3, 20]),
    ]);
    t.check('a constant added to all values changes nothing', 1, async check => {
      const { call, random, near } = check;
      const [beta, shift] = [random.between(0.5, 3), random.between(-20, 20)];
      const weights = random.shuffle([1, 2, 3, 4, 6]);
      const all: number[] = await call(
        weights.map(weight => beta * ln(weight) + shift),
        beta,
      );
      near(
        all,
        weights.map(weight => beta * ln(weight / 16)),
      );
    });
    t.pure(1, [[1, 2, 0], 0.5]);
  });

  task('tokenRewards', t => {
    t.examples(1);
    t.cases('the reward comes with the last token', 2, [
      [
        [[-1, -2, -3], 10, 1],
        [-1, -2, 7],
      ],
      [
        [[-4, -1, 0, -2], -3, 0.5],
        [-2, -0.5, 0, -4],
      ],
      [
        [[0, 0, 0], 5, 0.3],
        [0, 0, 5],
      ],
    ]);
    t.cases('without a reward the reference is left', 1, [
      [
        [[-1, -2], 0, 3],
        [-3, -6],
      ],
      [
        [[-0.5, -0.25, -1], 0, 4],
        [-2, -1, -4],
      ],
    ]);
    t.cases('a response of one token gets both at once', 1, [
      [[[-2], 3, 0.25], [2.5]],
      [[[0], -7, 2], [-7]],
    ]);
    t.cases('what the reference excludes stays excluded', 1, [
      [
        [[-1, none, -2], 4, 0.5],
        [-0.5, none, 3],
      ],
      [
        [[-1, none], 4, 2],
        [-2, none],
      ],
    ]);
    t.property('agrees with the definition on random responses', 2, (random, size) => [
      random.array(size, () => random.between(-6, 0)),
      random.between(-5, 5),
      random.pick([0.05, 0.5, 1, 2]),
    ]);
    t.check('only the last token knows the reward', 1, async ({ call, random, near }) => {
      const reward = random.between(-3, 3);
      const logs = random.shuffle([-1, -2, -3, -4]);
      const charges = logs.map(log => log / 2);
      near(await call(logs, 0, 0.5), charges);
      near(await call(logs, reward, 0.5), [...charges.slice(0, 3), charges[3] + reward]);
    });
    t.pure(1, [[-1, -2], 3, 0.5]);
  });

  task('softBackup', t => {
    t.examples(2);
    t.cases('one choice, by hand', 2, [
      [
        [{ '': { a: 0.5, $: 0.5 }, a: end }, { '': 0, a: ln(3) }, 1],
        {
          values: { '': ln(2), a: ln(3) },
          qValues: { '': { a: ln(1.5), $: -ln(2) }, a: { $: ln(3) } },
        },
      ],
      [
        [{ '': { a: 0.25, b: 0.75 }, a: end, b: end }, { a: 4 * ln(5), b: 4 * ln(3) }, 4],
        {
          values: { '': 4 * ln(3.5), a: 4 * ln(5), b: 4 * ln(3) },
          qValues: {
            '': { a: 4 * ln(1.25), b: 4 * ln(2.25) },
            a: { $: 4 * ln(5) },
            b: { $: 4 * ln(3) },
          },
        },
      ],
    ]);
    t.cases('two choices in a row, by hand', 2, [
      [
        [
          { a: { a: 0.75, $: 0.25 }, '': { a: 0.5, $: 0.5 }, aa: end },
          { '': -2 * ln(2), a: 2 * ln(2), aa: 2 * ln(6) },
          2,
        ],
        {
          values: { '': 2 * ln(2.75), a: 2 * ln(5), aa: 2 * ln(6) },
          qValues: {
            '': { a: 2 * ln(2.5), $: 2 * ln(0.25) },
            a: { a: 2 * ln(4.5), $: 2 * ln(0.5) },
            aa: { $: 2 * ln(6) },
          },
        },
      ],
    ]);
    t.cases('a chain without a choice carries the reward to the root', 1, [
      [
        [{ '': { a: 1 }, a: { b: 1 }, ab: { c: 1 }, abc: end }, { abc: -4 }, 0.3],
        {
          values: { '': -4, a: -4, ab: -4, abc: -4 },
          qValues: { '': { a: -4 }, a: { b: -4 }, ab: { c: -4 }, abc: { $: -4 } },
        },
      ],
      [[{ '': end }, { '': 2 }, 3], { values: { '': 2 }, qValues: { '': { $: 2 } } }],
    ]);
    t.cases('if nothing is rewarded, nothing is worth anything', 1, [
      [
        [{ '': { a: 0.2, $: 0.8 }, a: end }, { '': 0, a: 0 }, 2],
        {
          values: { '': 0, a: 0 },
          qValues: { '': { a: 2 * ln(0.2), $: 2 * ln(0.8) }, a: { $: 0 } },
        },
      ],
    ]);
    t.cases('the text so far is rewarded only if it stops there', 1, [
      [
        [{ '': { a: 1 }, a: { a: 0.5, $: 0.5 }, aa: end }, { '': 50, a: ln(5), aa: 0 }, 1],
        {
          values: { '': ln(3), a: ln(3), aa: 0 },
          qValues: { '': { a: ln(3) }, a: { a: ln(0.5), $: ln(2.5) }, aa: { $: 0 } },
        },
      ],
    ]);
    t.cases('large rewards do not overflow, in either direction', 2, [
      [
        [{ '': { a: 0.25, b: 0.75 }, a: end, b: end }, { a: 1e4, b: 1e4 }, 1],
        {
          values: { '': 1e4, a: 1e4, b: 1e4 },
          qValues: {
            '': { a: 1e4 + ln(0.25), b: 1e4 + ln(0.75) },
            a: { $: 1e4 },
            b: { $: 1e4 },
          },
        },
      ],
      [
        [{ '': { a: 0.5, $: 0.5 }, a: end }, { '': -1000, a: -2000 }, 0.2],
        {
          values: { '': -1000 - 0.2 * ln(2), a: -2000 },
          qValues: {
            '': { a: -2000 - 0.2 * ln(2), $: -1000 - 0.2 * ln(2) },
            a: { $: -2000 },
          },
        },
      ],
    ]);
    t.cases('a token of probability 0 leads nowhere', 1, [
      [
        [{ '': { a: 0, b: 1 }, b: { $: 1, c: 0 } }, { b: 3 }, 0.5],
        {
          values: { '': 3, b: 3 },
          qValues: { '': { a: none, b: 3 }, b: { $: 3, c: none } },
        },
      ],
      [
        [{ '': { a: 1, $: 0 }, a: end }, { a: -2 }, 1],
        { values: { '': -2, a: -2 }, qValues: { '': { a: -2, $: none }, a: { $: -2 } } },
      ],
      [
        [{ '': { a: 0, $: 1 }, a: end }, { '': 1, a: 9 }, 1],
        { values: { '': 1, a: 9 }, qValues: { '': { a: none, $: 1 }, a: { $: 9 } } },
      ],
    ]);
    t.property('agrees with the definition on random trees', 3, (random, size) => {
      const model = randomTree(random, Math.min(size, 3));
      return [model, randomRewards(random, model), random.pick([0.2, 0.5, 1, 3])];
    });
    t.check('the root is worth β log Z, over all finished texts', 2, async check => {
      const { call, random, near } = check;
      const beta = random.between(0.3, 2);
      const model = randomTree(random, 3);
      const rewards = randomRewards(random, model);
      const solved = (await call(model, rewards, beta)) as Solved | undefined;
      const texts = enumerate(model, '', 1);
      const total = texts.reduce((sum, [text, p]) => sum + p * exp(rewards[text] / beta), 0);
      near(solved?.values?.[''], beta * ln(total));
    });
    t.check('more reward everywhere is more value everywhere', 1, async check => {
      const { call, random, near } = check;
      const model = randomTree(random, 2);
      const bonus = random.between(1, 9);
      const rewards = randomRewards(random, model);
      const raised = Object.fromEntries(
        Object.entries(rewards).map(([text, reward]) => [text, reward + bonus]),
      );
      const { values, qValues } = reference.softBackup(model, rewards, 0.7);
      const more = (all: Record<string, number>) =>
        Object.fromEntries(Object.entries(all).map(([key, value]) => [key, value + bonus]));
      near(await call(model, raised, 0.7), {
        values: more(values),
        qValues: Object.fromEntries(
          Object.entries(qValues).map(([prefix, next]) => [prefix, more(next)]),
        ),
      });
    });
    t.pure(1, [{ '': { a: 0.5, $: 0.5 }, a: end }, { '': 1, a: 2 }, 0.5]);
  });

  task('qFromPolicy', t => {
    t.examples(1);
    t.cases('the reference lags by one token', 2, [
      [
        [list(-1, -1, -1), list(-2, -4, -8), 0, 1],
        [-1, 0, 3],
      ],
      [
        [list(-1, -2, 0), list(-3, -1, -5), 10, 2],
        [8, 10, 12],
      ],
      [
        [list(0, 0, 0, 0), list(-1, 0, -2, -9), 1, 0.5],
        [1, 1.5, 1.5, 2.5],
      ],
    ]);
    t.cases('the first token starts at the root, over a denominator of 1', 1, [
      [[[-0.5], [-3], 2, 1], [1.5]],
      [[[-4], [0], 0, 0.25], [-1]],
    ]);
    t.cases('a tree solved by hand', 2, [
      [
        [list(ln(10 / 11), ln(0.9), 0), list(ln(0.5), ln(0.75), 0), 2 * ln(2.75), 2],
        [2 * ln(2.5), 2 * ln(4.5), 2 * ln(6)],
      ],
      [[list(ln(1 / 11)), list(ln(0.5)), 2 * ln(2.75), 2], [2 * ln(0.25)]],
    ]);
    t.cases('the last entry of the reference has no influence', 1, [
      [
        [list(-1, -2), list(-3, none), 1, 1],
        [0, 1],
      ],
      [
        [list(-1, none), list(-3, none), 1, 1],
        [0, none],
      ],
      [
        [list(-1, -2), list(-3, 0), 1, 1],
        [0, 1],
      ],
    ]);
    t.check('an empty response has no tokens to judge', 1, async ({ call, equal, near }) => {
      near(await call([-1], [-1], 3, 1), [2]);
      equal(await call([], [], 3, 1), []);
    });
    t.property('agrees with the definition on random responses', 2, (random, size) => [
      random.array(size, () => random.between(-5, 0)),
      random.array(size, () => random.between(-5, 0)),
      random.between(-3, 3),
      random.pick([0.05, 0.5, 1, 2]),
    ]);
    t.check('at the reference itself every token is worth its charge', 1, async check => {
      const { call, random, near } = check;
      const logs = random.array(5, () => random.between(-4, 0));
      const root = random.between(-2, 2);
      near(
        await call(logs, logs, root, 0.5),
        logs.map(log => root + 0.5 * log),
      );
    });
    t.check('at the end token the reward comes out', 2, async check => {
      const { call, random, near } = check;
      // Texts of a and b, of length 2: tilt whole texts, then take conditional probabilities.
      const beta = random.between(0.3, 2);
      const [first, ...second] = random.array(3, () => random.between(0.1, 0.9));
      const rewards = random.logits(4, 2);
      const base = [0, 1, 2, 3].map(text => {
        const [one, two] = [text >> 1, text & 1];
        return (one ? 1 - first : first) * (two ? 1 - second[one] : second[one]);
      });
      const weights = base.map((p, text) => p * exp(rewards[text] / beta));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const text of [0, 1, 2, 3]) {
        const one = text >> 1;
        const pair = weights[2 * one] + weights[2 * one + 1];
        const reference1 = one ? 1 - first : first;
        const q: number[] = await call(
          [ln(pair / total), ln(weights[text] / pair), 0],
          [ln(reference1), ln(base[text] / reference1), 0],
          beta * ln(total),
          beta,
        );
        near(q?.[2], rewards[text]);
        near(q?.[1], rewards[text] + beta * ln(base[text] / reference1));
      }
    });
    t.pure(1, [[-1, -2], [-3, -1], 1, 0.5]);
  });
});

/** All texts of at most `depth` letters, some of which the reference excludes. */
function randomTree(random: Random, depth: number, prefix = ''): TableModel {
  if (depth === 0) return { [prefix]: end };
  const letters = ['a', 'b', 'c'].slice(0, random.integer(1, 3));
  const shares = random.distribution(letters.length + 1);
  const next = Object.fromEntries([...letters, '$'].map((token, i) => [token, shares[i]]));
  const below = letters.map(letter => randomTree(random, depth - 1, prefix + letter));
  const excluded = random.boolean() ? { z: 0 } : {};
  return Object.assign({ [prefix]: { ...next, ...excluded } }, ...random.shuffle(below));
}

/** A reward for each text that may be finished. */
function randomRewards(random: Random, model: TableModel): Record<string, number> {
  return Object.fromEntries(Object.keys(model).map(text => [text, random.between(-3, 3)]));
}

function enumerate(model: TableModel, prefix: string, reached: number): [string, number][] {
  return Object.entries(model[prefix]).flatMap(([token, probability]): [string, number][] => {
    if (probability === 0) return [];
    if (token === '$') return [[prefix, reached * probability]];
    return enumerate(model, prefix + token, reached * probability);
  });
}
