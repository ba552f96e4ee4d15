import type * as reference from '../../solutions/09-best-of-n.ts';
import type { Misconceptions } from '../misconception.ts';

export const misconceptions: Misconceptions<typeof reference> = {
  bestOfN: {
    argmin: rewards => rewards.indexOf(Math.min(...rewards)),
    'last-best': rewards => rewards.lastIndexOf(Math.max(...rewards)),
    'reward-returned': rewards => Math.max(...rewards),
    'counted-from-one': rewards => rewards.indexOf(Math.max(...rewards)) + 1,
    'starts-at-zero': rewards => {
      let best = 0;
      let index = 0;
      rewards.forEach((reward, i) => {
        if (reward > best) {
          best = reward;
          index = i;
        }
      });
      return index;
    },
    'sorted-as-text': rewards => rewards.indexOf([...rewards].sort()[rewards.length - 1]),
  },

  bestOfNDistribution: {
    'ties-counted-twice': tiesTwice,
    'ties-in-order': tiesInOrder,
    'ties-shared-evenly': (policy, rewards, n) =>
      policy.map((_, y) => {
        const rivals = rewards.filter(
          (reward, other) => reward === rewards[y] && policy[other] > 0,
        );
        return policy[y] === 0 ? 0 : levelMass(policy, rewards, y, n) / rivals.length;
      }),
    'always-the-best': (policy, rewards) => {
      const best = Math.max(...rewards.filter((_, y) => policy[y] > 0));
      const mass = sum(policy.filter((_, y) => rewards[y] === best));
      return policy.map((own, y) => (rewards[y] === best ? own / mass : 0));
    },
    'powers-of-the-policy': (policy, _rewards, n) => normalized(policy.map(mass => mass ** n)),
    'density-formula': density,
    'density-normalised': (policy, rewards, n) => normalized(density(policy, rewards, n)),
    'drawn-at-all': (policy, _rewards, n) => policy.map(mass => 1 - (1 - mass) ** n),
    'worst-of-n': (policy, rewards, n) =>
      exact(
        policy,
        rewards.map(reward => -reward),
        n,
      ),
    'list-order': (policy, _rewards, n) => exact(policy, [...policy.keys()], n),
    'not-differenced': (policy, rewards, n) =>
      policy.map((_, y) => (below(policy, rewards, y) + equal(policy, rewards, y)) ** n),
    'zero-over-zero': zeroOverZero,
  },

  bestOfNKL: {
    bound: (_policy, _rewards, n) => Math.log(n) - (n - 1) / n,
    'log-n': (_policy, _rewards, n) => Math.log(n),
    reversed: (policy, rewards, n) => kl(policy, exact(policy, rewards, n)),
    'zero-times-log-zero': (policy, rewards, n) => {
      const best = exact(policy, rewards, n);
      return sum(best.map((mass, y) => mass * Math.log(mass / policy[y])));
    },
    'continuous-ratio': (policy, rewards, n) =>
      sum(
        exact(policy, rewards, n).map((mass, y) =>
          mass
            ? mass *
              (Math.log(n) +
                (n - 1) * Math.log(below(policy, rewards, y) + equal(policy, rewards, y)))
            : 0,
        ),
      ),
    'ties-in-order': (policy, rewards, n) => kl(tiesInOrder(policy, rewards, n), policy),
    'ties-counted-twice': (policy, rewards, n) => kl(tiesTwice(policy, rewards, n), policy),
    'base-two': (policy, rewards, n) => kl(exact(policy, rewards, n), policy) / Math.LN2,
    'cross-entropy': (policy, rewards, n) =>
      -sum(exact(policy, rewards, n).map((mass, y) => (mass ? mass * Math.log(policy[y]) : 0))),
    limit: (policy, rewards) => {
      const best = Math.max(...rewards.filter((_, y) => policy[y] > 0));
      return -Math.log(sum(policy.filter((_, y) => rewards[y] === best)));
    },
  },

  klBound: {
    'log-n': n => Math.log(n),
    'log-n-minus-one': n => Math.log(n) - 1,
    'base-two': n => Math.log2(n) - (n - 1) / n,
    'sign-flipped': n => Math.log(n) + (n - 1) / n,
    'win-rate-fraction': n => Math.log(n) - n / (n + 1),
    'fraction-inverted': n => Math.log(n) - n / (n - 1),
  },

  winRate: {
    'continuous-formula': (_policy, _rewards, n) => n / (n + 1),
    'ties-won': (policy, rewards, n) =>
      wins(policy, rewards, n, y => below(policy, rewards, y) + equal(policy, rewards, y)),
    'ties-lost': (policy, rewards, n) => wins(policy, rewards, n, y => below(policy, rewards, y)),
    'ties-dropped': (policy, rewards, n) => {
      const won = wins(policy, rewards, n, y => below(policy, rewards, y));
      const tied = wins(policy, rewards, n, y => equal(policy, rewards, y));
      return won / (1 - tied);
    },
    'ties-counted-twice': (policy, rewards, n) =>
      sum(tiesTwice(policy, rewards, n).map((mass, y) => mass * half(policy, rewards, y))),
    'same-response-forgotten': (policy, rewards, n) =>
      wins(policy, rewards, n, y => half(policy, rewards, y) - policy[y] / 2),
    'other-side': (policy, rewards, n) =>
      1 - wins(policy, rewards, n, y => half(policy, rewards, y)),
    'best-against-best': (policy, rewards, n) => {
      const best = exact(policy, rewards, n);
      return sum(best.map((mass, y) => mass * half(best, rewards, y)));
    },
    'chance-of-the-best': (policy, rewards, n) => {
      const best = Math.max(...rewards.filter((_, y) => policy[y] > 0));
      return 1 - (1 - sum(policy.filter((_, y) => rewards[y] === best))) ** n;
    },
  },

  expectedMax: {
    resampling: (rewards, n) => {
      const size = refuse(rewards, n);
      const sorted = ascending(rewards);
      return sum(sorted.map((reward, i) => reward * (((i + 1) / size) ** n - (i / size) ** n)));
    },
    'largest-sample': (rewards, n) => {
      refuse(rewards, n);
      return Math.max(...rewards);
    },
    'first-n': (rewards, n) => {
      refuse(rewards, n);
      return Math.max(...rewards.slice(0, n));
    },
    blocks: (rewards, n) => {
      const groups = Math.floor(refuse(rewards, n) / n);
      const maxima = Array.from({ length: groups }, (_, i) =>
        Math.max(...rewards.slice(i * n, (i + 1) * n)),
      );
      return sum(maxima) / groups;
    },
    'plain-mean': (rewards, n) => sum(rewards) / refuse(rewards, n),
    'smallest-of-n': (rewards, n) => {
      refuse(rewards, n);
      return -subsets(ascending(rewards.map(reward => -reward)), n);
    },
    unsorted: (rewards, n) => {
      refuse(rewards, n);
      return subsets(rewards, n);
    },
    'sorted-as-text': (rewards, n) => {
      refuse(rewards, n);
      return subsets([...rewards].sort(), n);
    },
    'duplicates-dropped': (rewards, n) => {
      refuse(rewards, n);
      const different = [...new Set(rewards)];
      return subsets(ascending(different), Math.min(n, different.length));
    },
    quantile: (rewards, n) => {
      const size = refuse(rewards, n);
      return ascending(rewards)[Math.min(size - 1, Math.floor((size * n) / (n + 1)))];
    },
    factorials: (rewards, n) => {
      const size = refuse(rewards, n);
      const factorial = (m: number): number => (m < 2 ? 1 : m * factorial(m - 1));
      const choose = (m: number, k: number) =>
        k > m ? 0 : factorial(m) / factorial(k) / factorial(m - k);
      return sum(
        ascending(rewards)
          .map((reward, i) => [reward, choose(i, n - 1) / choose(size, n)])
          .map(([reward, weight]) => (weight === 0 ? 0 : reward * weight)),
      );
    },
    'zero-times-infinity': (rewards, n) => {
      const size = refuse(rewards, n);
      let weight = n / size;
      let total = 0;
      const sorted = ascending(rewards);
      for (let i = size - 1; i >= 0; i--) {
        total += Math.max(weight, 0) * sorted[i];
        weight *= i > 0 ? (i + 1 - n) / i : 0;
      }
      return total;
    },
    'too-few-accepted': (rewards, n) => subsets(ascending(rewards), Math.min(n, rewards.length)),
  },

  frontier: {
    'bound-for-kl': (policy, rewards, ns) =>
      points(policy, rewards, ns, n => Math.log(n) - (n - 1) / n),
    'no-better': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => ({ ...point, optimal: point.bestOfN })),
    'best-reward': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => ({ ...point, optimal: top(policy, rewards) })),
    'one-over-n': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => ({
        ...point,
        optimal: dot(tilt(policy, rewards, point.n), rewards),
      })),
    'exponent-n-minus-one': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => ({
        ...point,
        optimal: dot(tilt(policy, rewards, point.n - 1), rewards),
      })),
    'penalty-subtracted': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => {
        const strength = search(policy, rewards, point.kl);
        const net = strength > 0 ? point.optimal - point.kl / strength : point.optimal;
        return { ...point, optimal: net };
      }),
    'kl-reversed': (policy, rewards, ns) =>
      points(policy, rewards, ns, n => kl(policy, exact(policy, rewards, n))),
    'in-order-of-n': (policy, rewards, ns) =>
      points(
        policy,
        rewards,
        [...ns].sort((a, b) => a - b),
      ),
    'limits-refused': (policy, rewards, ns) =>
      points(policy, rewards, ns).map(point => {
        const best = top(policy, rewards);
        const limit = -Math.log(sum(policy.filter((_, y) => rewards[y] === best)));
        if (point.kl < 1e-12 || point.kl > limit - 1e-9) throw new RangeError('budget');
        return point;
      }),
  },

  costToReach: {
    'first-in-the-list': (target, curve) =>
      curve.find(point => point.gold >= target)?.n ?? Number.POSITIVE_INFINITY,
    'strictly-more': (target, curve) =>
      Math.min(...curve.filter(point => point.gold > target).map(point => point.n)),
    'highest-gold': (target, curve) => {
      const reached = curve.filter(point => point.gold >= target);
      if (reached.length === 0) return Number.POSITIVE_INFINITY;
      return reached.reduce((a, b) => (b.gold > a.gold ? b : a)).n;
    },
    'largest-n': (target, curve) => {
      const reached = curve.filter(point => point.gold >= target).map(point => point.n);
      return reached.length ? Math.max(...reached) : Number.POSITIVE_INFINITY;
    },
    'minus-one': (target, curve) => {
      const reached = curve.filter(point => point.gold >= target).map(point => point.n);
      return reached.length ? Math.min(...reached) : -1;
    },
    'last-n-instead': (target, curve) => {
      const reached = curve.filter(point => point.gold >= target).map(point => point.n);
      return Math.min(...(reached.length ? reached : curve.map(point => point.n)));
    },
    'index-returned': (target, curve) => {
      const n = Math.min(...curve.filter(point => point.gold >= target).map(point => point.n));
      const index = curve.findIndex(point => point.n === n);
      return index < 0 ? Number.POSITIVE_INFINITY : index;
    },
    'closest-gold': (target, curve) =>
      curve.reduce(
        (best, point) =>
          Math.abs(point.gold - target) < Math.abs(best.gold - target) ? point : best,
        { n: Number.POSITIVE_INFINITY, gold: Number.POSITIVE_INFINITY },
      ).n,
  },
};

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function dot(weights: number[], numbers: number[]): number {
  return sum(weights.map((weight, i) => weight * numbers[i]));
}

function normalized(weights: number[]): number[] {
  return weights.map(weight => weight / sum(weights));
}

function ascending(numbers: number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

function below(policy: number[], rewards: number[], y: number): number {
  return sum(policy.filter((_, other) => rewards[other] < rewards[y]));
}

function equal(policy: number[], rewards: number[], y: number): number {
  return sum(policy.filter((_, other) => rewards[other] === rewards[y]));
}

function half(policy: number[], rewards: number[], y: number): number {
  return below(policy, rewards, y) + equal(policy, rewards, y) / 2;
}

function levelMass(policy: number[], rewards: number[], y: number, n: number): number {
  const worse = below(policy, rewards, y);
  return (worse + equal(policy, rewards, y)) ** n - worse ** n;
}

function exact(policy: number[], rewards: number[], n: number): number[] {
  return policy.map((mass, y) =>
    mass === 0 ? 0 : (mass / equal(policy, rewards, y)) * levelMass(policy, rewards, y, n),
  );
}

function zeroOverZero(policy: number[], rewards: number[], n: number): number[] {
  return policy.map(
    (mass, y) => (mass / equal(policy, rewards, y)) * levelMass(policy, rewards, y, n),
  );
}

/** Every response gets all of what its reward deserves. */
function tiesTwice(policy: number[], rewards: number[], n: number): number[] {
  return policy.map((mass, y) => (mass === 0 ? 0 : levelMass(policy, rewards, y, n)));
}

/** The cumulative mass runs through ties one response after the other. */
function tiesInOrder(policy: number[], rewards: number[], n: number): number[] {
  const order = [...policy.keys()].sort((a, b) => rewards[a] - rewards[b]);
  const result = policy.map(() => 0);
  let cumulative = 0;
  for (const y of order) {
    result[y] = (cumulative + policy[y]) ** n - cumulative ** n;
    cumulative += policy[y];
  }
  return result;
}

function density(policy: number[], rewards: number[], n: number): number[] {
  return policy.map(
    (mass, y) => n * mass * (below(policy, rewards, y) + equal(policy, rewards, y)) ** (n - 1),
  );
}

function kl(p: number[], q: number[]): number {
  return sum(p.map((mass, y) => (mass === 0 ? 0 : mass * Math.log(mass / q[y]))));
}

function wins(
  policy: number[],
  rewards: number[],
  n: number,
  beats: (y: number) => number,
): number {
  return sum(exact(policy, rewards, n).map((mass, y) => mass * beats(y)));
}

function refuse(rewards: number[], n: number): number {
  if (n > rewards.length) throw new RangeError('too few samples');
  return rewards.length;
}

/** The mean of the maximum over subsets, if the rewards were in ascending order. */
function subsets(rewards: number[], n: number): number {
  let weight = n / rewards.length;
  let total = 0;
  for (let i = rewards.length - 1; i >= n - 1; i--) {
    total += weight * rewards[i];
    weight *= (i + 1 - n) / i;
  }
  return total;
}

function top(policy: number[], rewards: number[]): number {
  return Math.max(...rewards.filter((_, y) => policy[y] > 0));
}

function tilt(policy: number[], rewards: number[], strength: number): number[] {
  const best = top(policy, rewards);
  return normalized(
    policy.map((mass, y) => (mass === 0 ? 0 : mass * Math.exp(strength * (rewards[y] - best)))),
  );
}

/** 1 / β of the optimal policy with this KL. */
function search(policy: number[], rewards: number[], budget: number): number {
  if (budget < 1e-14) return 0;
  let [low, high] = [1e-9, 1e9];
  for (let step = 0; step < 120; step++) {
    const middle = Math.sqrt(low * high);
    if (kl(tilt(policy, rewards, middle), policy) < budget) low = middle;
    else high = middle;
  }
  return low;
}

function points(
  policy: number[],
  rewards: number[],
  ns: number[],
  spent = (n: number) => kl(exact(policy, rewards, n), policy),
): reference.FrontierPoint[] {
  return ns.map(n => {
    const bestOfN = dot(exact(policy, rewards, n), rewards);
    const strength = search(policy, rewards, spent(n));
    return { n, kl: spent(n), bestOfN, optimal: dot(tilt(policy, rewards, strength), rewards) };
  });
}
