import { expect, it } from 'vitest';
import type { Plain } from '../course/plain.ts';
import { diagnose } from './diagnose.ts';
import type { TaskFunction } from './misconception.ts';
import type { Call } from './trial.ts';

const reference = (x: number) => x;
const misconceptions = {
  absolute: (x: number) => Math.abs(x),
  squared: (x: number) => x * x,
  picky: (x: number) => {
    if (x < 0) throw new RangeError('no');
    return x;
  },
  sorts: (x: number[]) => x.sort(),
};

function calls(student: TaskFunction, inputs: Plain[]): Call[] {
  return inputs.map(x => {
    try {
      return { args: [x], outcome: { kind: 'returned', value: student(x) as Plain } };
    } catch (error) {
      const { name, message } = error as Error;
      return { args: [x], outcome: { kind: 'threw', name, message } };
    }
  });
}

const name = (student: TaskFunction, inputs: Plain[]) =>
  diagnose(calls(student, inputs), reference, misconceptions);

it('names the misconception that gives the same answers', () => {
  expect(name(x => Math.sqrt(x * x), [1, -2])).toBe('absolute');
  expect(name(x => x ** 2, [1, -2, 3])).toBe('squared');
});

it('names one that explains most of the wrong answers, beside another mistake', () => {
  const student = (x: number) => (x === 9 ? -0 : x * x);
  expect(name(student, [2, 3, 4, 5, 9])).toBe('squared');
  expect(name(student, [2, 3, 9, 9])).toBeUndefined();
});

it('names none when every answer is right, or some answer is its own', () => {
  expect(name(x => Math.abs(x), [1, 2])).toBeUndefined();
  expect(name(x => (x === 3 ? 4 : x * x), [1, -2, 3])).toBeUndefined();
});

it('knows errors by their name', () => {
  const throws = (error: Error) => (x: number) => {
    if (x < 0) throw error;
    return x;
  };
  expect(name(throws(new RangeError('mine')), [1, -1])).toBe('picky');
  expect(name(throws(new TypeError('mine')), [1, -1])).toBeUndefined();
});

it('tells a stopped call from an answer, and a changed argument from an unchanged one', () => {
  const stopped: Call = {
    args: [2],
    outcome: { kind: 'stopped', reason: 'time', message: 'late' },
  };
  expect(diagnose([stopped], reference, misconceptions)).toBeUndefined();
  const changed: Call = {
    args: [[2, 1]],
    outcome: { kind: 'returned', value: [1, 2], changedArguments: [[1, 2]] },
  };
  const identity = (x: number[]) => [...x].sort();
  const wrong = (x: number[]) => [...x];
  expect(diagnose([changed], wrong, { copies: identity, ...misconceptions })).toBe('sorts');
});
