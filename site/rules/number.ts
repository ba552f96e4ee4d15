import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';

/** `1e-300` stays on one line, in the text and in code: to a browser its hyphen joins two words. */
export function number(md: MarkdownIt): void {
  const { code_inline: code } = md.renderer.rules;
  md.renderer.rules.text = (tokens, index) => unbroken(escapeText(tokens[index].content));
  md.renderer.rules.code_inline = (...all) => unbroken(code?.(...all) ?? '');
}

function unbroken(html: string): string {
  return html.replace(/[±−-]?\b\d[\d.]*e-\d+\b/g, '<span class="unbroken">$&</span>');
}
