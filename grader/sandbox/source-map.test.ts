import { SourceMap as NodeSourceMap } from 'node:module';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { SourceMap, writeNumbers } from './source-map.ts';

test('finds the positions that Node finds', async () => {
  const lines = ['one', 'two', 'three'].map(
    name => `const ${name} = (a: number) => { throw new Error('é ' + a); };`,
  );
  const source = ['const x: number = 1;', ...lines].join('\n');
  const { code, map } = await transform(source, {
    loader: 'ts',
    sourcemap: 'external',
    sourcefile: 'a.ts',
    minifyWhitespace: true,
  });
  const [ours, theirs] = [new SourceMap(map), new NodeSourceMap(JSON.parse(map))];
  let compared = 0;
  code.split('\n').forEach((line, at) => {
    for (let column = 0; column < line.length; column++) {
      const entry = theirs.findEntry(at, column);
      if (!('originalLine' in entry)) continue;
      expect(ours.find(at, column)).toEqual({
        source: 'a.ts',
        line: entry.originalLine,
        column: entry.originalColumn,
      });
      compared++;
    }
  });
  expect(compared).toBeGreaterThan(100);
});

test('reads what it writes', () => {
  const steps = [0, 0, 0, 1000];
  const map = (mappings: string) => JSON.stringify({ sources: ['a.ts'], mappings });
  const back = writeNumbers([5, 0, 0, -12]);
  const found = new SourceMap(map(`${writeNumbers(steps)},${back}`));
  expect(found.find(0, 4)).toMatchObject({ column: 1000 });
  expect(found.find(0, 9)).toMatchObject({ column: 988 });
  expect(found.find(1, 0)).toBeUndefined();
});
