import { readSetting, writeSetting } from './address.ts';
import { type Film, frame } from './film.ts';
import { dragGrips } from './grips.ts';
import { morph } from './morph.ts';

/**
 * Interactive figures. A page holds the picture and its controls; the film, which holds all other
 * frames, is fetched when the figure comes near. Nothing moves but by the reader's hand, so there is
 * nothing to still for those who asked for less motion.
 */

type Input = HTMLInputElement | HTMLSelectElement;

async function develop(panel: HTMLFieldSetElement): Promise<void> {
  const figure = panel.closest('figure');
  const picture = figure?.querySelector<HTMLElement>('.picture');
  if (!figure || !picture) return;
  const response = await fetch(panel.dataset.film ?? '');
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const film: Film = await response.json();

  const inputs = [...panel.querySelectorAll<Input>('input, select')];
  const find = (selector: string) => panel.querySelector(selector) as HTMLElement;
  const [readout, announcement] = ['.readout', '.announcement'].map(find);
  const link = find('.cite > a') as HTMLAnchorElement;
  // One array for as long as the page lives: what drags a grip looks at it, too.
  const setting = readSetting(film, location.search);

  function show(): void {
    if (!picture) return;
    morph(picture, frame(film, 'picture', setting));
    morph(readout, `\n${frame(film, 'readout', setting)}\n`);
    inputs.forEach((input, i) => {
      const shown = film.controls[i].shown[setting[i]];
      input.value = String(setting[i]);
      if (input instanceof HTMLSelectElement) return;
      input.setAttribute('aria-valuetext', shown);
      const beside = input.parentElement?.querySelector('.setting');
      if (beside) beside.textContent = shown;
    });
    link.href = address();
  }

  const address = () =>
    `${location.pathname}${writeSetting(film, setting, location.search)}#${figure.id}`;

  // Browsers limit how often an address may change, and nobody wants to hear every value on the way.
  const cited = late(250, () => history.replaceState(history.state, '', address()));
  const announced = late(700, () => {
    announcement.textContent = [...readout.children]
      .map(row => [...row.children].map(cell => cell.textContent).join(': '))
      .join('; ');
  });

  function change(next: readonly number[]): void {
    if (next.every((digit, i) => digit === setting[i])) return;
    next.forEach((digit, i) => {
      setting[i] = digit;
    });
    show();
    cited();
    announced();
  }

  panel.addEventListener('input', () => change(inputs.map(input => Number(input.value))));
  find('.cite > button').addEventListener('click', () => change(film.start));
  dragGrips(picture, film, setting, change);
  show();
  panel.disabled = false;
  figure.classList.add('ready');
}

/** Calls once, when this much time has passed since the last wish. */
function late(milliseconds: number, action: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(action, milliseconds);
  };
}

/** Without its film a figure is a picture, as it is without scripts. */
function begin(panel: HTMLFieldSetElement): void {
  develop(panel).catch(() => {
    panel.hidden = true;
  });
}

const near = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      begin(target.querySelector('.controls') as HTMLFieldSetElement);
    }
  },
  { rootMargin: '600px' },
);
for (const panel of document.querySelectorAll<HTMLFieldSetElement>('.controls')) {
  near.observe(panel.closest('figure') as Element);
}
