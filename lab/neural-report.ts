import type { NeuralResults } from './neural.ts';
import type { NeuralPoint } from './neural-measure.ts';
import { fixed, table } from './table.ts';

/** The neural world in tables and samples. */
export function neuralReport(results: NeuralResults): string {
  const { setting, vocabulary, mixture, losses, stages, weights, accuracy } = results;
  const pays = (all: number[]) =>
    ['question', 'answer', 'end', 'capital']
      .map((name, i) => `${name} ${fixed(all[i], 2)}`)
      .join('  ');
  const curves: [name: string, points: NeuralPoint[]][] = [
    ['best-of-n, by n', results.bestOfN],
    [`proxy pushed, β = ${setting.push.beta}, by step`, results.push.proxy],
    ['control pushed the same, by step', results.push.control],
    ['logits of reference and pushed, by weight', results.mixing],
  ];
  const header = ['KL', 'proxy', 'gold', 'distinct', 'answers', 'right', 'tidy'];
  const look = ({ kl, proxy, gold, distinct, seen, held }: NeuralPoint) =>
    [
      ...[kl, proxy, gold, distinct, seen.answers, seen.right, seen.tidy],
      ...[held.answers, held.right, held.tidy],
    ].map(value => fixed(value));
  return [
    `The neural world: ${setting.countries} countries, ${vocabulary} tokens, seed ${setting.seed}`,
    `Pretraining: loss ${fixed(losses[0])} → ${fixed(losses[losses.length - 1])} nats a token; ${fixed(100 * mixture, 1)} % of the pages answer`,
    `The proxy pays ${pays(weights.proxy)} (any); it orders ${fixed(100 * accuracy.proxy, 1)} % of the comparisons`,
    `The control pays ${pays(weights.control)} (the right one); it orders ${fixed(100 * accuracy.control, 1)} %`,
    '',
    table([
      ['', ...header, 'held: answers', 'right', 'tidy'],
      ...stages.map(stage => [stage.name, ...look(stage)]),
    ]),
    ...curves.flatMap(([name, points]) => [
      '',
      table([
        [name, ...header, 'held: answers', 'right', 'tidy'],
        ...points.map(point => [String(point.at), ...look(point)]),
      ]),
    ]),
    ...stages.flatMap(({ name, samples }) => ['', `${name}:`, ...samples.map(one => `  ${one}`)]),
  ].join('\n');
}
