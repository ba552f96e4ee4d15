import type MarkdownIt from 'markdown-it';
import type { Draft, Token } from './draft.ts';

/** Addresses that begin with `/` are pages of the site, wherever that is published. */
export function link(md: MarkdownIt): void {
  md.renderer.rules.link_open = (tokens, index, options, draft: Draft, self) => {
    const token = tokens[index];
    const href = token.attrGet('href') ?? '';
    if (!/^\/(?!\/)/.test(href)) return self.renderToken(tokens, index, options);
    // The token stays as it is: an erratum is rendered in its lesson and once more among the errata.
    const shown: Token = Object.create(token);
    shown.attrs = (token.attrs ?? []).map(([name, value]) =>
      name === 'href' ? [name, draft.address(href.slice(1))] : [name, value],
    );
    return `<a${self.renderAttrs(shown)}>`;
  };
}
