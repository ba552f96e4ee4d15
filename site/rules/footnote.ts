import type MarkdownIt from 'markdown-it';
import plugin from 'markdown-it-footnote';
import { type Draft, report, type Token } from './draft.ts';

/** Footnotes, gathered below the lesson and, where the screen is wide, also shown beside the text. */
export function footnote(md: MarkdownIt): void {
  md.use(plugin);
  const { rules } = md.renderer;
  md.core.ruler.push('dangling_footnotes', state => {
    for (const token of state.tokens) {
      const dangling = token.children
        ?.filter(child => child.type === 'text')
        .map(child => /\[\^([^\]\s]+)\]/.exec(child.content)?.[1])
        .find(Boolean);
      if (dangling) {
        report(state.env, token, `[^${dangling}] leads nowhere. Add a line "[^${dangling}]: …".`);
      }
    }
  });
  rules.footnote_ref = (tokens, index, options, draft: Draft, self) => {
    const { id, subId } = tokens[index].meta;
    const anchor = subId > 0 ? `note-${id + 1}-back-${subId + 1}` : `note-${id + 1}-back`;
    const content =
      subId > 0 ? '' : contentOf(id, draft, inline => self.renderInline(inline, options, draft));
    const beside =
      content &&
      `<span class="sidenote" aria-hidden="true"><span class="sidenote-number">${id + 1}</span> ${content}</span>`;
    return `<sup class="footnote-mark"><a id="${anchor}" href="#note-${id + 1}" aria-label="Footnote ${id + 1}">${id + 1}</a></sup>${beside}`;
  };
  md.core.ruler.push('keep_footnotes', state => {
    if (!state.inlineMode) state.env.tokens = state.tokens;
  });
  rules.footnote_block_open = () =>
    '<section class="footnotes" aria-labelledby="notes-title">\n<h2 id="notes-title">Notes</h2>\n<ol>\n';
  rules.footnote_block_close = () => '</ol>\n</section>\n';
  rules.footnote_open = (tokens, index) => `<li id="note-${tokens[index].meta.id + 1}">`;
  rules.footnote_close = () => '</li>\n';
  rules.footnote_anchor = (tokens, index) => {
    const { id, subId } = tokens[index].meta;
    if (subId > 0) return '';
    return ` <a class="back" href="#note-${id + 1}-back" aria-label="Back to the text">↩\uFE0E</a>`;
  };
}

/** The copy beside the text is for the eye: it is hidden from screen readers and holds no links. */
function contentOf(
  id: number,
  draft: Draft & { tokens?: Token[] },
  render: (inline: Token[]) => string,
): string {
  const tokens = draft.tokens ?? [];
  const start = tokens.findIndex(token => token.type === 'footnote_open' && token.meta.id === id);
  if (start < 0) return '';
  const end = tokens.findIndex((token, index) => index > start && token.type === 'footnote_close');
  return tokens
    .slice(start, end)
    .filter(token => token.type === 'inline')
    .map(token => render((token.children ?? []).filter(child => child.type !== 'footnote_anchor')))
    .join(' ')
    .replace(/<\/?a\b[^>]*>/g, '');
}
