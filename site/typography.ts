import { escapeText } from './plot/svg.ts';

/** Plain text as HTML, with the quotation marks and apostrophes of print: “loss”, Gibbs’. */
export function printed(text: string): string {
  const curled = text.replace(/(?<=^|[\s(])"([^"]*)"/g, '“$1”').replace(/(?<=\p{L})'/gu, '’');
  return escapeText(curled);
}

/** A title in large letters: "log-likelihood" goes to the next line before it is broken at its hyphen. */
export function headline(title: string): string {
  return printed(title).replace(/\S*\p{L}-\p{L}\S*/gu, '<span class="whole">$&</span>');
}
