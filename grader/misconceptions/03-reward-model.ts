import type * as reference from '../../solutions/03-reward-model.ts';
import type { Misconceptions } from '../misconception.ts';

type Comparison = [winner: number, loser: number];

export const misconceptions: Misconceptions<typeof reference> = {
  preferenceProbability: {
    'loser-first': (first, second) => sigmoid(second - first),
    'absolute-reward': first => sigmoid(first),
    'ratio-of-rewards': (first, second) => first / (first + second),
    overflow: (first, second) => Math.exp(first) / (Math.exp(first) + Math.exp(second)),
    'hard-winner': (first, second) => (first === second ? 0.5 : first > second ? 1 : 0),
    'log-odds': (first, second) => first - second,
  },

  samplePreferences: {
    'above-not-below': (probabilities, uniforms) => probabilities.map((p, i) => uniforms[i] > p),
    'ties-count': (probabilities, uniforms) => probabilities.map((p, i) => uniforms[i] <= p),
    'most-probable': probabilities => probabilities.map(p => p > 0.5),
    'one-uniform': (probabilities, uniforms) => probabilities.map(p => uniforms[0] < p),
  },

  rewardModelLoss: {
    overflow: margins => mean(margins.map(margin => -Math.log(sigmoid(margin)))),
    'no-log': margins => mean(margins.map(margin => 1 - sigmoid(margin))),
    'negative-probability': margins => -mean(margins.map(sigmoid)),
    'mean-inside': margins => softplus(-mean(margins)),
    'log-of-mean': margins => -Math.log(mean(margins.map(sigmoid))),
    'wrong-sign': margins => mean(margins.map(softplus)),
    'sum-for-mean': margins => sum(margins.map(margin => softplus(-margin))),
    'error-rate': margins => mean(margins.map(margin => (margin > 0 ? 0 : 1))),
    hinge: margins => mean(margins.map(margin => Math.max(0, 1 - margin))),
  },

  fitBradleyTerry: {
    'loser-wins': (comparisons, items) =>
      likeliest(
        comparisons.map(([winner, loser]): Comparison => [loser, winner]),
        items,
      ),
    'first-item-zero': (comparisons, items) => {
      const rewards = likeliest(comparisons, items);
      return rewards.map(reward => reward - rewards[0]);
    },
    'win-rate': (comparisons, items) => {
      const won = new Array<number>(items).fill(0);
      const lost = new Array<number>(items).fill(0);
      for (const [winner, loser] of comparisons) {
        won[winner]++;
        lost[loser]++;
      }
      return centred(won.map((wins, item) => Math.log(wins / lost[item])));
    },
    strengths: (comparisons, items) => likeliest(comparisons, items).map(Math.exp),
    'stopped-early': (comparisons, items) => {
      const rewards = new Array<number>(items).fill(0);
      for (let step = 0; step < 50; step++) {
        const slope = new Array<number>(items).fill(0);
        for (const [winner, loser] of comparisons) {
          const surprise = sigmoid(rewards[loser] - rewards[winner]) / comparisons.length;
          slope[winner] += surprise;
          slope[loser] -= surprise;
        }
        for (let item = 0; item < items; item++) rewards[item] += 0.1 * slope[item];
      }
      return rewards;
    },
    smoothed: (comparisons, items) => {
      const imagined = Array.from(
        { length: items * items },
        (_, pair): Comparison => [Math.floor(pair / items), pair % items],
      ).filter(([winner, loser]) => winner !== loser);
      return likeliest([...comparisons, ...imagined], items);
    },
    'each-pair-once': (comparisons, items) => {
      const seen = new Map(comparisons.map(pair => [pair.join(), pair] as const));
      return likeliest([...seen.values()], items);
    },
  },

  plackettLuce: {
    'without-removal': (scores, ranking) => {
      const weight = sum(scores.map(Math.exp));
      return ranking.reduce((all, item) => (all * Math.exp(scores[item])) / weight, 1);
    },
    'scores-as-strengths': (scores, ranking) =>
      ranking.reduce(
        (all, item, place) =>
          (all * scores[item]) / sum(ranking.slice(place).map(other => scores[other])),
        1,
      ),
    'places-for-items': (scores, ranking) =>
      chooseInTurn(
        scores,
        scores.map((_, place) => ranking.indexOf(place)),
      ),
    'worst-first': (scores, ranking) => chooseInTurn(scores, [...ranking].reverse()),
    'all-pairs': (scores, ranking) =>
      ranking.reduce(
        (all, item, place) =>
          ranking
            .slice(place + 1)
            .reduce((product, worse) => product * sigmoid(scores[item] - scores[worse]), all),
        1,
      ),
    overflow: (scores, ranking) =>
      ranking.reduce((all, item, place) => {
        const weight = sum(ranking.slice(place).map(other => Math.exp(scores[other])));
        return (all * Math.exp(scores[item])) / weight;
      }, 1),
    'log-probability': (scores, ranking) => Math.log(chooseInTurn(scores, ranking)),
    'first-choice-only': (scores, ranking) =>
      1 / sum(scores.map(score => Math.exp(score - scores[ranking[0]]))),
  },

  mallows: {
    'not-normalised': (ranking, reference, phi) => phi ** kendall(ranking, reference),
    'phi-as-probability': (ranking, reference, phi) => {
      const pairs = (ranking.length * (ranking.length - 1)) / 2;
      const distance = kendall(ranking, reference);
      return phi ** distance * (1 - phi) ** (pairs - distance);
    },
    'zero-by-zero': (ranking, reference, phi) =>
      ranking.reduce(
        (all, _, index) => (all * (1 - phi)) / (1 - phi ** (index + 1)),
        phi ** kendall(ranking, reference),
      ),
    'places-that-differ': (ranking, reference, phi) =>
      normalised(ranking.filter((item, place) => item !== reference[place]).length, ranking, phi),
    'neighbours-only': (ranking, reference, phi) => {
      const places = ranking.map(item => reference.indexOf(item));
      const turned = places.filter((place, index) => place < places[index - 1]).length;
      return normalised(turned, ranking, phi);
    },
    'places-for-items': (ranking, reference, phi) => {
      const distance = pairs(ranking.length).filter(
        ([i, j]) => (ranking[i] - ranking[j]) * (reference[i] - reference[j]) < 0,
      ).length;
      return normalised(distance, ranking, phi);
    },
    'reference-ignored': (ranking, _, phi) =>
      normalised(
        kendall(
          ranking,
          [...ranking].sort((a, b) => a - b),
        ),
        ranking,
        phi,
      ),
    'factorial-normaliser': (ranking, reference, phi) =>
      ranking.reduce((all, _, index) => all / (index + 1), phi ** kendall(ranking, reference)),
  },

  pairsFromFeedback: {
    'across-prompts': events =>
      events.flatMap((event, time) =>
        event.action === 'keep'
          ? events
              .slice(0, time)
              .filter(earlier => earlier.action === 'regenerate')
              .map((earlier): [string, string] => [event.response, earlier.response])
          : [],
      ),
    'rejected-first': events =>
      implied(events, ['regenerate']).map(([chosen, rejected]) => [rejected, chosen]),
    'last-only': events =>
      events.flatMap((event, time) => {
        const last = events
          .slice(0, time)
          .filter(({ prompt, action }) => prompt === event.prompt && action === 'regenerate')
          .at(-1);
        return event.action === 'keep' && last ? [[event.response, last.response]] : [];
      }),
    'leaving-is-blame': events => implied(events, ['regenerate', 'abandon']),
    'later-too': events =>
      events
        .filter(({ action }) => action === 'keep')
        .flatMap(kept =>
          events
            .filter(({ prompt, action }) => prompt === kept.prompt && action === 'regenerate')
            .map(({ response }): [string, string] => [kept.response, response]),
        ),
    'forgets-after-keep': events => {
      const rejected = new Map<string, string[]>();
      return events.flatMap(({ prompt, response, action }) => {
        const earlier = rejected.get(prompt) ?? [];
        if (action === 'regenerate') rejected.set(prompt, [...earlier, response]);
        if (action !== 'keep') return [];
        rejected.delete(prompt);
        return earlier.map((other): [string, string] => [response, other]);
      });
    },
    'plain-record': events => {
      const rejected: Record<string, string[]> = {};
      return events.flatMap(({ prompt, response, action }) => {
        rejected[prompt] ??= [];
        if (action === 'regenerate') rejected[prompt].push(response);
        if (action !== 'keep') return [];
        return rejected[prompt].map((other): [string, string] => [response, other]);
      });
    },
  },
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: number[]): number {
  return sum(values) / values.length;
}

function centred(values: number[]): number[] {
  return values.map(value => value - mean(values));
}

/** The maximum likelihood, by Hunter's MM iteration. */
function likeliest(comparisons: Comparison[], items: number): number[] {
  let strengths = new Array<number>(items).fill(1);
  for (let step = 0; step < 5000; step++) {
    const wins = new Array<number>(items).fill(0);
    const chances = new Array<number>(items).fill(0);
    for (const [winner, loser] of comparisons) {
      wins[winner]++;
      chances[winner] += 1 / (strengths[winner] + strengths[loser]);
      chances[loser] += 1 / (strengths[winner] + strengths[loser]);
    }
    const next = wins.map((won, item) => won / chances[item]);
    const scale = Math.exp(mean(next.map(Math.log)));
    const still = next.every(
      (strength, item) => Math.abs(strength / scale / strengths[item] - 1) < 1e-12,
    );
    strengths = next.map(strength => strength / scale);
    if (still) break;
  }
  return strengths.map(Math.log);
}

function chooseInTurn(scores: number[], ranking: number[]): number {
  return ranking.reduce(
    (all, item, place) =>
      all / sum(ranking.slice(place).map(other => Math.exp(scores[other] - scores[item]))),
    1,
  );
}

function pairs(items: number): [number, number][] {
  return Array.from({ length: items }, (_, j) =>
    Array.from({ length: j }, (_, i): [number, number] => [i, j]),
  ).flat();
}

function kendall(ranking: number[], reference: number[]): number {
  const places = ranking.map(item => reference.indexOf(item));
  return pairs(ranking.length).filter(([i, j]) => places[i] > places[j]).length;
}

function normalised(distance: number, ranking: number[], phi: number): number {
  const sums = ranking.map((_, index) => sum(ranking.slice(0, index + 1).map((_, i) => phi ** i)));
  return phi ** distance / sums.reduce((product, factor) => product * factor, 1);
}

/** A kept response beats earlier ones of its prompt that met with one of these actions. */
function implied(events: reference.FeedbackEvent[], blame: string[]): [string, string][] {
  return events.flatMap((kept, time) =>
    events
      .slice(0, kept.action === 'keep' ? time : 0)
      .filter(({ prompt, action }) => prompt === kept.prompt && blame.includes(action))
      .map(({ response }): [string, string] => [kept.response, response]),
  );
}
