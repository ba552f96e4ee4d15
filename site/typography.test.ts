import { expect, test } from 'vitest';
import { headline, printed } from './typography.ts';

test('straight quotation marks and apostrophes become those of print', () => {
  expect(printed('Four usages of "loss" in AI')).toBe('Four usages of “loss” in AI');
  expect(printed("Gibbs' inequality & Goodhart's law")).toBe(
    'Gibbs’ inequality &amp; Goodhart’s law',
  );
});

test('a compound in a headline is broken last', () => {
  expect(headline('Negative log-likelihood')).toBe(
    'Negative <span class="whole">log-likelihood</span>',
  );
  expect(headline('Best-of-n, and more')).toBe('<span class="whole">Best-of-n,</span> and more');
});
