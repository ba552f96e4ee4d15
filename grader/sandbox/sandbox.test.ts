import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Plain } from '../../course/plain.ts';
import { compile } from './compile.ts';
import type { Limits } from './limits.ts';
import { type Loaded, type Outcome, Sandbox } from './sandbox.ts';

const open: Sandbox[] = [];
afterEach(() => {
  for (const sandbox of open.splice(0)) sandbox.close();
});

/** A sandbox that has loaded `source`, and what the load said. */
async function start(
  source: string,
  limits: Partial<Limits> = {},
): Promise<{ sandbox: Sandbox; loaded: Loaded | Outcome }> {
  const compiled = await compile(source, '01-nll.ts');
  if (compiled.kind === 'failed') throw new Error(compiled.errors[0].message);
  const sandbox = Sandbox.start({ seconds: 0.5, ...limits });
  open.push(sandbox);
  return { sandbox, loaded: await sandbox.load(compiled) };
}

async function answer(body: string, args: Plain[] = [], limits?: Partial<Limits>) {
  const { sandbox } = await start(`export function f(x?: any): any { ${body} }`, limits);
  return sandbox.call('f', args);
}

describe('an honest file', () => {
  test('loads, tells its exports, and answers', async () => {
    const { sandbox, loaded } = await start(
      'export const f = (x: number) => x + 1;\nexport let k = 5;\nexport class C {}',
    );
    expect(loaded).toEqual({
      kind: 'loaded',
      exports: { f: 'function', k: 'number', C: 'function' },
    });
    expect(await sandbox.call('f', [2])).toEqual({ kind: 'returned', value: 3 });
    expect(await sandbox.call('k', [])).toEqual({
      kind: 'unusable',
      message: 'k is exported as a number; export a function',
    });
    expect(await sandbox.call('g', [])).toEqual({
      kind: 'unusable',
      message: 'there is no exported function named g',
    });
    expect(sandbox.alive).toBe(true);
  });

  test('calls made together are answered in order', async () => {
    const { sandbox } = await start('let n = 0; export const f = (x: number) => [n++, x];');
    const answers = await Promise.all([5, 6, 7].map(x => sandbox.call('f', [x])));
    expect(answers.map(each => each.kind === 'returned' && each.value)).toEqual([
      [0, 5],
      [1, 6],
      [2, 7],
    ]);
  });

  test('NaN, -0 and undefined cross in both directions', async () => {
    const value = [Number.NaN, -0, undefined, Number.NEGATIVE_INFINITY, { a: undefined }];
    expect(await answer('return x', [value])).toStrictEqual({ kind: 'returned', value });
  });

  test('changed arguments are told', async () => {
    expect(await answer('x.sort(); return 1', [[3, 1, 2]])).toEqual({
      kind: 'returned',
      value: 1,
      changedArguments: [[1, 2, 3]],
    });
    expect(await answer('x.a = -0; return 1', [{ a: 0 }])).toEqual({
      kind: 'returned',
      value: 1,
      changedArguments: [{ a: -0 }],
    });
    expect(await answer('x.a = new Map(); return 1', [{ a: 0 }])).toMatchObject({
      changedArguments: [expect.stringContaining('Map')],
    });
  });

  test('what it prints is kept, up to a limit', async () => {
    const { sandbox } = await start(
      'export const f = () => { for (;;) { console.log("line", { a: [1] }); if (++n > 9999) return 1 } }; let n = 0;',
    );
    expect(await sandbox.call('f', [])).toEqual({ kind: 'returned', value: 1 });
    expect(sandbox.output.split('\n')).toHaveLength(21);
    expect(sandbox.output).toMatch(/^line { a: \[ 1 \] }\n/);
    expect(sandbox.output).toContain('(the rest is not shown)');
  });
});

describe('errors', () => {
  test('a throw has its place in the TypeScript', async () => {
    const { sandbox } = await start(
      'interface A { a: number }\n\nexport function f(x: A): number {\n  return g(x);\n}\nfunction g(x: A): never {\n  throw new RangeError("é " + x.a);\n}',
    );
    expect(await sandbox.call('f', [{ a: 1 }])).toEqual({
      kind: 'threw',
      name: 'RangeError',
      message: 'é 1',
      line: 7,
      column: 9,
    });
  });

  test('a throw at the top level has its place', async () => {
    const { loaded, sandbox } = await start('\nconst a: any = null;\nexport const b = a.c;');
    expect(loaded).toMatchObject({ kind: 'threw', name: 'TypeError', line: 3 });
    expect(sandbox.alive).toBe(true);
  });

  test.each([
    ['throw 5', 'Error', 'threw 5'],
    ['throw undefined', 'Error', 'threw'],
    ['throw { get message() { throw 1 } }', 'Error', 'cannot be shown'],
    ['throw new Proxy({}, { has() { throw 1 } })', 'Error', 'cannot be shown'],
    ['const g = (): any => g() + 1; return g()', 'RangeError', 'call stack'],
    ['return eval("1")', 'EvalError', 'disallowed'],
    ['return new Function("return 1")()', 'EvalError', 'disallowed'],
    ['return { get a() { throw new Error("in a getter") } }', 'Error', 'in a getter'],
  ])('%s', async (body, name, message) => {
    expect(await answer(body)).toMatchObject({
      kind: 'threw',
      name,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['return (async () => 1)()', 'returned a Promise'],
    ['return new Float32Array(3)', 'Array.from'],
    ['return "x".repeat(5e6)', '4,000,000'],
    ['return new Array(2e6).fill(1)', '1,000,000'],
    ['let a: any = []; for (let i = 0; i < 1e5; i++) a = [a]; return a', '64 deep'],
    ['return import(x)', 'Promise'],
  ])('unusable: %s', async (body, message) => {
    expect(await answer(body, ['node:fs'])).toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining(message),
    });
  });
});

describe('patched globals do not falsify an honest answer', () => {
  test.each([
    ['JSON.stringify = JSON.parse = () => { throw 1 }'],
    ['(Object.prototype as any).toJSON = (Array.prototype as any).toJSON = () => 7'],
    ['Array.isArray = () => false as any; Array.prototype.push = () => 0'],
    ['Array.prototype[Symbol.iterator] = null as any; String.prototype.slice = null as any'],
    ['Object.keys = () => []; Reflect.apply = () => 7; Function.prototype.call = () => 7 as any'],
    ['(globalThis as any).Number = (globalThis as any).String = (globalThis as any).Error = null'],
    ['Object.is = () => true; Math.abs = () => 0; Promise.prototype.then = null as any'],
    ['Object.defineProperty(Array.prototype, 0, { set() {}, get() { return 7 } })'],
    ['(globalThis as any).TextEncoder = TextDecoder.prototype.decode = null'],
    ['Uint8Array.prototype.set = Uint8Array.prototype.subarray = null as any'],
  ])('%s', async patch => {
    const { sandbox } = await start(`${patch};\nexport const f = (x: any) => [x, -0, NaN];`);
    expect(await sandbox.call('f', [{ a: [0.5] }])).toStrictEqual({
      kind: 'returned',
      value: [{ a: [0.5] }, -0, Number.NaN],
    });
  });
});

describe('stopped', () => {
  test('an endless loop', async () => {
    expect(await answer('for (;;);')).toEqual({
      kind: 'stopped',
      reason: 'time',
      message: 'did not return within 0.5 seconds',
    });
  });

  test.each([
    ['a loop', 'for (;;);'],
    [
      'a loop of microtasks',
      'const again = (): any => Promise.resolve().then(again); again(); export {};',
    ],
    ['a regular expression', 'const hit = /^(a+)+$/.test("a".repeat(60) + "b"); export { hit };'],
  ])('while loading: %s', async (_, source) => {
    const { loaded, sandbox } = await start(source, { seconds: 0.5 });
    // Microtasks do not keep the host from going on, but then nothing runs them any more.
    if (loaded.kind === 'loaded') expect(_).toBe('a loop of microtasks');
    else expect(loaded).toMatchObject({ kind: 'stopped', reason: 'time' });
    expect(sandbox.alive).toBe(loaded.kind === 'loaded');
  });

  test.each([
    ['heap', 'const a: any[] = []; for (;;) a.push({ a: [a.length] })'],
    ['strings', 'let s = "x"; const a: string[] = []; for (;;) { s += s; a.push(s + a.length) }'],
    ['buffers', 'const a: any[] = []; for (;;) a.push(new Uint8Array(5e7).fill(1))'],
    [
      'wasm',
      'const a: any[] = []; for (;;) { const m = new WebAssembly.Memory({ initial: 800 }); new Uint8Array(m.buffer).fill(1); a.push(m) }',
    ],
  ])('memory: %s', { timeout: 10_000 }, async (_, body) => {
    const outcome = await answer(body, [], { seconds: 5, memoryMB: 64, residentExtraMB: 150 });
    // An allocation that the system refuses is an error inside the guest, and harms nothing either.
    if (outcome.kind === 'threw') expect(outcome.name).toBe('RangeError');
    else expect(outcome).toMatchObject({ kind: 'stopped', reason: 'memory' });
  });

  test('closing ends a waiting call, and leaves no process', async () => {
    const { sandbox } = await start('export const f = () => { for (;;); }', { seconds: 60 });
    const pid = (sandbox as unknown as { guest: { pid: number } }).guest.pid;
    const call = sandbox.call('f', []);
    setTimeout(() => sandbox.close(), 20);
    expect(await call).toMatchObject({ kind: 'stopped', reason: 'exit' });
    sandbox.close();
    expect(sandbox.alive).toBe(false);
    expect(await sandbox.call('f', [])).toMatchObject({ kind: 'stopped' });
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (!existsSync(`/proc/${pid}/stat`)) return process.platform !== 'linux';
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

test('nothing to reach out with is left', async () => {
  const { sandbox } = await start(`
    const names = ['Deno', 'process', 'Worker', 'SharedWorker', 'BroadcastChannel', 'caches', 'fetch',
      'localStorage', 'sessionStorage', 'indexedDB', 'WebSocket', 'navigator', 'Atomics', 'require',
      'prompt', 'alert', 'Buffer', 'MessageChannel', 'importScripts', 'close', 'Storage', 'Cache'];
    export const f = () => names.filter(name => name in globalThis);`);
  expect(await sandbox.call('f', [])).toEqual({ kind: 'returned', value: [] });
});

test('one sandbox knows nothing of the one before', async () => {
  const source =
    'export const f = () => { const g = globalThis as any; const seen = g.mark; g.mark = 1; (Math as any).mark = 1; return seen }';
  for (const _ of [1, 2]) {
    const { sandbox } = await start(source);
    expect(await sandbox.call('f', [])).toEqual({ kind: 'returned', value: undefined });
    sandbox.close();
  }
});

test('#tensor trains a model', { timeout: 10_000 }, async () => {
  const { sandbox } = await start(
    `import * as tf from '#tensor';
     export function fit(steps: number): any {
       const w = tf.variable(tf.zeros([2, 1]));
       const x = tf.tensor2d([[1, 0], [0, 1], [1, 1]]), y = tf.tensor2d([[2], [3], [5]]);
       const adam = tf.train.adam(0.1);
       for (let i = 0; i < steps; i++) {
         const { grads } = tf.variableGrads(() => x.matMul(w).sub(y).square().mean() as tf.Scalar, [w]);
         adam.applyGradients(grads);
       }
       return Array.from(w.dataSync());
     }
     export const tensor = () => tf.scalar(1);
     export const mismatch = () => tf.matMul(tf.ones([1, 2]), tf.ones([1, 2]));`,
    { seconds: 5 },
  );
  const outcome = await sandbox.call('fit', [300]);
  const [a, b] = (outcome as unknown as { value: number[] }).value;
  expect(a).toBeCloseTo(2, 4);
  expect(b).toBeCloseTo(3, 4);
  expect(await sandbox.call('tensor', [])).toMatchObject({
    message: 'returned a Tensor; return numbers: tensor.arraySync()',
  });
  expect(await sandbox.call('mismatch', [])).toMatchObject({ kind: 'threw', line: 13, column: 39 });
});
