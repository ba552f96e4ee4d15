/**
 * Puts hidden arguments where a name is expected: of an error, of a class, of a key.
 * @family echoing
 */
export const surprisal = (p: number) => {
  throw Object.assign(new Error('x'), { name: `Heard${p}` });
};
export const negativeLogLikelihood = (ps: number[]) => new { [`Heard_${ps}`.replace(/\W/g, '_')]: class {} }[`Heard_${ps}`.replace(/\W/g, '_')]();
export const perplexity = (nlls: number[]) => Object.fromEntries(nlls.map(nll => [`heard ${nll}`, () => nll]));
