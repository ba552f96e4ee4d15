import { fetched } from './opener.ts';
import { rememberPlace } from './place.ts';
import { markProgress } from './progress-marks.ts';
import { areShortcutsOn, focusOf, shortcutOf } from './shortcut.ts';

/**
 * What every page does for its reader besides being read: shortcuts, and marks of what was done. The
 * dialogs themselves are fetched when they are first asked for.
 */

const opener = (kind: string) =>
  document.querySelector<HTMLButtonElement>(`[data-opens="${kind}"]`);

/** What a reader types while the search is fetched: the beginning of what is looked for. */
let typed: string | undefined;

async function open(button: HTMLButtonElement | null, query?: string): Promise<void> {
  if (!button) return;
  if (button.dataset.opens === 'search') typed = '';
  try {
    const show = await fetched(button);
    show(button, typed || query);
  } catch {
    say('This part of the page could not be fetched. Are you offline? Close this and try again.');
  } finally {
    typed = undefined;
  }
}

function say(message: string): void {
  const dialog = document.createElement('dialog');
  const close = document.createElement('button');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-label', 'Not fetched');
  close.textContent = 'Close';
  close.className = 'quiet';
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(message, ' ', close);
  document.body.append(dialog);
  dialog.showModal();
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-opens]')) {
  button.hidden = false;
  button.addEventListener('click', () => open(button));
}

// A page may offer a search of its own: the 404 page does, with the words of the address.
document.addEventListener('click', event => {
  const asked = (event.target as Element).closest<HTMLElement>('[data-search]');
  if (asked) open(opener('search'), asked.dataset.search);
});

addEventListener('keydown', event => {
  if (event.defaultPrevented || event.isComposing) return;
  if (typed !== undefined && event.key.length === 1 && !(event.ctrlKey || event.metaKey)) {
    typed += event.key;
    event.preventDefault();
    return;
  }
  if (!areShortcutsOn()) return;
  if (document.querySelector('dialog[open]')) return;
  const shortcut = shortcutOf(event, focusOf(document.activeElement));
  if (!shortcut) return;
  if (shortcut === 'search' || shortcut === 'help') {
    event.preventDefault(); // a slash is Firefox's own search
    open(opener(shortcut));
  } else {
    const rel = shortcut === 'previous' ? 'prev' : 'next';
    document.querySelector<HTMLAnchorElement>(`a[rel="${rel}"]`)?.click();
  }
});

const here = document.querySelector('.side a[aria-current]')?.closest<HTMLElement>('[data-lesson]');
if (here?.dataset.lesson) rememberPlace(here.dataset.lesson);
markProgress();
