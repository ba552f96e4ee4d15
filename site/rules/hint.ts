import type MarkdownIt from 'markdown-it';
import { closingOf, type Draft, metaOf, renderTitle, type Token } from './draft.ts';

/**
 * Hints open one at a time, in order and without JavaScript: each hint holds the next one. What a
 * task says about known wrong answers follows under one title. Both move to the end of the task.
 */
export function hint(md: MarkdownIt): void {
  md.core.ruler.push('hint', state => {
    for (let index = 0; index < state.tokens.length; index++) {
      if (state.tokens[index].type !== 'task_open') continue;
      const end = closingOf(state.tokens, index);
      const inside = state.tokens.slice(index + 1, end);
      const sorted = sort(inside);
      state.tokens.splice(index + 1, inside.length, ...sorted);
    }
  });
  const { rules } = md.renderer;
  rules.hint_open = (tokens, index) => {
    const { number, of } = tokens[index].meta;
    return `<details class="hint">\n<summary>Hint ${number}<span class="of"> of ${of}</span></summary>\n<div class="hint-body">\n`;
  };
  rules.hint_close = () => '</div>\n';
  rules.hints_open = () => '<div class="hints">\n';
  rules.hints_close = (tokens, index) =>
    `${'</details>\n'.repeat(tokens[index].meta.count)}</div>\n`;
  rules.mistakes_open = (tokens, index) =>
    `<details class="mistakes">\n<summary>Known wrong answers <span class="of">(${tokens[index].meta.count})</span></summary>\n`;
  rules.mistakes_close = () => '</details>\n';
  rules.mistake_open = (tokens, index, _options, draft: Draft) => {
    const title = metaOf(tokens[index]).argument.replace(/^\S+\s*/, '');
    return `<section class="mistake">\n<h4>${renderTitle(md, title, tokens[index], draft)}</h4>\n`;
  };
  rules.mistake_close = () => '</section>\n';
}

function sort(inside: Token[]): Token[] {
  const statement: Token[] = [];
  const hints: Token[] = [];
  const mistakes: Token[] = [];
  for (let index = 0; index < inside.length; index++) {
    const { type } = inside[index];
    const end = type === 'hint_open' || type === 'mistake_open' ? closingOf(inside, index) : index;
    const list = type === 'hint_open' ? hints : type === 'mistake_open' ? mistakes : statement;
    list.push(...inside.slice(index, end + 1));
    index = end;
  }
  const opens = hints.filter(token => token.type === 'hint_open');
  opens.forEach((token, index) => {
    token.meta = { ...token.meta, number: index + 1, of: opens.length };
  });
  return [
    ...statement,
    ...group('hints', hints, opens.length),
    ...group('mistakes', mistakes, mistakes.filter(token => token.type === 'mistake_open').length),
  ];
}

function group(name: string, inside: Token[], count: number): Token[] {
  if (!inside.length) return [];
  const model = inside[0];
  const make = (type: string): Token =>
    Object.assign(Object.create(Object.getPrototypeOf(model)), model, { type, meta: { count } });
  return [make(`${name}_open`), ...inside, make(`${name}_close`)];
}
