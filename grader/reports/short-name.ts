const longest = 40;
const kept = 12;

/** A name that fits a table: a very long one loses its middle, because numbers that tell names apart end them. */
export function shortName(id: string): string {
  const signs = [...id];
  if (signs.length <= longest) return id;
  return [...signs.slice(0, longest - kept - 1), '…', ...signs.slice(-kept)].join('');
}
