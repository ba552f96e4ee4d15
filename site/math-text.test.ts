import katex from 'katex';
import { expect, test } from 'vitest';
import { elementsOf, htmlTree } from './html-tree.ts';
import { mathText } from './math-text.ts';

const text = (tex: string) => {
  const html = katex.renderToString(tex, { output: 'htmlAndMathml', strict: 'error' });
  const found = elementsOf(htmlTree(`<p>${html}</p>`), ({ tag }) => tag === 'math');
  return found.map(mathText).join(' and ');
};

test.each([
  ['\\pi_{\\text{ref}}(y \\mid x)', 'π_ref(y | x)'],
  ['\\sum_y p(y) \\log \\frac{p(y)}{q(y)}', '∑_y p(y) log p(y)/q(y)'],
  ['\\frac{1}{1 + e^{-m}}', '1/(1 + e^(− m))'],
  ['\\sigma^2 = \\sqrt{n}', 'σ² = √n'],
  ['\\max_{x \\in X} f(x), \\; 0 < a', 'max_x∈X f(x), 0 < a'],
  ['\\operatorname{KL}(p \\,\\|\\, q)', 'KL(p ∥ q)'],
  ['\\hat{r}', 'r\u0302'],
])('%s is read as %s', (tex, expected) => {
  expect(text(tex)).toBe(expected);
});
