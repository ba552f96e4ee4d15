import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test.each([
  ['\u001b[2J', '\\x1b[2J'],
  ['a\rb\u0007\u009b2K\u007f', 'a\\x0db\\x07\\x9b2K\\x7f'],
  ['\u202e9/9', '\\u202e9/9'],
  ['::add-mask::x', '\\::add-mask::x'],
  ['fine\n  ::error::x', 'fine\n  \\::error::x'],
  ['me ##[set-env name=A]', 'me #\\#[set-env name=A]'],
  ['##vso[task]', '#\\#vso[task]'],
])('%j is shown, not obeyed', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('ordinary text stays as it is', () => {
  const text = 'surprisal(0.5)\n\texpected  −0.69 “é” 😀  a::b  ## Title\n# [x]';
  expect(visible(text)).toBe(text);
});
