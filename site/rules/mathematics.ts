import katex from 'katex';
import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import { type Draft, report, type Token } from './draft.ts';
import { withLineBreaks, withPunctuation } from './line-breaks.ts';
import { readableMathml } from './mathml.ts';
import { evaluate } from './value.ts';

/** `$…$` in a line, and `$$ … $$ {#eq:name}` on lines of their own. */
export function mathematics(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'mathematics', inline);
  md.block.ruler.before('fence', 'equation', block, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  md.core.ruler.push('equation_numbers', state => {
    number(state.tokens, state.env);
  });
  md.core.ruler.push('formula_punctuation', state => {
    for (const token of state.tokens) bindPunctuation(token.children ?? []);
  });
  md.renderer.rules.mathematics = (tokens, index, _options, draft: Draft) => {
    const { content, meta } = tokens[index];
    return withPunctuation(
      typeset(content, false, tokens[index], draft),
      meta?.before ?? '',
      meta?.after ?? '',
    );
  };
  md.renderer.rules.equation = (tokens, index, _options, draft: Draft) =>
    equation(tokens[index], draft);
}

type Inline = Parameters<MarkdownIt['inline']['ruler']['push']>[1];
type Block = Parameters<MarkdownIt['block']['ruler']['push']>[1];

/** A dollar sign opens only before, and closes only after, something other than a space. */
const inline: Inline = (state, silent) => {
  const match = /^\$(?![\s$])((?:\\[\s\S]|[^\\$])+?)(?<!\s)\$(?!\d)/.exec(
    state.src.slice(state.pos),
  );
  if (!match) return false;
  if (!silent) {
    const token = state.push('mathematics', 'math', 0);
    token.content = match[1];
  }
  state.pos += match[0].length;
  return true;
};

const block: Block = (state, startLine, endLine, silent) => {
  const lineAt = (line: number) =>
    state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trim();
  if (!lineAt(startLine).startsWith('$$')) return false;
  if (silent) return true;
  const closing = /\$\$\s*(?:\{#(eq:[\w-]+)\})?$/;
  const lines = [lineAt(startLine).slice(2)];
  let line = startLine;
  while (!closing.test(lines[lines.length - 1]) && ++line < endLine) lines.push(lineAt(line));
  const end = closing.exec(lines[lines.length - 1]);
  const token = state.push('equation', 'math', 0);
  token.block = true;
  token.map = [startLine, line + 1];
  token.info = end?.[1] ?? '';
  token.content = lines.join('\n').replace(closing, '').trim();
  if (!end)
    report(state.env, token, 'this equation is never closed. Add a line "$$" where it ends.');
  state.line = line + 1;
  return true;
};

/** Only labelled equations are numbered: a number is there to be referred to. */
function number(tokens: Token[], draft: Draft): void {
  let count = 0;
  for (const token of tokens) {
    if (token.type !== 'equation' || !token.info) continue;
    if (draft.labels.has(token.info)) {
      report(draft, token, `the label "${token.info}" is used twice. Rename one of the two.`);
    }
    draft.labels.set(token.info, {
      name: token.info,
      number: ++count,
      id: token.info.replace(':', '-'),
    });
  }
}

/**
 * Browsers may break a line between a formula and the full stop after it: the formula takes it along. So
 * it does with the sign in "$x$ = 5", which a space that does not break ties to the number.
 */
function bindPunctuation(children: Token[]): void {
  children.forEach((token, index) => {
    if (token.type !== 'mathematics') return;
    const [previous, next] = [children[index - 1], children[index + 1]];
    const before =
      previous?.type === 'text' ? /(?:[([“‘]+|[\p{L}-]+-)$/u.exec(previous.content)?.[0] : '';
    const after = next?.type === 'text' ? /^(?:[.,;:!?)\]”’]+| [=≈] )/.exec(next.content)?.[0] : '';
    if (before) previous.content = previous.content.slice(0, -before.length);
    if (after) next.content = next.content.slice(after.length);
    if (before || after) token.meta = { before, after: after?.replaceAll(' ', '\u00A0') };
  });
}

function equation(token: Token, draft: Draft): string {
  const label = draft.labels.get(token.info);
  const content = typeset(token.content, true, token, draft);
  if (!label) return `<div class="equation"><div class="scroll">${content}</div></div>\n`;
  const anchor = `<a class="equation-number" href="#${label.id}" aria-label="Equation ${label.number}">(${label.number})</a>`;
  return `<div class="equation" id="${label.id}"><div class="scroll">${content}</div>${anchor}</div>\n`;
}

/** TeX with its values computed. */
export function filled(tex: string, token: Token, draft: Draft): string {
  return tex.replace(/\{\{((?:(?!\}\})[\s\S])*\|?[^}]*)\}\}/g, (all, content: string) =>
    // `{{x}}` is also plain TeX for a doubled group: only what is spaced like a value is one.
    /^\s.*\s$/s.test(content) ? forTex(evaluate(content, token, draft)) : all,
  );
}

function typeset(tex: string, displayMode: boolean, token: Token, draft: Draft): string {
  const complete = filled(tex, token, draft);
  try {
    return draft.once(`formula ${displayMode}\n${complete}`, () =>
      withLineBreaks(
        readableMathml(
          katex.renderToString(complete, {
            displayMode,
            output: 'htmlAndMathml',
            strict: 'error',
            throwOnError: true,
          }),
        ),
        displayMode,
      ),
    );
  } catch (error) {
    const reason = (error as Error).message.replace(/^KaTeX parse error: /, '');
    report(draft, token, `KaTeX cannot read $${tex}$: ${reason}.`);
    return `<code>${escapeText(tex)}</code>`;
  }
}

/** What `{{ … }}` prints, as TeX. */
export function forTex(printed: string): string {
  return printed
    .replaceAll('\u00A0', ' ')
    .replace('−', '-')
    .replace('∞', '\\infty ')
    .replace('%', '\\%');
}
