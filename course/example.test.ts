import { describe, expect, it } from 'vitest';
import { ExampleError, readExamples } from './example.ts';
import { checkExample } from './example-check.ts';
import { followPath } from './follow-path.ts';

describe('readExamples', () => {
  it('reads a call, its arguments and its value', () => {
    const [example] = readExamples('surprisal(0.5); // 0.693147', 7);
    expect(example).toMatchObject({ call: 'surprisal', args: [0.5], path: [], line: 7 });
    expect(example.expected).toMatchObject({ kind: 'value', value: 0.693147 });
  });

  it('takes the tolerance from the digits printed, and none from whole numbers', () => {
    const tolerance = (value: string) => {
      const { expected } = readExamples(`f(1); // ${value}`, 1)[0];
      return expected.kind === 'value' ? expected.tolerance : undefined;
    };
    expect(tolerance('0.69')).toBeCloseTo(0.005, 6);
    expect(tolerance('[0.25, 0.5]')).toBeCloseTo(0.05, 4);
    expect(tolerance('1.5e-7')).toBeCloseTo(0.5e-8, 12);
    expect(tolerance('1000')).toBe(0);
    expect(tolerance("{ k: 'v1.25' }")).toBe(0);
  });

  it('reads special values, access paths, several lines and errors', () => {
    const examples = readExamples(
      'f(-0, Infinity); // NaN\ng(\n  [1, 2],\n)[0].x; // -0\nh(-1); // throws RangeError',
      10,
    );
    expect(examples.map(({ line }) => line)).toEqual([10, 11, 14]);
    expect(Object.is(examples[0].args[0], -0)).toBe(true);
    expect(examples[1]).toMatchObject({ args: [[1, 2]], path: [0, 'x'] });
    expect(examples[1].expected).toMatchObject({ value: -0 });
    expect(examples[2].expected).toEqual({ kind: 'throws', name: 'RangeError' });
  });

  it.each([
    ['f(1)', 'has no value'],
    ['f(1) + 1; // 2', 'is not a call'],
    ['f(x); // 2', 'is not a literal'],
  ])('says line and fix for %s', (text, message) => {
    expect(() => readExamples(text, 3)).toThrow(ExampleError);
    expect(() => readExamples(text, 3)).toThrow(new RegExp(`line 3.*${message}`, 's'));
  });
});

describe('checkExample', () => {
  const check = (text: string) =>
    checkExample(readExamples(text, 1)[0], {
      half: (x: number) => x / 2,
      fails: () => {
        throw new RangeError('no');
      },
    });

  it('accepts what agrees to the digits printed and rejects a wrong digit', () => {
    expect(check('half(1.3333); // 0.667')).toBeUndefined();
    expect(check('half(1.3333); // 0.668')).toContain('is 0.66665, not 0.668');
    expect(check('half(2000); // 1001')).toContain('not 1001');
  });

  it('knows errors from values', () => {
    expect(check('fails(1); // throws RangeError')).toBeUndefined();
    expect(check('fails(1); // throws TypeError')).toContain('throws RangeError');
    expect(check('half(1); // throws RangeError')).toContain('does not throw');
    expect(check('none(1); // 1')).toContain('exports no function');
  });
});

it('followPath reaches into a value and gives undefined where nothing is', () => {
  expect(followPath({ a: [{ b: 2 }] }, ['a', 0, 'b'])).toBe(2);
  expect(followPath({ a: 1 }, ['b', 0])).toBeUndefined();
});
