import type MarkdownIt from 'markdown-it';

/**
 * Tells each piece of a paragraph its line, which markdown-it knows only of whole blocks, and gives
 * each kind of block a type of its own (`task_open`), so that every rule renders its own tokens.
 */
export function place(md: MarkdownIt): void {
  md.core.ruler.after('inline', 'place', state => {
    for (const token of state.tokens) {
      const block = /^container_(open|close)$/.exec(token.type);
      if (block) token.type = `${token.meta.kind}_${block[1]}`;
      let line = token.map?.[0] ?? 0;
      for (const child of token.children ?? []) {
        child.map = [line, line + 1];
        if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
        else line += child.content.split('\n').length - 1;
      }
    }
  });
}
