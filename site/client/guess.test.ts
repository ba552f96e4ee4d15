import { expect, test } from 'vitest';
import { guess } from './guess.ts';

const pages = [
  { href: 'nll', names: ['Negative log-likelihood', 'nll', 'lesson-1', '1', 'surprisal'] },
  { href: 'reward-model', names: ['Preferences and reward models', 'reward-model', '3'] },
  { href: 'best-of-n', names: ['Best-of-n, and what RLHF buys over it', 'best-of-n', '9'] },
  { href: 'glossary', names: ['Glossary', 'glossary'] },
];

test.each([
  ['nll.html', 'nll'],
  ['lessons/01-nll', 'nll'],
  ['lesson-1/', 'nll'],
  ['9', 'best-of-n'],
  ['exercises/surprisel.ts', 'nll'],
  ['reward_modle', 'reward-model'],
  ['best-of-n-sampling/intro', 'best-of-n'],
  ['Glosary', 'glossary'],
  ['nll/best-of-n', 'best-of-n'],
])('%s means %s', (path, href) => {
  expect(guess(path, pages)?.href).toBe(href);
});

test.each(['', 'zebra', 'wp-admin/setup.php', '///'])('"%s" means nothing', path => {
  expect(guess(path, pages)).toBeUndefined();
});
