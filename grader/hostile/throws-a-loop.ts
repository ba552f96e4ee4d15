/**
 * Throws an error whose message never ends to be computed.
 * @family verdict
 */
export const surprisal = () => {
  throw { get message() { for (;;); } };
};
