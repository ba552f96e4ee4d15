import { guess } from './guess.ts';

/** The 404 page: what the address may have meant, and a search for its words. */

const root = new URL(document.querySelector<HTMLAnchorElement>('a.brand')?.href ?? location.href);
const path = decoded(
  location.pathname.startsWith(root.pathname)
    ? location.pathname.slice(root.pathname.length)
    : location.pathname,
);

const links = [...document.querySelectorAll<HTMLAnchorElement>('.known a')];
const pages = links.map(({ href, textContent, dataset }) => ({
  href,
  title: textContent ?? '',
  names: [textContent ?? '', ...(dataset.names ?? '').split(' ')],
}));

const found = guess(path, pages);
const line = document.querySelector<HTMLElement>('.guess');
if (found && line) {
  const link = document.createElement('a');
  link.href = found.href;
  link.textContent = found.title;
  line.append('Perhaps you meant ', link, '.');
  line.hidden = false;
}

const search = document.querySelector<HTMLButtonElement>('[data-search]');
if (search) {
  const last = path.split('/').findLast(part => part && !part.startsWith('index.')) ?? '';
  const words = last
    .replace(/\.\w+$/, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .slice(0, 40);
  search.dataset.search = words;
  search.textContent = words ? `Search for “${words}”` : 'Search the course';
  search.hidden = false;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone %
  }
}
