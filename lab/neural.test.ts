import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tensor';
import { useBackend } from './backend.ts';
import { type Claim, holds, neuralClaims } from './claims.ts';
import { languageModel, logsOf, mixture, nextChances } from './language-model.ts';
import {
  fullNeuralSetting,
  type NeuralResults,
  type NeuralSetting,
  runNeural,
  shortNeuralSetting,
} from './neural.ts';
import { seededRandom } from './random.ts';
import { readResults } from './results.ts';

const broken = (claims: Claim[]) => claims.filter(claim => !holds(claim)).map(({ says }) => says);

describe('the neural world', { timeout: 120_000 }, () => {
  let results: NeuralResults;

  beforeAll(async () => {
    await useBackend('wasm');
    results = runNeural(shortNeuralSetting);
  }, 120_000);

  it('keeps on a short setting what the lesson says of the whole', () => {
    const { losses } = results;
    expect(losses[losses.length - 1]).toBeLessThan(losses[0] / 3);
    expect(broken(neuralClaims(results))).toEqual([]);
  });

  it('has an exact judge: a tidy page is less likely than a right answer, that than an answer', () => {
    for (const { seen, held } of results.stages) {
      for (const { answers, asks, right, tidy } of [seen, held]) {
        expect(tidy).toBeLessThanOrEqual(right + 1e-6);
        expect(right).toBeLessThanOrEqual(answers + 1e-6);
        expect(answers + asks).toBeLessThanOrEqual(1 + 1e-6);
      }
    }
  });

  it('mixes logits: at weight 0 the reference, at weight 1 the other, between them both', () => {
    const [one, other] = [1, 2].map(seed => languageModel(seededRandom(seed), 5));
    const chances = [0, 1, 0.5].map(w => nextChances(mixture(one, other, w), [[1, 2]])[0]);
    const [a, b] = [one, other].map(model => nextChances(model, [[1, 2]])[0]);
    const roots = a.map((chance, i) => Math.sqrt(chance * b[i]));
    const total = roots.reduce((sum, root) => sum + root, 0);
    [a, b, roots.map(root => root / total)].forEach((expected, k) => {
      chances[k].forEach((chance, i) => {
        expect(Math.abs(chance - expected[i])).toBeLessThan(1e-5);
      });
    });
    const [log] = logsOf(mixture(one, other, 1), [[1]], [[2, 3, 4, 0, 1, 2]]);
    expect(log).toBeCloseTo(logsOf(other, [[1]], [[2, 3, 4, 0, 1, 2]])[0], 4);
    tf.dispose([...one.weights, ...other.weights]);
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const tiny: NeuralSetting = {
      ...{ seed: 1, countries: 5, pretrainingSteps: 5, comparisons: 20, pool: 16 },
      policyGradient: { beta: 0.1, steps: 2, learningRate: 0.01, repeats: 1 },
      dpo: { beta: 0.1, steps: 2, learningRate: 0.005 },
      push: { beta: 0.01, steps: 2, learningRate: 0.01, repeats: 1 },
    };
    expect(runNeural(tiny)).toEqual(runNeural(tiny));
    expect(runNeural({ ...tiny, seed: 2 }).losses).not.toEqual(runNeural(tiny).losses);
  });

  it('has numbers in the lesson for which everything holds', async () => {
    const shown = (await readResults()).neural;
    expect(shown.setting).toEqual(fullNeuralSetting);
    expect(broken(neuralClaims(shown))).toEqual([]);
  });
});
