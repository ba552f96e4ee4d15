import type MarkdownIt from 'markdown-it';
import type { Draft } from './draft.ts';

/** Addresses that begin with `/` are pages of the site, wherever that is published. */
export function link(md: MarkdownIt): void {
  md.renderer.rules.link_open = (tokens, index, options, draft: Draft, self) => {
    const href = tokens[index].attrGet('href') ?? '';
    if (/^\/(?!\/)/.test(href)) tokens[index].attrSet('href', draft.address(href.slice(1)));
    return self.renderToken(tokens, index, options);
  };
}
