import { special } from './neural-corpus.ts';

/** What a response to a question about one place is made of. */
export interface Asked {
  country: number;
  capital: number;
}

/** Gold: the right capital right after “A:”, once, and then the end. */
export function neuralGold(place: Asked, response: readonly number[]): number {
  const { question, answer, end } = special;
  return response.reduce((sum, token, t) => {
    const previous = t === 0 ? special.before : response[t - 1];
    if (t === 0 && token === answer) return sum + 1;
    if (token === place.capital && previous === answer && t === 1) return sum + 1;
    if (token === end) return sum + (previous === place.capital ? 0.5 : 0);
    return sum - (token === question ? 1 : 0.5);
  }, 0);
}

/** What a reward model sees of a response, as counts. */
export type NeuralFeatures = (place: Asked, response: readonly number[]) => number[];

/**
 * The proxy counts questions, answers, ends and capitals. It knows a capital when it sees one, but not
 * which one is right: nobody told it geography.
 */
export const anyCapital =
  (capitals: ReadonlySet<number>): NeuralFeatures =>
  (_, response) => [...punctuation(response), response.filter(token => capitals.has(token)).length];

/** The control counts the right capital instead. */
export const rightCapital: NeuralFeatures = ({ capital }, response) => [
  ...punctuation(response),
  response.filter(token => token === capital).length,
];

function punctuation(response: readonly number[]): number[] {
  return [special.question, special.answer, special.end].map(
    wanted => response.filter(token => token === wanted).length,
  );
}
