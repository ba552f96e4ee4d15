import { type Film, type Line, settingAt } from './client/film.ts';
import type { Interaction } from './plot/interactive.ts';
import { escapeText } from './plot/svg.ts';

/** More frames than this take a build, and the controls a reader, too long. */
const mostFrames = 4000;

/**
 * Draws a figure in all its states.
 * @param name the figure's, which its controls bear in addresses
 * @throws {RangeError} when there are too many states, or states with other marks than the rest
 */
export function film(name: string, { controls, draw, read }: Interaction): Film {
  const all = Object.entries(controls);
  const result: Film = {
    controls: all.map(([control, { values, shown }]) => ({
      name: `${name}.${control}`,
      cited: values.map(cited),
      shown: [...shown],
    })),
    start: all.map(([, { values, start }]) => values.indexOf(start)),
    picture: [],
    readout: [],
  };
  const sizes = all.map(([, { values }]) => values.length);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > mostFrames) {
    throw new RangeError(`it has ${count} states, more than ${mostFrames}. Coarsen its controls.`);
  }
  const every = sizes.map((_, control) => control);
  const states = Array.from({ length: count }, (_, index) => {
    const setting = settingAt(result, every, index);
    return Object.fromEntries(all.map(([control, { values }], i) => [control, values[setting[i]]]));
  });
  result.picture = columns(
    states.map(state => draw(state)),
    sizes,
  );
  result.readout = columns(
    states.map(state => readoutHtml(read(state))),
    sizes,
  );
  return result;
}

/** A value as it stands in an address: a number without the dust of its computation. */
function cited(value: number | string): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
}

function readoutHtml(rows: ReturnType<Interaction['read']>): string {
  return rows
    .map(
      ([label, value]) => `<div><dt>${escapeText(label)}</dt><dd>${escapeText(value)}</dd></div>`,
    )
    .join('\n');
}

/** Line by line, what changes with what. */
function columns(frames: string[], sizes: number[]): Line[] {
  const rows = frames.map(frame => frame.split('\n'));
  const counts = [...new Set(rows.map(row => row.length))];
  if (counts.length > 1) {
    throw new RangeError(
      `its frames have ${counts.join(' or ')} lines. Draw the same marks in every state, those that are not to be seen outside the axes.`,
    );
  }
  return rows[0].map((_, at) =>
    column(
      rows.map(row => row[at]),
      sizes,
    ),
  );
}

function column(variants: string[], sizes: number[]): Line {
  if (variants.every(text => text === variants[0])) return variants[0];
  const strides = sizes.map((_, i) =>
    sizes.slice(i + 1).reduce((product, size) => product * size, 1),
  );
  const digit = (index: number, control: number) =>
    Math.floor(index / strides[control]) % sizes[control];
  const by = sizes.flatMap((_, control) => {
    const matters = variants.some(
      (text, index) => text !== variants[index - digit(index, control) * strides[control]],
    );
    return matters ? [control] : [];
  });
  const of = variants.filter((_, index) =>
    sizes.every((_, control) => by.includes(control) || digit(index, control) === 0),
  );
  const head = shared(of, (text, at) => text.charCodeAt(at));
  const rests = of.map(text => text.slice(head));
  const tail = shared(rests, (text, at) => text.charCodeAt(text.length - 1 - at));
  return {
    by,
    head: of[0].slice(0, head),
    tail: rests[0].slice(rests[0].length - tail),
    of: rests.map(text => text.slice(0, text.length - tail)),
  };
}

/** How many characters all texts have in common, read in this order. */
function shared([first, ...others]: string[], read: (text: string, at: number) => number): number {
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && read(text, same) === read(first, same)) same++;
    length = same;
  }
  return length;
}
