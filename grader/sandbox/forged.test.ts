import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { cacheFolder } from '../../course/cache.ts';
import type { Plain } from '../../course/plain.ts';
import type { Compiled } from './compile.ts';
import { defaultLimits } from './limits.ts';
import { type Outcome, Sandbox } from './sandbox.ts';

const program = { file: fileURLToPath(new URL('./hostile-host.ts', import.meta.url)) };
const compiled: Compiled = {
  kind: 'compiled',
  fileName: 'a.ts',
  code: ';',
  map: '{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}',
  tensor: false,
};
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function ask(name: string, list: Plain[] = []): Promise<Outcome[]> {
  sandbox = new Sandbox({ ...defaultLimits, seconds: 5 }, program);
  await sandbox.load(compiled);
  const first = await sandbox.call(name, list);
  await new Promise(resolve => setTimeout(resolve, 20));
  return [first, await sandbox.call(name, list)];
}

test('the forged host can answer', async () => {
  expect((await ask('frames', [[66, 'ID\x1e7']]))[1]).toEqual({ kind: 'returned', value: 7 });
});

test.each<[string, Plain[]]>([
  ['an answer to another call', [[66, '5\x1e1']]],
  ['an answer that is no data', [[66, 'ID\x1e{']]],
  ['an unknown mark', [[66, 'ID\x1e{"$":"function"}']]],
  ['deep nesting', [[66, `ID\x1e${'['.repeat(10_000)}${']'.repeat(10_000)}`]]],
  ['arguments that are no list', [[66, 'ID\x1e1\x1e2']]],
  ['too many fields', [[66, 'ID\x1e1\x1e[]\x1e[]']]],
  ['a second load', [[65, '{}']]],
  ['an unknown kind', [[99, 'ID\x1e1']]],
  ['a throw without words', [[67, 'ID\x1e{}']]],
  ['nothing', [[66, '']]],
])('stopped at once: %s', async (_, frames) => {
  expect((await ask('frames', frames))[0]).toMatchObject({ kind: 'stopped', reason: 'protocol' });
});

test('a second answer stops it', async () => {
  const [first, second] = await ask('frames', [[66, 'ID\x1e1'], [66, 'ID\x1e2']]); // biome-ignore format: one line
  expect(first).toEqual({ kind: 'returned', value: 1 });
  expect(second).toMatchObject({ kind: 'stopped', reason: 'protocol' });
});

test.each<[string, string, Plain[]]>([
  ['a frame of 4 GB', 'header', []],
  ['endless printing', 'frames', new Array(30).fill([69, 'x'])],
  ['a long line', 'frames', [[69, 'x'.repeat(5000)]]],
])('too much output: %s', async (_, name, frames) => {
  expect((await ask(name, frames))[0]).toMatchObject({ kind: 'stopped', reason: 'output' });
});

test('a guest that runs what it likes reaches nothing outside its process', async () => {
  const [outcome] = await ask('reach', [cacheFolder('deno')]);
  expect(outcome).toEqual({ kind: 'returned', value: [] });
});

test('a flood stops it', async () => {
  expect((await ask('flood'))[0]).toMatchObject({ kind: 'stopped', reason: 'protocol' });
});

test('a forged stack gives no position outside the file', async () => {
  const thrown = JSON.stringify({ name: 'E', message: 'm', stack: '#exercise:99999:99999' });
  const [first] = await ask('frames', [[67, `ID\x1e${thrown}`]]);
  expect(first).toMatchObject({ kind: 'threw', name: 'E' });
});
