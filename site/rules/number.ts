import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';

/**
 * `1e-300` stays on one line, in the text and in code: to a browser its hyphen joins two words. So it does
 * in "best-of-n", "best-of-16" and "Q-function", where a single letter or a number would end or begin a line.
 */
export function number(md: MarkdownIt): void {
  const { code_inline: code } = md.renderer.rules;
  md.renderer.rules.text = (tokens, index) => {
    const { content } = tokens[index];
    return withLetters(unbroken(escapeText(content))).replace(/\bet al\./g, 'et\u00A0al.');
  };
  md.renderer.rules.code_inline = (...all) => unbroken(withOptions(code?.(...all) ?? ''));
}

/** An option of a command, as `--seed 3`, leaves neither its hyphens nor its number behind. */
function withOptions(html: string): string {
  return html.replace(
    /(?<=[\s>])--\p{L}[\p{L}-]*(?: \d[\d.]*)?/gu,
    '<span class="unbroken">$&</span>',
  );
}

/** Escaped text in which no single letter and no number is parted from its word by the hyphen between them. */
export function withLetters(html: string): string {
  return html.replace(letter, '<span class="unbroken">$&</span>');
}

const letter =
  /(?<![\p{L}\d-])(?:\p{L}-[\p{L}-]+|\p{L}[\p{L}-]*-(?:\p{L}|\d+(?:,\d+)*))(?![\p{L}\d-])/gu;

function unbroken(html: string): string {
  return html.replace(/[±−-]?\b\d[\d.]*e-\d+\b/g, '<span class="unbroken">$&</span>');
}
