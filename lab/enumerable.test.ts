import { describe, expect, it } from 'vitest';
import { entanglementCase } from '../solutions/06-gradient-entanglement.ts';
import { bestOfNDistribution } from '../solutions/09-best-of-n.ts';
import { dpoStep, type Logits } from '../solutions/11-capstone.ts';
import { bestOfNChances } from './best-of-n.ts';
import { fullSetting, runEnumerable, type Setting } from './enumerable.ts';
import { buildWorld } from './enumerable-world.ts';
import { descend } from './pretraining.ts';
import { draw, seededRandom } from './random.ts';
import { readResults } from './results.ts';
import { type Point, pointOf } from './trace.ts';

const world = buildWorld(seededRandom(fullSetting.seed), fullSetting.scale);
const chances = world.proxy.reference.map(Math.exp);
const short: Setting = { ...fullSetting, steps: { policyGradient: 1000, ppo: 6, dpo: 6 } };
const results = runEnumerable(short);
const { proxy, control } = results;

describe('the enumerable world', () => {
  it('has a reference that is a distribution', () => {
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...chances)).toBeGreaterThan(0);
  });

  it('is pretrained by gradient descent to the shares of the counts', () => {
    const { table } = descend(world.corpus, 5);
    const wanted = world.table.flat();
    table.flat().forEach((chance, i) => {
      expect(Math.abs(chance - wanted[i])).toBeLessThan(1e-3);
    });
  });

  it('has a policy gradient that reaches the value of the closed form', () => {
    for (const { reached, value } of [proxy, control]) {
      expect(value - reached).toBeGreaterThan(-1e-9);
      expect(value - reached).toBeLessThan(1e-2);
    }
  });

  it('has an exact best-of-n that agrees with the lesson on best-of-n', () => {
    const exact = bestOfNChances(chances, world.proxy.gold, 8);
    bestOfNDistribution(chances, world.proxy.gold, 8).forEach((chance, y) => {
      expect(Math.abs(chance - exact[y])).toBeLessThan(1e-12);
    });
  });

  it('has an exact best-of-n that agrees with sampling, within its error bars', () => {
    const random = seededRandom(1);
    const golds = Array.from({ length: 3000 }, () => {
      let best = draw(random, chances);
      for (let tries = 1; tries < 16; tries++) {
        const next = draw(random, chances);
        if (world.proxy.proxy[next] > world.proxy.proxy[best] + 1e-9) best = next;
      }
      return world.proxy.gold[best];
    });
    const mean = golds.reduce((sum, gold) => sum + gold, 0) / golds.length;
    const variance = golds.reduce((sum, gold) => sum + (gold - mean) ** 2, 0) / golds.length;
    const exact = pointOf(16, bestOfNChances(chances, world.proxy.proxy, 16), world.proxy).gold;
    expect(Math.abs(mean - exact)).toBeLessThan(3 * Math.sqrt(variance / golds.length));
  });

  it('has a gold that rises and falls for the proxy, and only rises for the control', () => {
    for (const curve of ['closedForm', 'bestOfN'] as const) {
      const golds = proxy[curve].map(({ gold }) => gold);
      const peak = Math.max(...golds);
      expect(peak - golds[0]).toBeGreaterThan(1);
      expect(golds[golds.length - 1]).toBeLessThan(golds[0]);
      control[curve].slice(1).forEach(({ gold }, i) => {
        expect(gold).toBeGreaterThan(control[curve][i].gold - 1e-3);
      });
    }
  });

  it('spends the KL of an optimum: no best-of-n earns more proxy than the closed form', () => {
    for (const point of proxy.bestOfN.slice(1)) {
      const cheaper = proxy.closedForm.filter(({ kl }) => kl >= point.kl);
      expect(Math.max(...cheaper.map(({ proxy }) => proxy))).toBeGreaterThan(point.proxy);
    }
  });

  it('lets every pair, in a step of its own, open its gap from both sides', () => {
    let logits = world.base;
    for (let step = 0; step < 3; step++) {
      for (const { chosen, rejected } of world.pairs.slice(0, 200)) {
        expect(entanglementCase(gradient(logits, chosen), gradient(logits, rejected))).toBe(1);
      }
      logits = dpoStep(logits, world.pairs, 0.1, 200);
    }
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const tiny: Setting = {
      ...short,
      scale: { pages: 200, comparisons: 50 },
      steps: { policyGradient: 2, ppo: 1, dpo: 1 },
    };
    expect(runEnumerable(tiny)).toEqual(runEnumerable(tiny));
    expect(runEnumerable({ ...tiny, seed: 12 }).table).not.toEqual(runEnumerable(tiny).table);
  });

  it('has the numbers that the lesson shows', async () => {
    const shown = (await readResults()).enumerable;
    const near = (actual: number[], expected: number[]) => {
      expect(actual.length).toBe(expected.length);
      actual.forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
      });
    };
    const nearPoints = (actual: Point[], expected: Point[]) =>
      near(actual.flatMap(numbers), expected.slice(0, actual.length).flatMap(numbers));
    near(results.tokenWeights, shown.tokenWeights);
    near(results.table.flat(), shown.table.flat());
    for (const side of ['proxy', 'control'] as const) {
      for (const curve of ['closedForm', 'bestOfN', 'policyGradient'] as const) {
        nearPoints(results[side][curve], shown[side][curve]);
      }
    }
    for (const curve of ['ppo', 'dpo', 'scarceDpo'] as const) {
      nearPoints(results[curve], shown[curve]);
    }
  });
});

const numbers = ({ at, kl, proxy, gold, distinct }: Point) => [at, kl, proxy, gold, distinct];

/** ∇ log π(y) by all the logits: at each place, the token that came minus what was expected. */
function gradient(logits: Logits, response: number[]): number[] {
  return logits.flatMap((rows, t) =>
    rows.flatMap((row, previous) => {
      const weights = row.map(Math.exp);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const visited = t === 0 || response[t - 1] === previous;
      return weights.map((weight, next) =>
        visited ? (response[t] === next ? 1 : 0) - weight / total : 0,
      );
    }),
  );
}
