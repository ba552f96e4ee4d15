import { expect, test } from 'vitest';
import { Latest } from './latest.ts';

test('makes a result again only when its text has changed', () => {
  const latest = new Latest<number>();
  let made = 0;
  const make = () => ++made;
  expect(latest.of('nll', 'a', make)).toBe(1);
  expect(latest.of('nll', 'a', make)).toBe(1);
  expect(latest.of('dpo', 'a', make)).toBe(2);
  expect(latest.of('nll', 'b', make)).toBe(3);
  expect(latest.of('nll', 'a', make)).toBe(4);
});
