// What reading needs beyond HTML; every page is complete without it.

// A box that scrolls must be reachable with the keyboard, one that does not should not be a stop. Boxes
// are looked at when they have been laid out, which far from the window they are not.
const boxes = document.querySelectorAll('.scroll, pre');
const sizes = new ResizeObserver(entries => {
  const scrolling = entries.map(({ target }) => target.scrollWidth > target.clientWidth + 1);
  entries.forEach(({ target }, i) => {
    if (scrolling[i]) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  });
});
function markScrollable() {
  sizes.disconnect();
  for (const box of boxes) sizes.observe(box);
}
markScrollable();
document.fonts.ready.then(markScrollable); // formulas grow when their fonts arrive

// The sizes that the page guessed (see theme.js) are made true bit by bit while there is nothing else to
// do: boxes are laid out, measured and left again. So nothing stands where it does not belong, neither for
// the bar that scrolls nor for a tool that asks where a link is.
const guessed = [...document.querySelectorAll('.in-parts :is(.lesson, .further) > *')];
const idle = window.requestIdleCallback ?? setTimeout;
function measureMore() {
  if (!document.documentElement.matches('.in-parts')) return;
  const boxes = [];
  // As many as a phone lays out between two frames.
  for (let elements = 0; guessed.length && elements < 200; ) {
    const box = guessed.shift();
    const { contentVisibility, containIntrinsicBlockSize: guess } = getComputedStyle(box);
    if (contentVisibility !== 'auto') continue;
    elements += box.getElementsByTagName('*').length;
    boxes.push({ box, frame: box.getBoundingClientRect().height - guess.match(/[\d.]+/) });
  }
  for (const { box } of boxes) box.style.contentVisibility = 'visible';
  const heights = boxes.map(({ box }) => box.getBoundingClientRect().height);
  boxes.forEach(({ box, frame }, i) => {
    box.style.contentVisibility = '';
    box.style.containIntrinsicBlockSize = `auto ${heights[i] - frame}px`;
  });
  if (guessed.length) idle(measureMore);
}
if (guessed.length) addEventListener('load', () => idle(measureMore));

// The contents follow the reader.
const side = document.querySelector('.side');
const links = new Map(
  [...(side?.querySelectorAll('.sections a') ?? [])].map(link => [link.hash.slice(1), link]),
);
const targets = [...links.keys()].map(id => document.getElementById(decodeURIComponent(id)));
let current;
function follow() {
  const above = targets.filter(target => target.getBoundingClientRect().top < innerHeight * 0.3);
  const link = links.get(above.at(-1)?.id);
  if (link === current) return;
  current?.classList.remove('here');
  current = link;
  if (!link) return;
  link.classList.add('here');
  const { top, bottom } = link.getBoundingClientRect();
  const box = side.getBoundingClientRect();
  if (top < box.top + 40 || bottom > box.bottom - 40) {
    side.scrollTop += top - box.top - box.height / 3;
  }
}
if (targets.length) {
  let waiting = false;
  addEventListener(
    'scroll',
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        follow();
      });
    },
    { passive: true },
  );
  idle(follow); // places are known once the page is laid out
}

// The menu of a phone closes when a section is chosen, and on Escape.
const menu = document.querySelector('.menu');
menu?.addEventListener('click', event => {
  if (event.target.closest('a')) menu.open = false;
});
addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !menu?.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// On paper everything is open.
addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('article details')) fold.open = true;
});
