import { describe, expect, it } from 'vitest';
import { entanglementCase } from '../solutions/06-gradient-entanglement.ts';
import { bestOfNDistribution } from '../solutions/09-best-of-n.ts';
import { dpoStep, type Logits } from '../solutions/11-capstone.ts';
import { bestOfNChances } from './best-of-n.ts';
import { fullSetting, runEnumerable, type Setting } from './enumerable.ts';
import { buildWorld } from './enumerable-world.ts';
import { tilted, tokenwise } from './mixing.ts';
import { logProbabilities } from './policy.ts';
import { descend } from './pretraining.ts';
import { seededRandom } from './random.ts';
import { readResults } from './results.ts';
import type { Point } from './trace.ts';

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

  it('has an exact best-of-n that agrees with drawing, within its error bars', () => {
    for (const { drawn } of [proxy, control]) {
      expect(drawn.map(({ n }) => n)).toEqual(Array.from({ length: 13 }, (_, i) => 2 ** i));
      const errors = drawn.flatMap(({ proxyErrors, goldErrors }) => [proxyErrors, goldErrors]);
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(4);
    }
    const errorsOf = ({ drawn }: typeof proxy) => drawn.map(({ goldErrors }) => goldErrors);
    expect(new Set(errorsOf(proxy)).size).toBeGreaterThan(10);
  });

  it('has mixed logits that are the closed form at β/w for whole responses, and nearly so by token', () => {
    for (const { mixing } of [proxy, control]) {
      for (const { w, whole, retrained, gap } of mixing) {
        expect(Math.abs(whole.kl - retrained.kl)).toBeLessThan(1e-9);
        expect(Math.abs(whole.gold - retrained.gold)).toBeLessThan(1e-9);
        if (w === 0 || w === 1) expect(gap).toBeLessThan(1e-9);
        else expect(gap).toBeGreaterThan(1e-3);
      }
    }
  });

  it('loses nothing when the closed form becomes the logits of a policy', () => {
    for (const side of [world.proxy, world.control]) {
      const aligned = tilted(side, 0.1);
      const logs = logProbabilities(tokenwise(aligned, side, world.base), side.sequences);
      const gaps = logs.map((log, y) => Math.abs(Math.exp(log) - aligned[y]));
      expect(Math.max(...gaps)).toBeLessThan(1e-12);
    }
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
    const once = runEnumerable(tiny);
    expect(runEnumerable(tiny)).toEqual(once);
    expect(runEnumerable({ ...tiny, seed: 12 }).table).not.toEqual(once.table);
  }, 60_000);

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
      const mixed = (all: typeof proxy) =>
        all.mixing.flatMap(({ whole, tokens, trained, gap }) => [
          ...[whole, tokens, trained].flatMap(numbers),
          gap,
        ]);
      near(mixed(results[side]), mixed(shown[side]));
      const drawn = (all: typeof proxy) => all.drawn.flatMap(one => Object.values(one));
      near(drawn(results[side]), drawn(shown[side]));
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
