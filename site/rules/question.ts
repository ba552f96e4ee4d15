import type MarkdownIt from 'markdown-it';
import { closingOf, type Draft, report, type Token } from './draft.ts';

/** `::: question`: a list of choices, each of which opens to say why it is right or wrong. */
export function question(md: MarkdownIt): void {
  md.core.ruler.push('question', state => {
    let count = 0;
    for (let index = 0; index < state.tokens.length; index++) {
      if (state.tokens[index].type !== 'question_open') continue;
      state.tokens[index].meta = { ...state.tokens[index].meta, number: ++count };
      shape(state.tokens, index, closingOf(state.tokens, index), state.env);
    }
  });
  const { rules } = md.renderer;
  rules.question_open = (tokens, index) => {
    const { number } = tokens[index].meta;
    return `<section class="question" id="question-${number}" aria-label="Question ${number}">\n<p class="kind">Question ${number}</p>\n`;
  };
  rules.question_close = () => '</section>\n';
  rules.choices_open = () => '<ul class="choices">\n';
  rules.choices_close = () => '</ul>\n';
  rules.choice_open = (tokens, index) =>
    `<li><details class="choice ${tokens[index].meta.isRight ? 'right' : 'wrong'}">\n<summary>`;
  rules.choice_close = () => '</div></details></li>\n';
  rules.choice_text_close = (tokens, index) => {
    const verdict = tokens[index].meta.isRight ? 'Right.' : 'Not this one.';
    return `</span></summary>\n<div class="explanation"><p class="verdict">${verdict}</p>\n`;
  };
  // One box beside the mark: without it each formula would be a column of its own.
  rules.choice_text_open = () => '<span>';
}

/** Turns the list into choices: the marked first paragraph is what opens, the rest explains. */
function shape(tokens: Token[], start: number, end: number, draft: Draft): void {
  let right = 0;
  let choices = 0;
  const level = tokens[start].level + 1;
  for (let index = start + 1; index < end; index++) {
    const token = tokens[index];
    if (token.type.startsWith('bullet_list_') && token.level === level) {
      token.type = token.type.replace('bullet_list', 'choices');
    }
    if (token.type !== 'list_item_open' || token.level !== level + 1) continue;
    const close = closingOf(tokens, index);
    const [open, content, after] = tokens.slice(index + 1, index + 4);
    const mark = /^\[([ xX])\]\s+/.exec(content?.content ?? '');
    if (!mark) {
      report(draft, token, 'a choice of a question begins with "[ ]" or "[x]".');
      continue;
    }
    const isRight = mark[1] !== ' ';
    choices++;
    if (isRight) right++;
    if (close - index < 5) {
      report(
        draft,
        token,
        'this choice has no explanation. Add a paragraph below it, indented by two spaces, that says why it is right or wrong.',
      );
    }
    strip(content, mark[0]);
    Object.assign(token, { type: 'choice_open', meta: { isRight } });
    Object.assign(tokens[close], { type: 'choice_close' });
    Object.assign(open, { type: 'choice_text_open' });
    Object.assign(after, { type: 'choice_text_close', meta: { isRight } });
  }
  if (choices === 0)
    report(draft, tokens[start], 'this question has no choices. Add a list: "- [x] …".');
  else if (right !== 1) {
    report(
      draft,
      tokens[start],
      `this question has ${right} right choices. Mark exactly one with [x].`,
    );
  }
}

/** The mark is text of the paragraph's first piece (or pieces, where markdown-it split them). */
function strip(content: Token, mark: string): void {
  let rest = mark;
  for (const child of content.children ?? []) {
    if (!rest || child.type !== 'text') break;
    const cut = Math.min(rest.length, child.content.length);
    child.content = child.content.slice(cut);
    rest = rest.slice(cut);
  }
}
