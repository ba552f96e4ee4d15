import type MarkdownIt from 'markdown-it';
import { foldAnchor } from '../../course/anchor.ts';
import { type Draft, metaOf, renderTitle } from './draft.ts';

const kinds = { derivation: 'Derivation', aside: 'Aside', erratum: 'Erratum' } as const;

/** Derivations, asides and errata: open to begin with, and folded by a click on the title. */
export function fold(md: MarkdownIt): void {
  md.core.ruler.push('fold_anchors', state => {
    const taken = new Set<string>();
    for (const token of state.tokens) {
      const [, kind] = /^(derivation|aside|erratum)_open$/.exec(token.type) ?? [];
      if (kind) token.meta = { ...token.meta, id: foldAnchor(kind, metaOf(token).argument, taken) };
    }
  });
  for (const [kind, name] of Object.entries(kinds)) {
    md.renderer.rules[`${kind}_open`] = (tokens, index, _options, draft: Draft) => {
      const title = metaOf(tokens[index]).argument;
      const shown = title
        ? `<span class="kind">${name}</span> ${renderTitle(md, title, tokens[index], draft)}`
        : name;
      return `<details class="fold ${kind}" id="${tokens[index].meta.id}" open>\n<summary>${shown}</summary>\n<div class="fold-body">\n`;
    };
    md.renderer.rules[`${kind}_close`] = () => '</div>\n</details>\n';
  }
}
