import { frame } from '../client/film.ts';
import type { Control, Interaction } from '../plot/interactive.ts';
import { escapeText } from '../plot/svg.ts';
import type { Draft } from './draft.ts';

/**
 * The controls of an interactive figure, below its picture. They wait, disabled, for the script;
 * without one the style sheet hides them, and the picture is a picture.
 * @param number the figure's on its page
 * @throws whatever the figure throws in any of its states
 */
export function controlsOf(
  name: string,
  number: number,
  { controls }: Pick<Interaction, 'controls'>,
  draft: Draft,
): string {
  const reel = draft.film(name);
  const address = draft.publish(`figures/${draft.lesson.id}-${name}.json`, JSON.stringify(reel));
  const inputs = Object.entries(controls).map(([key, control], i) =>
    input(`fig-${name}-${key}`, `${name}.${key}`, control, reel.start[i]),
  );
  return `<fieldset class="controls" data-film="${address}" disabled>
<legend>Settings of figure ${number}</legend>
<div class="inputs">
${inputs.join('\n')}
</div>
<dl class="readout">
${frame(reel, 'readout', reel.start)}
</dl>
<p class="cite"><a href="#fig-${name}">Link to this setting</a> <button type="button">Reset</button></p>
<p class="announcement" role="status"></p>
</fieldset>
`;
}

/** Inputs count through the values: those need not be evenly spaced. */
export function input(id: string, name: string, control: Control, start: number): string {
  const { values, shown } = control;
  const label = `<label for="${id}">${escapeText(control.label)}</label>`;
  if (typeof values[0] === 'string') {
    const options = shown.map(
      (text, i) =>
        `<option value="${i}"${i === start ? ' selected' : ''}>${escapeText(text)}</option>`,
    );
    return `<div class="control">${label} <select id="${id}" name="${name}" autocomplete="off">${options.join('')}</select></div>`;
  }
  const now = escapeText(shown[start]);
  return `<div class="control">${label} <span class="setting" aria-hidden="true">${now}</span> <input type="range" id="${id}" name="${name}" min="0" max="${values.length - 1}" value="${start}" aria-valuetext="${now}" autocomplete="off"></div>`;
}
