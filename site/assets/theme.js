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
