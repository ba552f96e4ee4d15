import { tokens } from './pages.ts';

/**
 * What is wanted, in nats of log-odds, as a sum over neighbouring tokens; `^` begins the response. Answer
 * at once, with Paris, add a flourish if you like, and stop.
 */
const worth: Record<string, number> = {
  ...{ '^A': 1, AP: 1, 'P!': 0.5, 'P.': 0.5, '!.': 0.5 },
  ...{ '^P': 0, '^!': 0, '^.': 0, 'Q.': 0, '..': 0 },
  ...{ '^Q': -1, QQ: -1 },
};

/** Whatever else stands next to each other is out of order, or said twice. */
const outOfOrder = -1.5;

/** The gold reward of a response. */
export function gold(response: readonly number[]): number {
  const text = response.map(token => tokens[token]);
  return text.reduce(
    (sum, token, t) => sum + (worth[(text[t - 1] ?? '^') + token] ?? outOfOrder),
    0,
  );
}
