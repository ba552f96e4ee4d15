import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { formatCall, formatValue } from './format.ts';

describe('compare', () => {
  it('accepts equal values, NaN and infinities included', () => {
    expect(compare([1, { a: Number.NaN }], [1, { a: Number.NaN }])).toBeUndefined();
    expect(compare(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBeUndefined();
    expect(compare(undefined, undefined)).toBeUndefined();
  });

  it('scales its tolerance with the expected value, but not below 1', () => {
    expect(compare(1e12 + 1, 1e12)).toBeUndefined();
    expect(compare(1 + 2e-9, 1)).toBeDefined();
    expect(compare(1e-8, 0)).toBeDefined();
    expect(compare(0.4004, 0.4, { absolute: 5e-4 })).toBeUndefined();
    expect(compare(1.01, 1, { tolerance: 0.02 })).toBeUndefined();
  });

  it('takes -0 for 0 unless asked to be exact', () => {
    expect(compare(-0, 0)).toBeUndefined();
    expect(compare(-0, 0, { exact: true })?.note).toContain('sign of zero');
    expect(compare(0.1 + 0.2, 0.3, { exact: true })).toBeDefined();
  });

  it('never takes NaN or Infinity for a number', () => {
    expect(compare(Number.NaN, 1, { tolerance: 10 })).toBeDefined();
    expect(compare(1, Number.NaN)).toBeDefined();
    expect(compare(Number.POSITIVE_INFINITY, 1e308, { tolerance: 10 })).toBeDefined();
  });

  it('says where and how values differ', () => {
    expect(compare([1, 2], [1, 4])).toMatchObject({
      path: '[1]',
      note: 'off by 2, 0.5 times the expected value',
    });
    expect(compare({ a: [1.00001] }, { a: [1] })).toMatchObject({ path: '.a[0]' });
    expect(compare({ a: [1.00001] }, { a: [1] })?.note).toContain('approximately right');
    expect(compare([1], [1, 2])?.note).toBe('1 element instead of 2 elements');
    expect(compare({ a: 1 }, { a: 1, b: 2 })?.note).toBe("'b' is missing");
    expect(compare({ a: 1, b: 2 }, { a: 1 })?.note).toBe("'b' should not be there");
    expect(compare('1', 1)?.note).toBe('a string instead of a number');
    expect(compare([1], { 0: 1 })?.note).toBe('an array instead of a record');
    expect(compare(null, undefined)?.note).toBe('null instead of undefined');
  });
});

describe('format', () => {
  it('writes values as one would type them', () => {
    expect(formatValue([1, -0, Number.NaN, 1 / 3])).toBe('[1, -0, NaN, 0.3333333333]');
    expect(formatValue({ a: "it's", 'b-c': [true, null, undefined] })).toBe(
      "{ a: 'it\\'s', 'b-c': [true, null, undefined] }",
    );
    expect(formatCall('f', [[1], 'a'])).toBe("f([1], 'a')");
  });

  it('cuts what is very long and says so', () => {
    const text = formatValue(Array.from({ length: 1000 }, (_, index) => index));
    expect(text.length).toBeLessThan(300);
    expect(text).toMatch(/… \(\d+ characters\)$/);
  });
});
