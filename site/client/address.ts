import type { Film, Setting } from './film.ts';

/** A setting in the query of an address, so that it can be cited: `?tilt.beta=0.5#fig-tilt`. */

/** A control that the address says nothing of, or nothing that makes sense, stays as it was. */
export function readSetting(film: Film, search: string): number[] {
  const query = new URLSearchParams(search);
  return film.controls.map(({ name, cited }, i) => {
    const asked = query.get(name);
    if (asked === null) return film.start[i];
    const exact = cited.indexOf(asked);
    return exact >= 0 ? exact : (nearest(cited, asked) ?? film.start[i]);
  });
}

/** @returns the query with this figure's settings in it, and those of other figures kept. */
export function writeSetting(film: Film, setting: Setting, search: string): string {
  const query = new URLSearchParams(search);
  film.controls.forEach(({ name, cited }, i) => {
    if (setting[i] === film.start[i]) query.delete(name);
    else query.set(name, cited[setting[i]]);
  });
  const text = query.toString();
  return text && `?${text}`;
}

function nearest(cited: string[], asked: string): number | undefined {
  const wanted = asked.trim() ? Number(asked) : Number.NaN;
  const gaps = cited.map(value => Math.abs(Number(value) - wanted));
  const least = Math.min(...gaps);
  return Number.isFinite(least) ? gaps.indexOf(least) : undefined;
}
