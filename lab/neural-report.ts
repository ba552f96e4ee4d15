import type { NeuralResults } from './neural.ts';
import { fixed, table } from './table.ts';

/** The neural world in tables and samples. */
export function neuralReport(results: NeuralResults): string {
  const { setting, vocabulary, mixture, losses, stages } = results;
  return [
    `The neural world: ${setting.countries} countries, ${vocabulary} tokens, seed ${setting.seed}`,
    `Pretraining: loss ${fixed(losses[0])} → ${fixed(losses[losses.length - 1])} nats a token; ${fixed(100 * mixture, 1)} % of the pages answer`,
    '',
    table([
      ['', 'KL', 'proxy', 'gold', 'distinct', 'answers', 'asks', 'right', 'held: answers', 'right'],
      ...stages.map(({ name, kl, proxy, gold, distinct, seen, held }) => [
        name,
        ...[kl, proxy, gold, distinct, seen.answers, seen.asks, seen.right].map(v => fixed(v)),
        ...[held.answers, held.right].map(v => fixed(v)),
      ]),
    ]),
    ...stages.flatMap(({ name, samples }) => ['', `${name}:`, ...samples.map(one => `  ${one}`)]),
  ].join('\n');
}
