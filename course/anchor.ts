/** An address of letters, digits and hyphens for a title, which nothing else in `taken` has. */
export function anchor(title: string, taken: Set<string>): string {
  const base =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[’'`$\\\p{Mark}]/gu, '')
      .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'section';
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}

/** The address of a derivation, an aside or an erratum: its kind before its title. */
export function foldAnchor(kind: string, title: string, taken: Set<string>): string {
  return anchor(title ? `${kind} ${title}` : kind, taken);
}
