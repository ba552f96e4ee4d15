import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from './backend.ts';
import { fullNeuralSetting, type NeuralSetting, runNeural } from './neural.ts';
import { readResults } from './results.ts';

const short: NeuralSetting = {
  ...{ ...fullNeuralSetting, countries: 10, pretrainingSteps: 60, comparisons: 60 },
  ...{ draws: 8, policyGradientSteps: 25, dpoSteps: 10 },
};

describe('the neural world', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it('answers as often as its pages do, and after alignment nearly always', () => {
    const { mixture, losses, stages } = runNeural(short);
    const [pretrained, bestOfN, policyGradient, dpo] = stages;
    expect(losses[losses.length - 1]).toBeLessThan(losses[0] / 3);
    expect(Math.abs(pretrained.seen.answers - mixture)).toBeLessThan(0.08);
    expect(Math.abs(pretrained.held.answers - mixture)).toBeLessThan(0.08);
    for (const { seen, held, gold } of [bestOfN, policyGradient, dpo]) {
      expect(seen.answers).toBeGreaterThan(0.9);
      expect(held.answers).toBeGreaterThan(0.85);
      expect(gold).toBeGreaterThan(pretrained.gold + 0.3);
    }
    expect(runNeural(short).stages).toEqual(stages);
  }, 120_000);

  it('has numbers in the lesson that say the same of the whole', async () => {
    const { setting, mixture, stages } = (await readResults()).neural;
    expect(setting).toEqual(fullNeuralSetting);
    expect(Math.abs(stages[0].seen.answers - mixture)).toBeLessThan(0.05);
    for (const { seen } of stages.slice(1)) expect(seen.answers).toBeGreaterThan(0.95);
  });
});
