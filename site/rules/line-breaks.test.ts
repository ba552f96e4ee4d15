import katex from 'katex';
import { expect, test } from 'vitest';
import { withLineBreaks, withPunctuation } from './line-breaks.ts';

function typeset(tex: string, displayMode = true): string {
  return withLineBreaks(
    katex.renderToString(tex, { displayMode, output: 'htmlAndMathml' }),
    displayMode,
  );
}

/** What the reader sees, with `|` where a line may end and `‖` where a statement begins. */
function lines(html: string): string {
  return html
    .replace(/^.*?<span class="katex-html" aria-hidden="true">/, '')
    .replaceAll('<span class="statement">', '‖')
    .replaceAll('<span class="katex-base">', '|')
    .replace(/<[^>]*>|\u200b/g, '')
    .replaceAll('‖|', '‖');
}

test('in a displayed equation a sign opens the next line', () => {
  expect(lines(typeset('a = b + c \\le d'))).toBe('‖a|=b|+c|≤d');
});

test('wide spaces part statements; beside wider ones, narrow ones do not', () => {
  expect(lines(typeset('a = b, \\qquad c = d'))).toBe('‖a|=b,‖c|=d');
  expect(lines(typeset('a \\ge b, \\quad \\text{with equality only for } c'))).toContain('b,‖with');
  const both = lines(typeset('a = b, \\quad c = d; \\qquad e = f'));
  expect(both.match(/‖/g)).toHaveLength(2);
  expect(both).toContain('d;‖e');
});

test('a unit stays with its statement', () => {
  expect(lines(typeset('V = x \\quad \\text{nats}.'))).toBe('‖V|=x||nats.');
});

test('no line ends at the bar of a condition, also not within a line of text', () => {
  expect(lines(typeset('q(y \\mid x) = 1'))).toBe('‖q(y∣x)|=1');
  expect(lines(typeset('q(y \\mid x) = 1', false))).toBe('|q(y∣x)=|1');
});

test('in a line of text, no line ends in short brackets', () => {
  expect(lines(typeset('p(a \\succ b) = 1', false))).toBe('|p(a≻b)=|1');
  const long = '(a + b + c + d + e + f + g)';
  expect(lines(typeset(`p${long} = 1`, false))).toBe('|p(a+|b+|c+|d+|e+|f+|g)=|1');
});

test('what stands between relations stays together while a line holds it, and longer parts may break', () => {
  expect(typeset('a = b + c')).toContain('<span class="unbroken"><span class="katex-base">');
  const long = Array.from({ length: 12 }, (_, i) => `x_{${i}}`).join(' + ');
  expect(typeset(`a = ${long}`)).toContain('<span class="long">');
  expect(typeset(`a = ${long} + ${long}`)).not.toMatch(/class="(?:unbroken|long)"/);
});

test('no letter is lost or moved', () => {
  for (const tex of [
    'a = \\bigl(b + c\\bigr)\\,d, \\qquad e \\le \\frac{1}{2}',
    '\\sqrt{a} := [b \\mid c]',
  ]) {
    const plain = katex.renderToString(tex, { displayMode: true, output: 'html' });
    const letters = (html: string) =>
      html.replace(/^.*<\/math><\/span>/, '').replace(/<[^>]*>/g, '');
    expect(letters(typeset(tex))).toBe(letters(plain));
  }
});

test('lines that the author broke, and aligned ones, stay as they are', () => {
  const tex = '\\begin{aligned} a &= b \\\\ &= c \\end{aligned}';
  expect(typeset(tex).match(/katex-base/g)).toHaveLength(1);
});

const sentence = (tex: string, before = '', after = '') =>
  withPunctuation(typeset(tex, false), before, after);

test('punctuation shares a box with the last piece of a long formula', () => {
  const html = sentence('a(b, c) = b + c + d + e', '(', ',');
  expect(html).toMatch(
    /^\(<span class="katex">.*<span class="unbroken"><span class="katex"><span class="katex-html" aria-hidden="true"><span class="katex-base">.*e<\/span><\/span><\/span><\/span>,<\/span>$/,
  );
  expect(html.match(/<span/g)).toHaveLength(html.match(/<\/span>/g)?.length ?? 0);
});

test('a formula that is one word to the eye stays on its line, however long its source', () => {
  for (const tex of ['n > 1', '\\beta \\longrightarrow \\infty', '\\hat\\alpha \\le \\tfrac12']) {
    expect(sentence(tex)).toMatch(/^<span class="unbroken"><span class="katex">.*<\/span>$/);
  }
  // To HTML, a sign like this one is four letters and more.
  expect(sentence('a + b < c + d < e + f')).toContain('unbroken');
  expect(sentence('n > 1', '(', ').')).toMatch(/^<span class="unbroken">\(.*\)\.<\/span>$/);
  expect(sentence('a+b+c+d+e+f+g+h=i')).not.toContain('unbroken');
});

test('a formula of one piece needs a box only beside punctuation', () => {
  expect(sentence('b')).not.toContain('unbroken');
  expect(sentence('b', '', ',')).toMatch(/^<span class="unbroken">.*,<\/span>$/);
});
