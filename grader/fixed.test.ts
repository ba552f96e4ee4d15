import { expect, test } from 'vitest';
import { fixed } from './fixed.ts';

test('no part of a fixed value can be changed', () => {
  const value = fixed({ list: [[1], { deep: [2] }], none: null });
  expect(Object.isFrozen(value.list)).toBe(true);
  expect(() => (value.list[0] as number[]).push(2)).toThrow(TypeError);
  expect(() => {
    (value.list[1] as { deep: number[] }).deep[0] = 3;
  }).toThrow(TypeError);
});
