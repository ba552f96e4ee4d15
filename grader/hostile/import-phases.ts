/**
 * Imports by the newer forms, which a compiler may not know: phases, attributes, meta.
 * @family reading
 */
const name = ['node', 'fs'].join(':');
let module: any;
const later = import(name, { with: { type: 'text' } } as any);
later.then(found => (module = found)).catch(() => {});
const meta = import.meta as any;
export const surprisal = () => {
  const where = meta.resolve?.(name);
  if (module || meta.dirname || meta.filename) throw new Error(`BREACH ${where}`);
  return Number.NaN;
};
