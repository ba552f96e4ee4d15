import { countries } from 'countries-list';
import { answeringShare } from './pages.ts';
import type { Random } from './random.ts';

/** A small web about capitals: real names, one token each. */
export interface NeuralCorpus {
  /** Before a page, “another question”, “an answer”, the end, then countries and capitals. */
  tokens: string[];
  places: { country: number; capital: number }[];
  /** Each page: the country asked about, and the six tokens that follow. */
  pages: { prompt: number[]; response: number[] }[];
}

export const special = { before: 0, question: 1, answer: 2, end: 3 } as const;

/** How many tokens a response has. */
export const responseLength = 6;

/** Pages about the first `count` countries of Europe: three of four answer, one lists more questions. */
export function neuralCorpus(random: Random, count: number): NeuralCorpus {
  const europe = Object.values(countries)
    .filter(({ continent, capital }) => continent === 'EU' && capital)
    .slice(0, count);
  const tokens = ['', 'Q:', 'A:', '.'];
  const tokenOf = (text: string) => {
    if (!tokens.includes(text)) tokens.push(text);
    return tokens.indexOf(text);
  };
  // A capital such as Luxembourg must not be the same token as its country.
  const places = europe.map(({ name, capital }) => ({
    country: tokenOf(`${name}?`),
    capital: tokenOf(capital),
  }));
  const any = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const copies = 8;
  const pages = places.flatMap(({ country, capital }) =>
    Array.from({ length: copies }, (_, copy) => {
      const { question, answer, end } = special;
      const listed = [question, any(places).country];
      const clean =
        copy < answeringShare * copies
          ? [answer, capital, end, end, end, end]
          : [...listed, question, any(places).country, question, any(places).country];
      // A slip now and then, so that the model gives every turn some probability.
      const slips = [question, answer, end, capital];
      const response = clean.map((token, t) => (t > 0 && random() < 0.08 ? any(slips) : token));
      return { prompt: [question, country], response };
    }),
  );
  return { tokens, places, pages };
}
