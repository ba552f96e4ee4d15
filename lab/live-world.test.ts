import { beforeAll, describe, expect, test } from 'vitest';
import { fitLaws } from '../site/live/exact.ts';
import { logProbabilities, responses } from '../site/live/kernel.ts';
import { run } from '../site/live/run.ts';
import type { LivePoint, LiveSetting } from '../site/live/setting.ts';
import { buildLiveWorld, type LiveWorld } from '../site/live/world.ts';
import { dpoStep, type Logits, policyGradientStep } from '../solutions/11-capstone.ts';
import type { EnumerableResults } from './enumerable.ts';
import { fullSetting, runEnumerable } from './enumerable.ts';
import { buildWorld, type EnumerableWorld } from './enumerable-world.ts';
import { logProbabilities as labLogs } from './policy.ts';
import { seededRandom } from './random.ts';
import type { Point } from './trace.ts';

const steps = { policyGradient: 90, ppo: 11, dpo: 45 };
const setting = { ...fullSetting, steps };
const start: LiveSetting = {
  ...{ method: 'policy gradient', beta: setting.beta, steps: steps.policyGradient, draws: 4096 },
  ...{ comparisons: setting.scale.comparisons, view: 'tokens', seed: setting.seed },
};

describe('the live world and the lab, from the same seed', { timeout: 60_000 }, () => {
  let lab: EnumerableResults;
  let labWorld: EnumerableWorld;
  let world: LiveWorld;
  let control: LiveWorld;

  beforeAll(() => {
    lab = runEnumerable(setting);
    labWorld = buildWorld(seededRandom(setting.seed), setting.scale);
    world = buildLiveWorld(setting.seed, setting.scale.comparisons, 'tokens');
    control = buildLiveWorld(setting.seed, setting.scale.comparisons, 'neighbours');
  }, 60_000);

  const looks = (of: LiveWorld, change: Partial<LiveSetting>) =>
    [...run(of, { ...start, ...change })].flatMap(look => look ?? []);
  const points = (of: LiveWorld, change: Partial<LiveSetting>) =>
    looks(of, change).map(({ point }) => point);
  const near = (actual: readonly number[], expected: readonly number[], within: number) => {
    expect(actual.length).toBe(expected.length);
    const gaps = actual.map((value, i) => Math.abs(value - expected[i]));
    expect(Math.max(...gaps)).toBeLessThan(within);
  };
  const same = (actual: LivePoint[], expected: Point[], times = 1) => {
    const numbers = ({ kl, proxy, gold, distinct }: Point) => [kl, proxy, gold, distinct];
    const found = expected.map(({ at }) => actual.find(point => point.at === at * times));
    near(
      found.flatMap(point => (point ? numbers(point) : [])),
      expected.flatMap(numbers),
      1e-9,
    );
  };

  test('are the same world', () => {
    near([...world.reference], labWorld.proxy.reference, 1e-12);
    near([...world.gold], labWorld.proxy.gold, 1e-12);
    near([...world.proxy], labWorld.proxy.proxy, 1e-10);
    near([...control.proxy], labWorld.control.proxy, 1e-8);
    const pairs = [...world.chosen].map(y => labWorld.proxy.sequences[y]);
    expect(pairs).toEqual(labWorld.pairs.map(({ chosen }) => chosen));
    expect(world.accuracy).toBeCloseTo(lab.proxy.accuracy, 12);
  });

  test('take the same steps, to the last digits', () => {
    for (const method of ['policy gradient', 'DPO'] as const) {
      let logits: Logits = labWorld.base;
      for (let step = 0; step < 3; step++) {
        logits =
          method === 'DPO'
            ? dpoStep(logits, labWorld.pairs, 0.1, 40)
            : policyGradientStep(logits, labWorld.proxy, 0.1, 8);
      }
      const ours = looks(world, { method, steps: 3 });
      const theirs = labLogs(logits, labWorld.proxy.sequences).map(Math.exp);
      near([...ours[ours.length - 1].chances], theirs, 1e-12);
    }
  });

  test('follow policy gradient and PPO to the same points', () => {
    same(points(world, {}), lab.proxy.policyGradient);
    same(points(control, {}), lab.control.policyGradient);
    const ppo = points(world, { method: 'PPO', steps: 8 * 11 });
    const last = lab.ppo[lab.ppo.length - 1];
    same(ppo, [last], 8);
  });

  test('follow DPO to the same points, and see the same entanglement', () => {
    const dpo = points(world, { method: 'DPO', beta: setting.dpoBeta, steps: steps.dpo });
    same(dpo, lab.dpo);
    for (const { at, chosen, rejected, cases } of lab.entanglement) {
      const { pairs } = dpo.find(point => point.at === at) ?? {};
      near([pairs?.chosen ?? 0, pairs?.rejected ?? 0], [chosen, rejected], 1e-9);
      near(pairs?.cases ?? [], cases, 3); // a pair that a step leaves where it is may be either
    }
  });

  test('have the same exact curves, and fit the same laws to them', () => {
    const drawn = points(world, { method: 'best-of-n' });
    same(drawn, lab.proxy.bestOfN);
    same(points(control, { method: 'best-of-n' }), lab.control.bestOfN);
    same(points(world, { method: 'closed form', beta: 0.04 }), lab.proxy.closedForm.slice(0, 37));
    const fits = fitLaws(drawn.map(({ kl, gold }) => ({ kl, gained: gold - drawn[0].gold })));
    const expected = lab.fits.filter(({ curve }) => curve === 'bestOfN');
    near(
      fits.map(({ residual }) => residual),
      expected.map(({ residual }) => residual),
      1e-9,
    );
  });

  test('a step takes microseconds, not milliseconds', () => {
    const logs = new Float64Array(responses);
    const began = performance.now();
    for (let i = 0; i < 500; i++) logProbabilities(world.base, logs);
    expect((performance.now() - began) / 500).toBeLessThan(2);
  });
});
