/**
 * Doubles a string until memory is full.
 * @family exhausting
 */
export const surprisal = () => {
  const all: string[] = [];
  for (let text = 'x'; ; text = text.length < 1e8 ? text + text : text) all.push(text.replace(/$/, `${all.length}`));
};
