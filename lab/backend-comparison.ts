import * as tf from '#tensor';
import { type BackendName, useBackend } from './backend.ts';
import { type Claim, holds, neuralClaims } from './claims.ts';
import { fullSetting } from './enumerable.ts';
import { buildWorld } from './enumerable-world.ts';
import { runNeural, type Stage, shortNeuralSetting } from './neural.ts';
import { tokens } from './pages.ts';
import { descend } from './pretraining.ts';
import { seededRandom } from './random.ts';
import { fixed, table } from './table.ts';

interface Ran {
  backend: string;
  seconds: number;
  claims: Claim[];
  numbers: [name: string, value: number][];
}

/**
 * Runs what TensorFlow.js computes, on a short setting, on every backend that works here.
 *
 * @returns the numbers side by side, and whether all backends come to the same conclusions
 */
export async function compareBackends(seed: number): Promise<{ text: string; same: boolean }> {
  const before = tf.getBackend();
  const ran: Ran[] = [];
  const missing: string[] = [];
  for (const name of ['native', 'wasm', 'cpu'] as const) {
    try {
      await useBackend(name);
    } catch {
      missing.push(name);
      continue;
    }
    ran.push(runOn(name, seed));
  }
  tf.setBackend(before);
  const verdicts = ran.map(({ claims }) => claims.map(holds).join());
  const same = verdicts.every(verdict => verdict === verdicts[0]);
  const names = ran.map(({ backend }) => backend);
  const across = (values: number[]) => Math.max(...values) - Math.min(...values);
  const row = (name: string, values: number[]) => [
    name,
    ...values.map(value => fixed(value)),
    across(values).toExponential(1),
  ];
  const text = [
    `A short neural world, seed ${seed}, on ${names.join(', ')}${missing.length ? `; ${missing.join(' and ')} does not run here` : ''}`,
    '',
    table([
      ['number', ...names, 'difference'],
      ...ran[0].numbers.map(([name], i) =>
        row(
          name,
          ran.map(({ numbers }) => numbers[i][1]),
        ),
      ),
      ['seconds of CPU', ...ran.map(({ seconds }) => fixed(seconds, 1)), ''],
    ]),
    '',
    table([
      ['conclusion', ...names],
      ...ran[0].claims.map(({ says }, i) => [
        says,
        ...ran.map(({ claims }) => `${fixed(claims[i].number)} ${holds(claims[i]) ? 'yes' : 'NO'}`),
      ]),
    ]),
    '',
    same
      ? 'The conclusions are the same on all of them.'
      : 'The conclusions differ between backends.',
  ].join('\n');
  return { text, same };
}

function runOn(backend: BackendName, seed: number): Ran {
  const started = process.cpuUsage();
  const world = buildWorld(seededRandom(fullSetting.seed), fullSetting.scale);
  const { losses } = descend(world.corpus, tokens.length);
  const results = runNeural({ ...shortNeuralSetting, seed });
  const { user, system } = process.cpuUsage(started);
  const ofStage = ({ name, gold, seen, held }: Stage): Ran['numbers'] => [
    [`${name}: gold`, gold],
    [`${name}: right`, seen.right],
    [`${name}: right, held out`, held.right],
  ];
  return {
    backend,
    seconds: (user + system) / 1e6,
    claims: neuralClaims(results),
    numbers: [
      ['bigram loss after pretraining', losses[losses.length - 1]],
      ['network’s loss after pretraining', results.losses[results.losses.length - 1]],
      ...results.stages.flatMap(ofStage),
    ],
  };
}
