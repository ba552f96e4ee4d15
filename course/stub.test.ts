import { describe, expect, it } from 'vitest';
import { deriveStub, readDeclared, StubError, startedTasks } from './stub.ts';

const solution = `/** Kept. */
export interface Pair {
  a: number;
}

/**
 * First.
 *
 * @returns nats
 */
export function first(value: number): number {
  // #region solution
  return helper(value);
  // #endregion
}

// #region solution
function helper(value: number): number {
  return value;
}
// #endregion

/** Second. */
export function second(
  pairs: Pair[],
  beta: number,
): { loss: number; pairs: Pair[] } {
  const given = 1;
  // #region solution
  return { loss: given * beta, pairs };
  // #endregion
}
`;

describe('deriveStub', () => {
  it('replaces regions in functions, and drops those at the top level', () => {
    const stub = deriveStub(solution, 's.ts');
    expect(stub).not.toContain('helper');
    expect(stub).not.toContain('region');
    expect(stub).toContain("  throw new Error('to do: first');\n}");
    expect(stub).toContain("  const given = 1;\n  throw new Error('to do: second');\n}");
    expect(stub).toContain('export interface Pair');
  });

  it.each([
    ['// #region solution\n', /s\.ts:1: .*never closed/],
    ['// #endregion\n', /s\.ts:1: .*closes nothing/],
    ['// #region solution\n// #region solution\n', /s\.ts:2: .*within/],
  ])('refuses regions that do not pair', (text, message) => {
    expect(() => deriveStub(text, 's.ts')).toThrow(StubError);
    expect(() => deriveStub(text, 's.ts')).toThrow(message);
  });
});

it('readDeclared gives signatures on one line and docstrings without stars', () => {
  expect(readDeclared(solution)).toEqual({
    first: { signature: 'first(value: number): number', docstring: 'First.\n\n@returns nats' },
    second: {
      signature: 'second(pairs: Pair[], beta: number): { loss: number; pairs: Pair[] }',
      docstring: 'Second.',
    },
  });
});

it('startedTasks tells work from stubs', () => {
  expect(startedTasks(deriveStub(solution, 's.ts'))).toEqual([]);
  expect(startedTasks(solution)).toEqual(['first', 'second']);
});
