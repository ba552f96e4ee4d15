/**
 * Answers each of some hundred questions just before its time is over.
 * @family exhausting
 */
const slow = () => {
  for (const end = performance.now() + 400; performance.now() < end; );
  return Number.NaN;
};
export { slow as surprisal };
