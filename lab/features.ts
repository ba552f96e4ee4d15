import { tokens } from './pages.ts';

/** What a reward model sees of a response, as numbers of which its reward is a weighted sum. */
export type Features = (response: readonly number[]) => number[];

const vocabulary = tokens.length;

const counts: Features = response =>
  tokens.map((_, token) => response.filter(other => other === token).length);

/** The reward models' views, from the poorest on. */
export const features = {
  /** How often each token occurs, but not what stands next to what: the proxy. */
  tokens: counts,
  /** That, and which token comes first. */
  opening: response => [...counts(response), ...tokens.map((_, i) => Number(response[0] === i))],
  /** How often each token follows each, the beginning counted as one more, as the gold does: the control. */
  neighbours: response => {
    const pairs = new Array<number>((vocabulary + 1) * vocabulary).fill(0);
    response.forEach((token, t) => {
      pairs[(t === 0 ? vocabulary : response[t - 1]) * vocabulary + token]++;
    });
    return pairs;
  },
} satisfies Record<string, Features>;

export type View = keyof typeof features;
