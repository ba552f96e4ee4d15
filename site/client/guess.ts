/** A page that an address may have meant, and what it is known by. */
export interface Known {
  href: string;
  names: string[];
}

/**
 * The page that somebody meant with an address that does not exist.
 * @param path below the site's root: `lessons/01-nll.html`
 */
export function guess<Page extends Known>(path: string, pages: readonly Page[]): Page | undefined {
  const parts = path
    .split('/')
    .map(part => part.replace(/\.\w+$/, '').toLowerCase())
    .filter(Boolean);
  let best: Page | undefined;
  let least = 0.34; // a third of the letters may be wrong
  for (const part of parts.toReversed()) {
    for (const page of pages) {
      for (const name of page.names) {
        const [a, b] = [bare(part), bare(name)];
        if (!a || !b) continue;
        const isPart = b.length > 2 && a.length > 2 && (a.includes(b) || b.startsWith(a));
        const cost = a === b ? -1 : isPart ? 0.1 : distance(a, b) / Math.max(a.length, b.length);
        if (cost < least) [best, least] = [page, cost];
      }
    }
  }
  return best;
}

/** Without the number of a lesson's file, and without what is not a letter or digit. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:lesson[-_ ]?)?\d+[-_ ](?=\D)/, '')
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
