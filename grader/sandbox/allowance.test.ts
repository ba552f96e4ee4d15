import { expect, test } from 'vitest';
import { Allowance, allowance } from './allowance.ts';

const answer = { characters: 10, seconds: 0.1, limit: 1, pid: undefined };

test('honest answers stay far below it', () => {
  const used = new Allowance();
  for (let call = 0; call < 15; call++) expect(used.use('f', answer)).toBeUndefined();
});

test('many answers that are each in time are too slow together, by function', () => {
  const used = new Allowance();
  for (let call = 0; call < 2; call++) used.use('f', { ...answer, seconds: 0.99 });
  expect(used.use('g', { ...answer, seconds: 0.99 })).toBeUndefined();
  expect(used.use('f', { ...answer, seconds: 0.99 })).toMatchObject({ reason: 'time' });
});

test('time in which a busy machine kept the process waiting does not count', () => {
  const used = new Allowance();
  // This process has worked for some seconds at most, and not for a hundred.
  const waited = { ...answer, limit: 100, seconds: 201, pid: process.pid };
  const told = used.use('f', waited);
  if (process.platform === 'linux') expect(told).toBeUndefined();
  expect(used.use('f', { ...waited, seconds: 801 })).toMatchObject({ reason: 'time' });
});

test('answers that are each small enough are too much together', () => {
  const used = new Allowance();
  const half = { ...answer, characters: allowance.characters / 2 };
  expect([used.use('f', half), used.use('g', half)]).toEqual([undefined, undefined]);
  expect(used.use('h', half)).toMatchObject({ reason: 'output' });
});
