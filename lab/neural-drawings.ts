import { barChart, line, plot } from '../site/figures/plot.ts';
import { beside, type Drawing } from './drawings.ts';
import type { NeuralResults } from './neural.ts';
import type { NeuralPoint } from './neural-measure.ts';

/** The figures of the neural world. */
export function neuralDrawings(results: NeuralResults): Record<string, Drawing> {
  const { stages, push, mixing } = results;
  const steps = results.setting.push.steps;
  const against = (
    label: string,
    domain: readonly [number, number],
    curves: [name: string, points: NeuralPoint[], value: (point: NeuralPoint) => number][],
  ) =>
    plot({
      x: { label: 'steps of policy gradient', domain: [0, steps] },
      y: { label, domain },
      width: beside,
      legend: true,
      marks: curves.map(([label, points, value]) =>
        line(
          points.map((point): [number, number] => [point.at, value(point)]),
          { label },
        ),
      ),
    });
  return {
    neural: {
      alt: 'For each stage, the probability of answering and of answering right. After pretraining it answers three times in four, as its pages do; after each alignment it nearly always answers, but less of it is right, most of all after DPO and after pushing too far, and on the countries that alignment never asked about.',
      charts: (['seen', 'held'] as const).map(which => ({
        caption: which === 'seen' ? 'Countries of the alignment' : 'Held-out countries',
        svg: barChart({
          categories: stages.map(({ name }) => shortName[name] ?? name),
          y: { label: 'probability', domain: [0, 1] },
          width: beside,
          series: [
            { label: 'answers', values: stages.map(stage => stage[which].answers) },
            { label: 'answers right', values: stages.map(stage => stage[which].right) },
          ],
        }),
      })),
    },
    'neural-mixing': {
      alt: 'Logits of the reference and of the pushed policy mixed: with the weight of the pushed policy the proxy rises, while gold and the probability of a right answer rise and then fall.',
      charts: [
        {
          caption: 'Reference and pushed policy, mixed',
          svg: plot({
            x: { label: 'weight of the pushed policy', domain: [0, 1] },
            y: { label: 'mean over samples', domain: [0, 4.6] },
            width: beside,
            legend: true,
            marks: (['proxy', 'gold'] as const).map(what =>
              line(
                mixing.map(point => [point.at, point[what]]),
                { label: what },
              ),
            ),
          }),
        },
        {
          caption: 'Probability of the right answer',
          svg: plot({
            x: { label: 'weight of the pushed policy', domain: [0, 1] },
            y: { label: 'probability', domain: [0, 1] },
            width: beside,
            legend: true,
            marks: (['seen', 'held'] as const).map(which =>
              line(
                mixing.map(point => [point.at, point[which].right]),
                { label: which === 'held' ? 'held out' : which },
              ),
            ),
          }),
        },
      ],
    },
    'neural-push': {
      alt: 'A policy gradient with a tenth of the price of KL. First panel: the proxy rises and stays up while the gold rises, turns and falls. Second panel: the probability of a right answer rises and falls with it, on held-out countries further; with the control it stays high.',
      charts: [
        {
          caption: 'What is paid, and what is wanted',
          svg: against(
            'mean over samples',
            [0, 4.6],
            [
              ['proxy', push.proxy, point => point.proxy],
              ['gold', push.proxy, point => point.gold],
            ],
          ),
        },
        {
          caption: 'Probability of the right answer',
          svg: against(
            'probability',
            [0, 1],
            [
              ['proxy, seen', push.proxy, point => point.seen.right],
              ['proxy, held out', push.proxy, point => point.held.right],
              ['control, held out', push.control, point => point.held.right],
            ],
          ),
        },
      ],
    },
  };
}

/** Names that stand below a bar. */
const shortName: Record<string, string> = {
  pretrained: 'before',
  'best-of-16': 'best of 16',
  'policy gradient': 'gradient',
  'pushed too far': 'pushed',
};
