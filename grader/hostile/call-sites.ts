/**
 * Takes the host's frames out of a stack trace: this, functions and arguments of its callers.
 * @family verdict
 */
export function surprisal() {
  let found: unknown;
  (Error as any).prepareStackTrace = (_: unknown, sites: any[]) => {
    found = sites.map(site => site.getThis?.() ?? site.getFunction?.()).find(Boolean);
    return '#exercise:1:1';
  };
  new Error('look').stack;
  try {
    found ??= (surprisal as any).caller ?? (Function.prototype as any).caller;
  } catch {}
  if (typeof found === 'function') throw new Error('BREACH: a function of the host');
  return Number.NaN;
}
