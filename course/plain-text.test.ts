import { expect, it } from 'vitest';
import { plainText, wrap } from './plain-text.ts';

it('turns Markdown and TeX into plain letters', () => {
  expect(plainText('Use $\\log \\pi(y)$, **not** `Math.log2`; see [@eq:nll] and [this](x).')).toBe(
    'Use log π(y), not `Math.log2`; see and this.',
  );
  expect(plainText('$\\frac{1}{n}\\sum_{t} x_t$')).toBe('(1)/(n)Σ_t x_t');
  expect(plainText('a * b and *this* word')).toBe('a * b and this word');
});

it('wraps paragraphs and leaves indented lines alone', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a\nb', 20)).toEqual(['a b']);
  expect(wrap(`    ${'x'.repeat(30)}`, 10)).toEqual([`    ${'x'.repeat(30)}`]);
});
