import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import { controlsOf } from './controls.ts';
import { type Draft, metaOf, report, type Token } from './draft.ts';
import { liveOf } from './live.ts';

/** `::: figure name` with the caption inside shows a picture of the lesson's figure file. */
export function figure(md: MarkdownIt): void {
  md.core.ruler.push('figure_numbers', state => {
    number(state.tokens, state.env);
  });
  md.renderer.rules.figure_open = (tokens, index, _options, draft: Draft) => {
    const token = tokens[index];
    const label = draft.labels.get(`fig:${metaOf(token).argument}`);
    return `<figure id="${label?.id}">
<div class="picture" role="img" aria-label="${escapeText(altOf(token, draft))}">${drawing(token, draft)}</div>
${controls(token, draft)}<figcaption>
<span class="figure-number">Figure ${label?.number}</span>
`;
  };
  md.renderer.rules.figure_close = () => '</figcaption>\n</figure>\n';
}

function number(tokens: Token[], draft: Draft): void {
  let count = 0;
  for (const token of tokens) {
    if (token.type !== 'figure_open') continue;
    const name = metaOf(token).argument;
    if (draft.labels.has(`fig:${name}`)) {
      report(draft, token, `the figure "${name}" is shown twice. Refer to it with [@fig:${name}].`);
    }
    draft.labels.set(`fig:${name}`, { name: `fig:${name}`, number: ++count, id: `fig-${name}` });
  }
}

function altOf(token: Token, draft: Draft): string {
  return draft.figures[metaOf(token).argument]?.alt ?? '';
}

function drawing(token: Token, draft: Draft): string {
  const name = metaOf(token).argument;
  const file = `site/figures/${draft.lesson.name}.ts`;
  if (!Object.hasOwn(draft.figures, name)) {
    const known = Object.keys(draft.figures).join(', ') || 'none';
    report(draft, token, `there is no figure "${name}" in ${file}. It has: ${known}.`);
    return '';
  }
  const { alt, draw } = draft.figures[name];
  if (!alt?.trim())
    report(draft, token, `the figure "${name}" has no alt text. Add it in ${file}.`);
  try {
    return draw.call(draft.figures[name]);
  } catch (error) {
    report(draft, token, `the figure "${name}" fails in ${file}: ${(error as Error).message}`);
    return '';
  }
}

function controls(token: Token, draft: Draft): string {
  const name = metaOf(token).argument;
  const { interaction, live } = draft.figures[name] ?? {};
  if (live) return liveOf(name, draft.labels.get(`fig:${name}`)?.number ?? 0, live);
  if (!interaction) return '';
  try {
    return controlsOf(name, draft.labels.get(`fig:${name}`)?.number ?? 0, interaction, draft);
  } catch (error) {
    report(
      draft,
      token,
      `the figure "${name}" fails with its controls in site/figures/${draft.lesson.name}.ts: ${(error as Error).message}`,
    );
    return '';
  }
}
