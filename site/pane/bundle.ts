import { readFile } from 'node:fs/promises';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { projectRoot } from '../../course/course.ts';

const common: BuildOptions = {
  bundle: true,
  // Classic scripts, which also pages on a disk may load; what one exports is in its global name.
  format: 'iife',
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  write: false,
  logLevel: 'silent',
  tsconfigRaw: {},
  absWorkingDir: projectRoot,
};

/** The judge as a page loads it: the grader's own, with the program of the student's worker in it. */
export async function bundleEngine(): Promise<string> {
  const guest = await bundle('grader/practice/guest.ts');
  return bundle('grader/practice/engine.ts', {
    globalName: 'exerciseJudge',
    define: { GUEST: JSON.stringify(guest) },
    plugins: [lighter],
  });
}

/** CodeMirror, for those who want more than a text area. */
export function bundleEditor(): Promise<string> {
  return bundle('site/pane/client/code-editor.ts', { globalName: 'exerciseEditor' });
}

/** The panes themselves. */
export function bundleWorkbench(): Promise<string> {
  return bundle('site/pane/client/workbench.ts', { globalName: 'exerciseWorkbench' });
}

async function bundle(entry: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({ ...common, ...options, entryPoints: [entry] });
  return outputFiles?.[0].text ?? '';
}

/** What the judge imports and never uses on a page, left out: of sucrase the parts for JSX, Flow and CommonJS. */
const lighter: Plugin = {
  name: 'lighter',
  setup: ({ onResolve, onLoad }) => {
    for (const [filter, contents] of Object.entries(leftOut)) {
      onResolve({ filter: new RegExp(filter) }, ({ path: wanted }) => ({
        path: wanted,
        namespace: 'left-out',
        pluginData: contents,
      }));
    }
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ pluginData }) => ({ contents: pluginData }));
    // An arrow function with a mistake in it is read again as something else, which fails at the arrow.
    // The error that came furthest is the reader's.
    onLoad({ filter: /sucrase.dist.esm.parser.traverser.util\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const note = 'if (!(unexpected.furthest?.pos >= pos)) unexpected.furthest = err;';
      return { contents: text.replace('err.pos = pos;', `err.pos = pos; ${note}`) };
    });
    // Known to be off, so that the bundler drops what they guard.
    onLoad({ filter: /sucrase.dist.esm.parser.traverser.base\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const contents = text.replace(
        /^export let (is(?:JSX|Flow)Enabled);/gm,
        'export const $1 = false;',
      );
      return { contents: contents.replace(/^\s+is(?:JSX|Flow)Enabled = \w+;/gm, '') };
    });
  },
};

const nothing = 'export default class {}';

const leftOut: Record<string, string> = {
  '^node:fs$': 'export const readFileSync = undefined;',
  '/(CJSImportTransformer|FlowTransformer|JestHoistTransformer)$': nothing,
  '/JSXTransformer$': `${nothing} export const startsWithLowerCase = () => false;`,
  '/(ReactDisplayNameTransformer|ReactHotLoaderTransformer)$': nothing,
  '/(NumericSeparatorTransformer|OptionalCatchBindingTransformer)$': nothing,
  '/OptionalChainingNullishTransformer$': nothing,
};
