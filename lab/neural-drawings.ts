import { barChart } from '../site/figures/plot.ts';
import type { Drawing } from './drawings.ts';
import type { NeuralResults } from './neural.ts';

/** The figure of the neural world. */
export function neuralDrawings({ stages }: NeuralResults): Record<string, Drawing> {
  return {
    neural: {
      alt: 'For each stage, the probability of answering and of answering right. After pretraining it answers three times in four, as its pages do; after each alignment it nearly always answers. On countries that alignment never asked about it still answers, but less of it is right.',
      charts: (['seen', 'held'] as const).map(which => ({
        caption: which === 'seen' ? 'Countries of the alignment' : 'Held-out countries',
        svg: barChart({
          categories: stages.map(({ name }) => name),
          y: { label: 'probability', domain: [0, 1] },
          series: [
            { label: 'answers', values: stages.map(stage => stage[which].answers) },
            { label: 'answers right', values: stages.map(stage => stage[which].right) },
          ],
        }),
      })),
    },
  };
}
