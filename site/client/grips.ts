import { type Film, type Line, lineAt, type Setting, settingAt } from './film.ts';

/**
 * Lets readers drag the grips of a picture, with a mouse, a pen or a finger. Every grip has its
 * places on film: the pointer chooses the nearest of them, and with it a setting. Whoever does not
 * drag has the same in the sliders.
 */
export function dragGrips(
  picture: HTMLElement,
  film: Film,
  setting: Setting,
  change: (setting: number[]) => void,
): void {
  const lines = film.picture.filter(line => textOf(line).includes('class="fig-grip'));
  const grips = () => [...picture.querySelectorAll<SVGGElement>('.fig-grip')];
  let drag: { line: Exclude<Line, string>; places: number[][]; at: number } | undefined;

  picture.addEventListener('pointerdown', event => {
    const at = grips().indexOf((event.target as Element).closest('.fig-grip') as SVGGElement);
    const line = lines[at];
    if (!line || typeof line === 'string' || event.button) return;
    const places = line.of.map((_, index) => placeOf(film, line, index));
    drag = { line, places, at };
    picture.setPointerCapture(event.pointerId);
    event.preventDefault(); // no text is marked, and the page stays where it is
  });
  // Browsers heed `touch-action` on a drawing, not on a part of it; elsewhere a finger shall scroll.
  picture.addEventListener(
    'touchstart',
    event => {
      if ((event.target as Element).closest('.fig-grip')) event.preventDefault();
    },
    { passive: false },
  );
  picture.addEventListener('pointermove', event => {
    const matrix = drag && grips()[drag.at]?.ownerSVGElement?.getScreenCTM();
    if (!drag || !matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const gaps = drag.places.map(place => Math.hypot(place[0] - x, place[1] - y));
    const chosen = settingAt(film, drag.line.by, gaps.indexOf(Math.min(...gaps)));
    const next = [...setting];
    drag.line.by.forEach((control, i) => {
      next[control] = chosen[i];
    });
    change(next);
  });
  const release = () => {
    drag = undefined;
  };
  picture.addEventListener('pointerup', release);
  picture.addEventListener('pointercancel', release);
}

function textOf(line: Line): string {
  return typeof line === 'string' ? line : line.head + line.of[0] + line.tail;
}

function placeOf(film: Film, line: Exclude<Line, string>, index: number): number[] {
  const whole: number[] = film.controls.map(() => 0);
  settingAt(film, line.by, index).forEach((digit, i) => {
    whole[line.by[i]] = digit;
  });
  const [, x, y] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(lineAt(film, line, whole)) ?? [];
  return x === undefined ? [Number.NaN, Number.NaN] : [Number(x), Number(y)];
}
