import type { Plugin } from 'esbuild';
import { refusals } from './refusals.ts';
import { tensorGuest } from './tensor.ts';

/** The esbuild plugin that decides what an exercise may import, and notes whether it wants `#tensor`. */
export function exerciseImports(allowFiles: boolean): { plugin: Plugin; tensor: boolean } {
  const imports = { plugin: { name: 'exercise-imports', setup }, tensor: false };
  return imports;

  function setup(build: Parameters<Plugin['setup']>[0]): void {
    build.onResolve({ filter: /.*/ }, ({ kind, path }) => {
      if (kind === 'entry-point') return undefined;
      if (path === '#tensor' && kind === 'import-statement') {
        imports.tensor = true;
        return { path, namespace: 'tensor' };
      }
      if (allowFiles && /^(\.{0,2}\/|[A-Za-z]:[\\/])/.test(path)) return undefined;
      return { errors: [{ text: refusals.import(path) }] };
    });
    // The host has put the library there before it loads the exercise.
    build.onLoad({ filter: /.*/, namespace: 'tensor' }, async () => {
      const { names } = await tensorGuest();
      return { contents: `export const{${names.join(',')}}=globalThis.__tensor`, loader: 'js' };
    });
  }
}
