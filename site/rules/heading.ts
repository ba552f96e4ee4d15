import type MarkdownIt from 'markdown-it';
import { anchor } from '../../course/anchor.ts';
import { type Draft, report } from './draft.ts';

/** Sections get an anchor each, and a line in the contents. */
export function heading(md: MarkdownIt): void {
  md.core.ruler.push('heading_anchors', state => {
    const draft: Draft = state.env;
    const taken = new Set<string>();
    state.tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return;
      const content = state.tokens[index + 1];
      if (token.tag === 'h1') {
        report(
          draft,
          token,
          'a lesson\'s title stands in its front matter. Begin sections with "##".',
        );
      }
      const id = anchor(plain(content.children ?? []), taken);
      token.attrSet('id', id);
      token.meta = { id };
    });
  });
  md.renderer.rules.heading_open = (tokens, index, options, draft: Draft, self) => {
    const token = tokens[index];
    const html = self.renderInline(tokens[index + 1].children ?? [], options, draft);
    draft.headings.push({
      level: Number(token.tag[1]),
      id: token.meta.id,
      html: withoutLinks(html),
    });
    return `<${token.tag} id="${token.meta.id}">`;
  };
  md.renderer.rules.heading_close = (tokens, index) => {
    const id = tokens[index - 2]?.meta?.id;
    return ` <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></${tokens[index].tag}>\n`;
  };
}

function plain(children: { type: string; content: string }[]): string {
  return children
    .filter(child => child.type !== 'reference')
    .map(child => child.content)
    .join('');
}

/** The contents are links themselves, and a link holds no other. */
function withoutLinks(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, '');
}
