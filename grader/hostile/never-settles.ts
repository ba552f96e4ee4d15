/**
 * Returns a promise that never settles.
 * @family exhausting
 */
export const surprisal = () => new Promise(() => {});
export const perplexity = async (): Promise<never> => { for (;;) await 0; };
export const logSoftmax = () => ({ then() {} });
