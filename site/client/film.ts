/**
 * All frames of an interactive figure. A picture is lines of SVG; a line that is the same in every
 * frame is kept once, another one for each setting of the controls that it depends on.
 */
export interface Film {
  /** In the order of the page's inputs. */
  controls: FilmControl[];
  /** What the page shows before its reader does anything. */
  start: Setting;
  picture: Line[];
  readout: Line[];
}

export interface FilmControl {
  /** The name in an address: `tilt.beta`. */
  name: string;
  /** Each value as it stands in an address. */
  cited: string[];
  /** Each value as it is shown. */
  shown: string[];
}

/** `of` is in the order of a number whose digits are the settings of the controls `by`. */
export type Line = string | { by: number[]; head: string; tail: string; of: string[] };

/** Which value of each control is chosen, by index. */
export type Setting = readonly number[];

export function frame(film: Film, part: 'picture' | 'readout', setting: Setting): string {
  return film[part]
    .map(line => (typeof line === 'string' ? line : lineAt(film, line, setting)))
    .join('\n');
}

export function lineAt(film: Film, line: Exclude<Line, string>, setting: Setting): string {
  const sizes = line.by.map(control => film.controls[control].cited.length);
  const index = line.by.reduce((sum, control, i) => sum * sizes[i] + setting[control], 0);
  return line.head + line.of[index] + line.tail;
}

/** The settings of the controls `by`, from a place in the line's `of`. */
export function settingAt(film: Film, by: readonly number[], index: number): number[] {
  const digits: number[] = [];
  let rest = index;
  for (const control of by.toReversed()) {
    const size = film.controls[control].cited.length;
    digits.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return digits;
}
