import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import type { Draft } from './draft.ts';

/** Highlighted code. The fence of a task's examples is named as such. */
export function code(md: MarkdownIt): void {
  md.renderer.rules.fence = (tokens, index, _options, draft: Draft) => {
    const [language = 'text', kind] = tokens[index].info.trim().split(/\s+/);
    const lines = draft.highlight(tokens[index].content.trimEnd(), language || 'text');
    const isExample = kind === 'example';
    const pre = `<pre class="code"><code>${isExample ? boxed(lines) : lines}</code></pre>\n`;
    return isExample ? `<div class="examples"><p class="kind">Examples</p>\n${pre}</div>\n` : pre;
  };
  md.renderer.rules.code_block = md.renderer.rules.fence;
  md.renderer.rules.code_inline = (tokens, index) => {
    const { content } = tokens[index];
    // A line may end at a hyphen, but must not end after the sign of a number, nor within a few signs.
    const isOneWord = /^-[\w.]+$/.test(content) || (content.length <= 12 && content.includes(' '));
    return `<code${isOneWord ? ' class="unbroken"' : ''}>${escapeText(content)}</code>`;
  };
}

/** Each line in a box, so that what does not fit on it is indented; a value at its end stays whole. */
function boxed(lines: string): string {
  return lines.replace(/.+/g, line => {
    const isOpen = !/\/\/ [^<]*(?:<\/span>)?$/.test(line);
    return `<span class="line${isOpen ? ' open' : ''}">${line}</span>`;
  });
}
