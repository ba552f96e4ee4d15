import { readSetting, writeSetting } from '../client/address.ts';
import type { Film, FilmControl } from '../client/film.ts';
import { morph } from '../client/morph.ts';
import type { Showing, Wish } from './messages.ts';
import type { LiveSetting } from './setting.ts';

/**
 * A figure whose reader runs the lab's enumerable world. The worker is loaded with the first run; until then,
 * and without scripts, the figure is the picture of one run.
 */

/** The worker's address, which the build puts here. */
declare const workerAddress: string;

/** What the page holds of the controls: those of a film, and the values behind them. */
interface Panel {
  controls: (FilmControl & { values: (string | number)[] })[];
  start: number[];
}

type Input = HTMLInputElement | HTMLSelectElement;

function begin(panel: HTMLFieldSetElement): void {
  const figure = panel.closest('figure');
  const picture = figure?.querySelector<HTMLElement>('.picture');
  if (!figure || !picture) return;
  const { controls, start }: Panel = JSON.parse(panel.dataset.controls ?? '');
  const film: Film = { controls, start, picture: [], readout: [] };
  const inputs = [...panel.querySelectorAll<Input>('input, select')];
  const find = (selector: string) => panel.querySelector(selector) as HTMLElement;
  const [button, result, announcement] = ['.go', '.result', '.announcement'].map(find);
  const progress = find('progress') as HTMLProgressElement;
  const link = find('.cite > a') as HTMLAnchorElement;
  const original = { picture: picture.innerHTML, alt: picture.getAttribute('aria-label') ?? '' };
  let setting = readSetting(film, location.search);
  let worker: Worker | undefined;
  let isRunning = false;
  let id = 0;

  const address = () =>
    `${location.pathname}${writeSetting(film, setting, location.search)}#${figure.id}`;
  const state = () =>
    Object.fromEntries(
      controls.map(({ name, values }, i) => [name.split('.')[1], values[setting[i]]]),
    ) as unknown as LiveSetting;

  function show(): void {
    const { method } = state();
    inputs.forEach((input, i) => {
      const shown = controls[i].shown[setting[i]];
      input.value = String(setting[i]);
      const row = input.parentElement as HTMLElement;
      row.hidden = !(row.dataset.for ?? method).split(',').includes(method);
      if (input instanceof HTMLSelectElement) return;
      input.setAttribute('aria-valuetext', shown);
      (row.querySelector('.setting') as HTMLElement).textContent = shown;
    });
    link.href = address();
  }

  function running(now: boolean): void {
    isRunning = now;
    button.textContent = now ? 'Stop' : 'Run';
    progress.hidden = !now;
    figure?.classList.toggle('running', now);
  }

  function open(): Worker {
    const opened = new Worker(workerAddress);
    opened.addEventListener('message', ({ data }: MessageEvent<Showing>) => {
      if (data.id !== id || !isRunning || !picture) return;
      morph(picture, data.picture);
      morph(result, data.result);
      progress.value = data.share;
      if (!data.isOver) return;
      running(false);
      picture.setAttribute('aria-label', data.says);
      announcement.textContent = `Done. ${data.says}`;
    });
    opened.addEventListener('error', () => {
      running(false);
      worker = undefined;
      announcement.textContent = 'The run failed. Reload the page to try again.';
    });
    return opened;
  }

  function tell(wish: Wish): void {
    worker ??= open();
    worker.postMessage(wish);
  }

  function go(): void {
    clearTimeout(waiting);
    progress.value = 0;
    running(true);
    announcement.textContent = '';
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    tell({ kind: 'run', id: ++id, setting: state(), still });
  }

  function stop(said: string): void {
    clearTimeout(waiting);
    if (isRunning) tell({ kind: 'stop' });
    running(false);
    announcement.textContent = said;
  }

  // A slider that is still moving begins no run, and browsers limit how often an address may change.
  let waiting: ReturnType<typeof setTimeout> | undefined;
  panel.addEventListener('input', () => {
    setting = inputs.map(input => Number(input.value));
    show();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      history.replaceState(history.state, '', address());
      go();
      beganItself = performance.now();
    }, 250);
  });
  // Who moves a slider and then presses "Run" must not hit the "Stop" of the run that began itself.
  let beganItself = Number.NEGATIVE_INFINITY;
  button.addEventListener('click', () => {
    if (!isRunning) go();
    else if (performance.now() - beganItself > 800) stop('Stopped.');
  });
  find('.cite > button').addEventListener('click', () => {
    setting = [...start];
    stop('The first setting is back.');
    morph(picture, original.picture);
    picture.setAttribute('aria-label', original.alt);
    result.textContent = '';
    show();
    history.replaceState(history.state, '', address());
  });
  show();
  panel.disabled = false;
  figure.classList.add('ready');
  if (setting.some((digit, i) => digit !== start[i])) go();
}

const near = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      begin(target.querySelector('.live') as HTMLFieldSetElement);
    }
  },
  { rootMargin: '600px' },
);
for (const panel of document.querySelectorAll<HTMLFieldSetElement>('.live')) {
  near.observe(panel.closest('figure') as Element);
}
