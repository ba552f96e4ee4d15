import { afterEach, expect, test } from 'vitest';
import type { Plain } from '../../course/plain.ts';
import { fixed } from '../fixed.ts';
import { encodeQuestions } from './batch.ts';
import { compile } from './compile.ts';
import type { Limits } from './limits.ts';
import { Sandbox } from './sandbox.ts';

const returned = (value: Plain) => ({ kind: 'returned', value });
const asked = (...values: Plain[]) => values.map(value => [value]);

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(source: string, limits: Partial<Limits> = {}): Promise<void> {
  sandbox = Sandbox.start({ seconds: 4, ...limits });
  const compiled = await compile(source, 'a.ts');
  if (compiled.kind === 'failed') throw new Error(compiled.errors[0].message);
  await sandbox.load(compiled);
  // It is found to be quick, so from now on answers are held back.
  await sandbox.callAll('f', asked(...Array<number>(100).fill(0)));
}

test('a function is asked many questions together', async () => {
  await start('let n = 0; export const f = (x: number) => [n++, x];');
  const outcomes = await sandbox.callAll('f', asked(...Array(3000).keys()));
  expect(outcomes).toEqual(outcomes.map((_, index) => returned([index + 100, index])));
});

test.each([
  ['a loop', 'for (;;);', 'time', 'did not return within 0.5 seconds'],
  ['a full memory', 'const a: any = []; for (;;) a.push([a.length]);', 'memory', 'used more than'],
])(
  '%s is found among answers that were held back',
  { timeout: 30_000 },
  async (...[, body, reason, message]) => {
    await start(
      `let n = 0; export const f = (x: number) => { n++; if (x === 2) console.log('two'); if (x === 3) { ${body} } return n; }`,
      { memoryMB: 40 },
    );
    expect(await sandbox.callAll('f', asked(1))).toEqual([returned(101)]);
    const options = reason === 'time' ? { seconds: 0.5 } : {};
    const outcomes = await sandbox.callAll('f', asked(1, 2, 3, 4, 5), options);
    const stopped = { kind: 'stopped', reason, message: expect.stringContaining(message) };
    // The count goes on, though it was another process that was asked in the end.
    expect(outcomes).toEqual([returned(102), returned(103), stopped, stopped, stopped]);
    expect(sandbox.alive).toBe(false);
    expect(sandbox.output).toBe('two\n');
  },
);

test('slow calls among quick ones are no loop', { timeout: 30_000 }, async () => {
  await start(
    'export const f = (ms: number) => { const t = performance.now(); while (performance.now() - t < ms); return ms; }',
  );
  const calls = [0, 400, 0, 0, 400, 0];
  expect(await sandbox.callAll('f', asked(...calls))).toEqual(calls.map(returned));
});

test('questions are encoded once where nobody can change them', () => {
  const [open, closed] = [[[[1, -0]]], fixed([[[1, -0]]])];
  expect(encodeQuestions(closed)).toBe(encodeQuestions(closed));
  expect(encodeQuestions(open)).not.toBe(encodeQuestions(open));
  open[0][0][0] = 2;
  expect(encodeQuestions(open).toString()).toBe('\x1e[[2,{"$":"-0"}]]');
  expect(() => {
    (closed as number[][][])[0][0].push(3);
  }).toThrow(TypeError);
});
