import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** What a reader's browser gets of a script of `live/`. */
async function bundle(name: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`live/${name}`, import.meta.url))],
    bundle: true,
    minify: true,
    metafile: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

describe.each([
  { name: 'worker.ts', most: 30_000 },
  { name: 'client.ts', most: 4000 },
])('what a reader gets of site/live/$name', ({ name, most }) => {
  test('holds no answer', async () => {
    const { inputs } = await bundle(name);
    expect(inputs.length).toBeGreaterThan(2);
    expect(inputs.filter(file => /(^|\/)(solutions|grader|exercises)\//.test(file))).toEqual([]);
  });

  test('evaluates no text as code, asks no other host, and is small', async () => {
    const { text } = await bundle(name);
    expect(text).not.toMatch(/\beval\(|new Function|https?:\/\/(?!www\.w3\.org\/)/);
    expect(gzipSync(text).length).toBeLessThan(most);
  });
});
