import { expect, it } from 'vitest';
import { formats } from './format.ts';
import { publicMessage, verdictWords } from './redact.ts';
import { check, context, partlyRight, sample, secret, wrong } from './sample.ts';

it('shows the call and the value expected, and nothing that the code of a student made', () => {
  const [open] = wrong.tests;
  expect(publicMessage(open)).toBe(
    'surprisal(0.5)\n  expected  0.6931471806\n  Your code threw an error.\n  npm test shows it in full.',
  );
  const sly = check({
    status: 'failed',
    message: `f(1)\n  threw     Error: x\n  expected  ${secret}`,
  });
  expect(publicMessage(sly)).not.toContain(secret);
  const absent = check({
    status: 'failed',
    message: '01-nll.ts does not export "surprisal". Add:\n  export function surprisal()',
  });
  expect(publicMessage(absent)).toContain('export function surprisal()');
});

it('says of a hidden check only that it failed', () => {
  expect(publicMessage(partlyRight.tests[1])).toMatch(/^A hidden check found another value/);
});

it('never words public checks as all', () => {
  expect(verdictWords(partlyRight)).toBe(
    '1 of 1 public check passed; 1 hidden check counts as well',
  );
});

it.each(Object.keys(formats))('keeps hidden inputs out of the format %s', format => {
  const files = formats[format](sample, context);
  const text = Object.entries(files).flat().join('\n');
  expect(text).toContain('ada');
  for (const part of [secret, '0.123456789', '0.987']) expect(text).not.toContain(part);
  expect(text).not.toMatch(/all (checks |tests )?(have )?passed/i);
});
