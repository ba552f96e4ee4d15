import type { Reference } from '../../course/course.ts';
import { escapeText } from '../plot/svg.ts';
import { printed } from '../typography.ts';
import { type Draft, report, type Token } from './draft.ts';
import { withLetters } from './number.ts';

/** A citation by author and year, each linked to its entry at the end of the page. */
export function cite(token: Token, draft: Draft): string {
  const works = token.content.split(';').map(part => {
    const key = part.trim().replace(/^@/, '');
    const work = Object.hasOwn(draft.references, key) ? draft.references[key] : undefined;
    if (!work) {
      report(
        draft,
        token,
        `[@${key}] is neither a label (eq:, fig:, task:, lesson:) nor a work in lessons/references.yaml. Correct the key, or add the work.`,
      );
      return escapeText(key);
    }
    draft.cited.add(key);
    const name = token.meta.isSubject
      ? `${shortAuthors(work.author)}\u00a0(${work.year})`
      : `${shortAuthors(work.author)},\u00a0${work.year}`;
    return `<a class="citation" href="#work-${key}">${escapeText(name)}</a>`;
  });
  const list = works.join(token.meta.isSubject ? ', ' : '; ');
  const isBare = token.meta.isSubject || token.meta.isInParentheses;
  return `<span class="citations">${isBare ? list : `(${list})`}</span>`;
}

/** `Rafailov et al.`, `Gao and Schulman`, `Shannon`, `von Neumann`: what is one name stays on one line. */
export function shortAuthors(author: string): string {
  const people = author
    .replace(/,?\s+(and|&)\s+/g, '; ')
    .split(/;\s*/)
    .flatMap(part => splitNames(part))
    .filter(Boolean);
  const surnames = people.map(surname);
  const isMore = /\bet al\b|\bothers\b/.test(author);
  if (surnames.length > 2 || isMore) return `${surnames[0]} et\u00a0al.`;
  return surnames.join(' and ');
}

/** `Ada Lovelace, Alan Turing` are two people; `Lovelace, Ada` and `Lovelace, A. B.` are one. */
function splitNames(part: string): string[] {
  const pieces = part.replace(/,?\s*et al\.?$/, '').split(/,\s*/);
  const isOne =
    pieces.length === 2 && /^(\p{Lu}\.[\s-]?)+$|^[^\s]+$/u.test(pieces[1]) && !/\s/.test(pieces[0]);
  return isOne ? [pieces[0]] : pieces;
}

const particle = /^(von|van|de|der|den|del|di|la|le|dos|da)$/i;

function surname(person: string): string {
  const words = person.trim().split(/\s+/);
  // Organisations and "Surname A. B." keep their first words.
  const initials = words.findIndex((word, i) => i > 0 && /^(\p{Lu}\.?-?)+$/u.test(word));
  if (initials > 0 && words.slice(initials).every(word => /^(\p{Lu}\.?-?)+$/u.test(word))) {
    return words.slice(0, initials).join(' ');
  }
  let start = words.length - 1;
  while (start > 1 && particle.test(words[start - 1])) start--;
  return words.slice(start).join('\u00a0');
}

/** An entry of the bibliography. */
export function bibliographyEntry(work: Reference): string {
  const text = withLetters(printed(work.title));
  const title = work.url ? `<a href="${escapeText(work.url)}">${text}</a>` : text;
  const author = work.author.replace(/\.$/, '');
  const parts = [
    `${escapeText(author)} (${escapeText(String(work.year))}).`,
    `<cite>${title}</cite>.`,
    work.where && `${escapeText(work.where.replace(/\.$/, ''))}.`,
    work.note && `${escapeText(work.note)}`,
  ];
  return parts.filter(Boolean).join(' ');
}

export function byAuthor(references: Record<string, Reference>, keys: Iterable<string>): string[] {
  const sortKey = (key: string) =>
    `${surname(references[key].author.split(/[,;]| and /)[0])} ${references[key].year}`;
  return [...keys].sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en') || a.localeCompare(b));
}
