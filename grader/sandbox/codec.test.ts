import { describe, expect, test } from 'vitest';
import type { Plain } from '../../course/plain.ts';
import { decode, decodeTrusted, encode, isWrittenAs } from './codec.ts';

describe('plain data survives the way there and back', () => {
  const values: Plain[] = [
    0,
    -0,
    0.1 + 0.2,
    5e-324,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    '',
    'a "quoted"\nline \u2028 \ud800 é',
    true,
    null,
    undefined,
    [],
    [undefined, [Number.NaN, [-0]], null],
    { a: undefined, b: { c: [-0, 'x'] }, 2: 'two', 1: 'one' },
    { $: 'NaN' },
    { $: 'record', of: { $: -0 } },
  ];
  test.each(values.map(value => [value]))('%j', value => {
    const back = decode(encode(value));
    expect(back).toStrictEqual(value);
    expect(encode(back)).toBe(encode(value));
    expect(decodeTrusted(encode(value))).toStrictEqual(value);
  });

  test('a key named __proto__ stays a key', () => {
    const back = decode('{"__proto__":{"polluted":{"$":"NaN"}}}') as Record<string, Plain>;
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(back.polluted).toBeUndefined();
    expect(encode(back)).toBe('{"__proto__":{"polluted":{"$":"NaN"}}}');
  });

  test('holes become undefined', () => {
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    expect(decode(encode([1, , 3]))).toStrictEqual([1, undefined, 3]);
  });

  test('a value used twice is not a cycle', () => {
    const row = [1, 2];
    expect(decode(encode([row, row]))).toEqual([row, row]);
  });
});

const cycle: unknown[] = [1];
cycle.push({ again: cycle });
let deep: unknown = 1;
for (let i = 0; i < 65; i++) deep = [deep];
const tensor = { dataSync: () => [], constructor: class Nt {} };

test.each<[string, unknown, string]>([
  ['function', () => 1, 'returned a function; return its result, not the function itself'],
  [
    'promise',
    Promise.resolve(1),
    'returned a Promise; return the value itself, and do not mark the function async',
  ],
  ['map', new Map(), 'returned a Map; return a plain record: Object.fromEntries(...)'],
  ['set', [new Set()], 'returned a Set (at [0]); return a plain array: [...set]'],
  [
    'typed array',
    { w: [new Float64Array(2)] },
    'returned a Float64Array (at .w[0]); return a plain array: Array.from(...)',
  ],
  [
    'instance',
    new (class Model {})(),
    'returned a Model; return numbers, strings, arrays or plain records',
  ],
  ['error', new RangeError('x'), 'returned a RangeError; '],
  ['tensor', Object.setPrototypeOf(tensor, { a: 1 }), 'returned a Tensor; return numbers'],
  ['symbol', Symbol('x'), 'returned a symbol; '],
  ['bigint', 1n, 'returned a bigint; return a number: Number(...)'],
  ['cycle', cycle, 'returned an array or record that contains itself'],
  ['depth', deep, 'returned arrays or records nested more than 64 deep'],
  ['size', new Array(1_000_001).fill(1), 'returned more than 1,000,000 values'],
  ['text', 'x'.repeat(4_000_001), 'returned more than 4,000,000 characters of text'],
])('cannot cross: %s', (_, value, message) => {
  expect(() => encode(value)).toThrow(message);
});

test('decoding refuses what encode never writes', () => {
  expect(() => decode('{"$":"eval"}')).toThrow('unknown mark');
  expect(() => decode('{"$":"record","of":7}')).toThrow('unknown mark');
  expect(() => decode(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toThrow('nested too deep');
  expect(() => decode(`[${'1,'.repeat(1_000_000)}1]`)).toThrow('1,000,000');
  expect(() => decode('[1')).toThrow();
});

describe('a value that was written is known again without writing it', () => {
  const args = () => [[0.1, 0, ['a', null]], { a: { b: true }, c: [] }];
  const text = encode(args());
  type Args = [[number, number, unknown[]], Record<string, unknown>];

  test('and each change shows', () => {
    expect(isWrittenAs(args(), text)).toBe(true);
    const changes: ((args: Args) => void)[] = [
      ([list]) => list.push(1 as never),
      ([list]) => list.pop(),
      ([list]) => list.reverse(),
      ([list]) => {
        list[1] = -0;
      },
      ([list]) => {
        list[0] = Number.NaN;
      },
      ([list]) => {
        list[2] = { 0: 'a', 1: null } as never;
      },
      ([, record]) => {
        record.d = undefined;
      },
      ([, record]) => {
        delete record.c;
      },
      ([, record]) => {
        record.a = new Map();
      },
      ([, record]) => {
        const { a } = record;
        delete record.a;
        record.a = a; // now it comes last
      },
      ([, record]) => Object.setPrototypeOf(record, new (class {})()),
    ];
    for (const change of changes) {
      const changed = args() as Args;
      change(changed);
      expect(isWrittenAs(changed, text), String(change)).toBe(false);
    }
  });

  test('but for what JSON lacks, where it is written again', () => {
    expect(isWrittenAs([Number.NaN], encode([Number.NaN]))).toBe(false);
    expect(isWrittenAs([-0], encode([-0]))).toBe(false);
  });
});
