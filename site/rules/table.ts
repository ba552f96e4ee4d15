import type MarkdownIt from 'markdown-it';

type Block = Parameters<MarkdownIt['block']['ruler']['push']>[1];

/** Stands for the bar of `{{ x | 3 }}` while a table is split at its bars. One character, as that is. */
const hidden = '\uE000';

const hideBars: Block = (state, startLine, endLine, silent) => {
  const end = state.eMarks[Math.min(startLine + 1, endLine - 1)];
  const [, ruler = ''] = state.src.slice(state.bMarks[startLine], end).split('\n');
  if (silent || !/^[\s>|:-]*-[\s|:-]*$/.test(ruler)) return false;
  let last = startLine;
  while (last < endLine && !state.isEmpty(last)) last++;
  const [from, to] = [state.bMarks[startLine], state.eMarks[last - 1]];
  const text = state.src
    .slice(from, to)
    .replace(/\{\{.*?\}\}/g, value => value.replace(/(?<!\\)\|/g, hidden));
  state.src = state.src.slice(0, from) + text + state.src.slice(to);
  return false;
};

/** A wide table scrolls in a box of its own, so that the page never does. */
export function table(md: MarkdownIt): void {
  md.block.ruler.before('table', 'table_values', hideBars);
  md.core.ruler.after('block', 'table_values', state => {
    for (const token of state.tokens) token.content = token.content.replaceAll(hidden, '|');
  });
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
