// Runs before the first paint, so that a reader's choice of light or dark never flashes.
const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');
let unsaved = null; // storage may be forbidden; a choice then lasts as long as the page
const chosen = () => {
  try {
    return localStorage.getItem('theme');
  } catch {
    return unsaved;
  }
};

// Most of a lesson is boxes of formulas, and to lay all of them out at once stops a phone for a second. A
// page that is read from its top lays out what comes near the window, and guesses how tall the rest is
// until reading.js has measured it; to jump, all places must be known. Not where a browser lets what grows
// above the window push the text away from under its reader's eyes.
const [visit] = performance.getEntriesByType('navigation');
const isHeldInPlace = CSS.supports('overflow-anchor', 'auto');
if (visit?.type === 'navigate' && !location.hash && isHeldInPlace) {
  root.classList.add('in-parts');
  const whole = () => root.classList.remove('in-parts');
  addEventListener('beforeprint', whole);
  document.addEventListener(
    'click',
    ({ target }) => target.closest('a[href*="#"]') && whole(),
    true,
  );
  // A bar that is dragged, the End key and a search in the page jump as well. What the reader came to
  // stays where it is, before it is painted anywhere else.
  let before = 0;
  addEventListener(
    'scroll',
    () => {
      const isJump = Math.abs(scrollY - before) > 2 * innerHeight;
      before = scrollY;
      if (!isJump || !root.matches('.in-parts')) return;
      const parts = document.querySelectorAll(':is(.lesson, .further) > :not([popover]), .foot');
      const top = part => part.getBoundingClientRect().top;
      const isEnd = scrollY + innerHeight > root.scrollHeight - 2;
      const line = isEnd ? innerHeight : innerHeight / 2; // a search puts what it found in the middle
      const place = [...parts].filter(part => top(part) < line).at(-1) ?? root;
      const held = top(place);
      whole();
      scrollBy({ top: top(place) - held, behavior: 'instant' });
      before = scrollY;
    },
    { passive: true },
  );
}

function show() {
  const theme = chosen();
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  const isDark = (theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const button = document.querySelector('.theme');
  if (!button) return;
  button.hidden = false;
  button.textContent = isDark ? 'Light' : 'Dark';
  button.setAttribute('aria-label', isDark ? 'Light colours' : 'Dark colours');
}

show();
system.addEventListener('change', show);
document.addEventListener('DOMContentLoaded', () => {
  show();
  document.querySelector('.theme').addEventListener('click', event => {
    const next = event.target.textContent === 'Light' ? 'light' : 'dark';
    const isSystem = (next === 'dark') === system.matches;
    try {
      if (isSystem) localStorage.removeItem('theme');
      else localStorage.setItem('theme', next);
    } catch {
      unsaved = isSystem ? null : next;
    }
    show();
  });
});
