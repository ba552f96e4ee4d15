import MarkdownIt from 'markdown-it';
import { blocks } from '../course/blocks.ts';
import type { Draft, Token } from './rules/draft.ts';
import { rules } from './rules/rules.ts';

/** The Markdown of lessons: plain Markdown, blocks, and the rules of `rules/`. */
export const markdown = new MarkdownIt({ typographer: true });
markdown.disable('replacements'); // (c) and -- mean what they say in a lesson about code
markdown.use(blocks);
for (const [, install] of rules) markdown.use(install);

/** First pass: the draft learns its labels. All lessons are parsed before any is rendered. */
export function parse(body: string, draft: Draft): Token[] {
  return markdown.parse(body, draft);
}

/** Second pass: references to any lesson can be resolved. */
export function render(tokens: Token[], draft: Draft): string {
  return markdown.renderer.render(tokens, markdown.options, draft);
}

/** Markdown in a line, outside the lessons' texts. */
export function renderInline(text: string, draft: Draft): string {
  return markdown.renderInline(text, draft);
}
