import { klEstimate } from '../solutions/04-rlhf.ts';
import { distinctN } from '../solutions/11-capstone.ts';
import { bestOfNChances } from './best-of-n.ts';
import { type LanguageModel, logsOf, nextChances, sample } from './language-model.ts';
import { special } from './neural-corpus.ts';
import { type Asked, neuralGold } from './neural-reward.ts';
import {
  type NeuralReward,
  type NeuralWorld,
  promptOf,
  type Response,
  some,
} from './neural-world.ts';
import type { Random } from './random.ts';

/** What a policy does with questions about some places: mean probabilities, with no sampling. */
export interface Behaviour {
  /** The first token answers, or asks. */
  answers: number;
  asks: number;
  /** “A:” and then the right capital. */
  right: number;
  /** The whole tidy page: “A:”, the right capital, and nothing more. */
  tidy: number;
}

/** Where the network stands, after `at` steps, or at this n or mixing weight. */
export interface NeuralPoint {
  at: number;
  /** Means over samples: an estimate of the KL, the proxy, the gold, and the share of different tokens. */
  kl: number;
  proxy: number;
  gold: number;
  distinct: number;
  /** `held` are places that no alignment ever asked about. */
  seen: Behaviour;
  held: Behaviour;
  samples: string[];
}

/** The probability of each token of `response` after the places' questions, multiplied: exact. */
export function behaviour(model: LanguageModel, places: readonly Asked[]): Behaviour {
  const prompts = places.map(promptOf);
  const first = nextChances(model, prompts);
  const second = nextChances(
    model,
    prompts.map(prompt => [...prompt, special.answer]),
  );
  const tidy = logsOf(model, prompts, places.map(tidyPage));
  const mean = (value: (i: number) => number) =>
    places.reduce((sum, _, i) => sum + value(i), 0) / places.length;
  return {
    answers: mean(i => first[i][special.answer]),
    asks: mean(i => first[i][special.question]),
    right: mean(i => first[i][special.answer] * second[i][places[i].capital]),
    tidy: mean(i => Math.exp(tidy[i])),
  };
}

function tidyPage({ capital }: Asked): number[] {
  const { answer, end } = special;
  return [answer, capital, end, end, end, end];
}

/** Looks at a policy: what can be computed is, the rest is sampled. */
export function look(
  world: NeuralWorld,
  { reward }: NeuralReward,
  model: LanguageModel,
  at: number,
  random: Random,
): NeuralPoint {
  const places = some(world.seen, 8 * world.seen.length);
  const prompts = places.map(promptOf);
  const responses = sample(model, prompts, random);
  const now = logsOf(model, prompts, responses);
  const before = logsOf(world.reference, prompts, responses);
  const ratios = now.map((log, i) => log - before[i]);
  const chosen = places.map((place, i) => ({ place, response: responses[i] }));
  const mean = (value: (one: Response) => number) =>
    chosen.reduce((sum, one) => sum + value(one), 0) / chosen.length;
  return {
    ...{ at, kl: klEstimate(ratios, 'k1'), proxy: mean(reward) },
    gold: mean(({ place, response }) => neuralGold(place, response)),
    distinct: mean(variety),
    seen: behaviour(model, world.seen),
    held: behaviour(model, world.held),
    samples: chosen.slice(0, 4).map(one => written(world, one)),
  };
}

/** Best-of-n by its exact distribution over a pool of draws: means at each n, with what the pool can say. */
export function bestOfNFromPool(
  world: NeuralWorld,
  { reward }: NeuralReward,
  ns: readonly number[],
  pool: number,
  random: Random,
): Omit<NeuralPoint, 'kl'>[] {
  const sides = [world.seen.slice(0, 8), world.held.slice(0, 8)].map(places =>
    places.map(place => {
      const prompts = Array.from({ length: pool }, () => promptOf(place));
      const drawn = sample(world.reference, prompts, random).map(response => ({ place, response }));
      return { drawn, rewards: drawn.map(reward) };
    }),
  );
  return ns.map(at => {
    const [seen, held] = sides.map(side => {
      const weighed = side.flatMap(({ drawn, rewards }) => {
        const chances = bestOfNChances(new Array(pool).fill(1 / pool), rewards, at);
        return drawn.map((one, i) => ({ ...one, chance: chances[i] / side.length }));
      });
      const mean = (value: (one: Response) => number) =>
        weighed.reduce((sum, one) => sum + one.chance * value(one), 0);
      const share = (is: (one: Response) => boolean) => mean(one => Number(is(one)));
      const begins = (one: Response, ...tokens: number[]) =>
        tokens.every((token, t) => one.response[t] === token);
      return {
        proxy: mean(reward),
        gold: mean(({ place, response }) => neuralGold(place, response)),
        distinct: mean(variety),
        behaviour: {
          answers: share(one => begins(one, special.answer)),
          asks: share(one => begins(one, special.question)),
          right: share(one => begins(one, special.answer, one.place.capital)),
          tidy: share(one => begins(one, ...tidyPage(one.place))),
        },
        samples: side.slice(0, 4).map(({ drawn, rewards }) => {
          const first = rewards.slice(0, at);
          return written(world, drawn[first.indexOf(first.reduce((a, b) => Math.max(a, b)))]);
        }),
      };
    });
    const { behaviour, ...rest } = seen;
    return { at, ...rest, seen: behaviour, held: held.behaviour };
  });
}

function variety({ response }: Response): number {
  return distinctN([response.map(String)], 1);
}

function written({ tokens }: NeuralWorld, { place, response }: Response): string {
  return [...promptOf(place), ...response].map(id => tokens[id]).join(' ');
}
