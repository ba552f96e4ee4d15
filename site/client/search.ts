import { make, makeDialog } from './dialog.ts';
import { handOver } from './opener.ts';
import type { EntryKind, SearchIndex } from './search-entry.ts';
import { excerpt, marked, type Piece } from './search-excerpt.ts';
import { type Hit, Search } from './search-query.ts';

/** The search dialog; its script and its index are fetched when a reader first asks for it. */

const kinds: Partial<Record<EntryKind, string>> = {
  task: 'Task',
  remark: 'Remark',
  term: 'Term',
  work: 'Work',
};
const root = document.querySelector<HTMLAnchorElement>('a.brand')?.href ?? location.href;

const input = make('input', 'search-input');
input.type = 'text';
input.id = 'search-input';
input.enterKeyHint = 'search';
input.autocomplete = 'off';
input.spellcheck = false;
input.setAttribute('aria-describedby', 'search-help');
const label = make('label', 'visually-hidden', 'Search for');
label.htmlFor = input.id;
const status = make('p', 'visually-hidden');
status.setAttribute('role', 'status');
const list = make('ol', 'hits');
const help = make('p', 'search-help');
help.id = 'search-help';
const dialog = makeDialog('search', 'Search the course', label, input, status, help, list);

const hints =
  'A word, a symbol by its name (beta, pi), a task or an author. Words may be incomplete or mistyped.';
let search: Search | undefined;

async function load(address: string): Promise<void> {
  tell('Fetching the index …');
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
    const index: SearchIndex = await response.json();
    search = await Search.load(index);
    show();
  } catch {
    tell('The index could not be fetched. Are you offline? Close this and try again.');
  }
}

/** Says it below the field. */
function tell(message: string): void {
  help.textContent = message;
  help.hidden = !message;
}

function show(): void {
  if (!search) return;
  const query = input.value.trim();
  const hits = search.find(query);
  list.replaceChildren(...hits.map(item));
  if (!query) tell(hints);
  else
    tell(
      hits.length
        ? ''
        : `Nothing is found for “${query}”. Try fewer words, or another word for it.`,
    );
  announce(query ? `${hits.length || 'No'} ${hits.length === 1 ? 'result' : 'results'}` : '');
}

let waiting: ReturnType<typeof setTimeout> | undefined;
/** Nobody wants to hear a number after each letter. */
function announce(message: string): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    status.textContent = message;
  }, 600);
}

function item(hit: Hit): HTMLLIElement {
  const found = new Set(hit.words);
  const kind = kinds[hit.kind];
  const link = make('a', 'hit');
  link.href = new URL(hit.page.path + (hit.id && `#${hit.id}`), root).href;
  const title = make('span', 'hit-title', ...marks(marked(hit.title, found)));
  if (kind) title.prepend(make('span', 'kind', kind), ' ');
  link.append(title, make('span', 'hit-place', placeOf(hit)));
  const names =
    hit.kind === 'section'
      ? hit.names.filter(name => marked(name, found).some(([, is]) => is))
      : [];
  if (names.length) {
    const shown = names.flatMap((name, i) => [i ? ', ' : '', ...marks(marked(name, found))]);
    link.append(make('span', 'hit-names', 'introduces ', ...shown));
  }
  if (hit.text) link.append(make('span', 'hit-text', ...marks(excerpt(hit.text, found))));
  return make('li', '', link);
}

/** `4 KL-regularised reward maximisation › A distance in nats` */
function placeOf({ page: { number, title }, kind, section }: Hit): string {
  if (kind === 'page') return number ? `Lesson ${number}` : 'Page';
  const page = number ? `${number} ${title}` : title;
  return section && kind !== 'term' ? `${page} › ${section}` : page;
}

function marks(pieces: Piece[]): (Node | string)[] {
  return pieces.map(([text, isMatch]) => (isMatch ? make('mark', '', text) : text));
}

input.addEventListener('input', show);
list.addEventListener('click', event => {
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!isElsewhere && (event.target as Element).closest('a')) dialog.close();
});

dialog.addEventListener('keydown', event => {
  const stops = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLInputElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    if (next === input) dialog.scrollTop = 0;
  } else if (event.key === 'Enter' && at === 0) {
    event.preventDefault();
    stops[1]?.click();
  } else if (
    at > 0 &&
    event.key.length === 1 &&
    event.key !== ' ' &&
    !event.ctrlKey &&
    !event.metaKey
  ) {
    input.focus(); // and the letter goes there
  }
});

handOver('search', (button, query) => {
  if (query !== undefined) input.value = query;
  if (!dialog.open) dialog.showModal();
  input.focus();
  // Whoever asked with words may go on with them.
  if (query === undefined) input.select();
  else input.setSelectionRange(query.length, query.length);
  if (search) show();
  else load(button.dataset.index ?? '');
});
