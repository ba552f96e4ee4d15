import type MarkdownIt from 'markdown-it';

/** A wide table scrolls in a box of its own, so that the page never does. */
export function table(md: MarkdownIt): void {
  const { rules } = md.renderer;
  rules.table_open = () => '<div class="scroll table"><table>\n';
  rules.table_close = () => '</table></div>\n';
  // The corner above a column of names is no header: a screen reader would announce nothing.
  rules.th_open = (tokens, index, options, _draft, self) => {
    if (tokens[index + 1].content) tokens[index].attrSet('scope', 'col');
    else tokens[index].tag = 'td';
    return self.renderToken(tokens, index, options);
  };
  rules.th_close = (tokens, index, options, _draft, self) => {
    if (!tokens[index - 1].content) tokens[index].tag = 'td';
    return self.renderToken(tokens, index, options);
  };
}
