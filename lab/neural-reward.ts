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

/** What the proxy sees: how often another question, an answer, an end and the right capital occur. */
export function neuralFeatures(place: Asked, response: readonly number[]): number[] {
  return [special.question, special.answer, special.end, place.capital].map(
    wanted => response.filter(token => token === wanted).length,
  );
}
