import type { LiveFigure } from '../plot/figure.ts';
import { escapeText } from '../plot/svg.ts';
import { input } from './controls.ts';

/**
 * The controls of a figure that runs in the page. They wait, disabled, for the script; without one the style
 * sheet hides them, and the picture is a picture.
 */
export function liveOf(name: string, number: number, { controls }: LiveFigure): string {
  const all = Object.entries(controls);
  const start = all.map(([, { values, start }]) => values.indexOf(start));
  const held = {
    start,
    controls: all.map(([key, { values, shown }]) => ({
      ...{ name: `${name}.${key}`, values, shown },
      cited: values.map(String),
    })),
  };
  const inputs = all.map(([key, control], i) => {
    const html = input(`fig-${name}-${key}`, `${name}.${key}`, control, start[i]);
    return control.concerns
      ? html.replace('<div ', `<div data-for="${escapeText(control.concerns.join())}" `)
      : html;
  });
  return `<fieldset class="live" data-controls="${escapeText(JSON.stringify(held))}" disabled>
<legend>Run figure ${number} yourself</legend>
<div class="inputs">
${inputs.join('\n')}
</div>
<p class="run"><button type="button" class="go">Run</button> <progress max="1" value="0" aria-label="Progress of the run" hidden></progress></p>
<div class="result"></div>
<p class="cite"><a href="#fig-${name}">Link to this setting</a> <button type="button">Reset</button></p>
<p class="announcement" role="status"></p>
</fieldset>
`;
}
