/**
 * Runs a program of the site compiled: `node site/compiled.mjs site/build.ts --zip site.zip`. tsx would
 * compile some hundred modules one by one, in each thread, for a quarter of a build's processor time; the
 * bundler takes all of them at once. JavaScript, because nothing that reads TypeScript is loaded yet.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const addressOf = file => pathToFileURL(path.resolve(root, file)).href;

/** Modules that are imported by name at run time, and what a second thread is asked for. */
const named = [
  ...['solutions', 'site/figures', 'grader/misconceptions', 'grader/suites'].flatMap(modulesIn),
  ...['assistant.ts', 'computed.ts', 'font-subset.ts'].map(file => `site/${file}`),
  'grader/practice/lesson-data.ts',
];

async function run(program) {
  const index = await compile(program);
  // Whoever imports a module that does not compile names it.
  if (!index) (await import('tsx/esm/api')).register();
  else await import(index);
  try {
    await (index ? globalThis.importCompiled(program) : import(program));
  } catch (error) {
    console.error(error);
    console.error(`\nThe error's places in the sources: node --import tsx ${script}`);
    process.exitCode = 1;
  }
}

/** @returns the address of a module that knows where each compiled one lies; undefined if one has mistakes */
async function compile(program) {
  const building = build({
    entryPoints: [path.relative(root, fileURLToPath(program)), ...named],
    absWorkingDir: root,
    outdir: root,
    entryNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': 'ownAddress', 'import.meta.dirname': 'ownFolder' },
    plugins: [inPlace],
    tsconfigRaw: {},
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  // Meanwhile, what is large, and imported by every program of the site.
  for (const name of ['katex', 'markdown-it', 'shiki/core', 'yaml']) import(name).catch(() => {});
  const { outputFiles, metafile } = await building.catch(() => ({}));
  if (!outputFiles) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'site-compiled-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const inFolder = file => path.join(folder, path.basename(file));
  for (const { path: file, contents } of outputFiles) writeFileSync(inFolder(file), contents);
  const places = Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) =>
    entryPoint ? [[addressOf(entryPoint), addressOf(inFolder(file))]] : [],
  );
  const index = inFolder('index.mjs');
  writeFileSync(
    index,
    `import { existsSync } from 'node:fs';
     import { createRequire } from 'node:module';
     globalThis.requireInPlace = createRequire(${JSON.stringify(import.meta.url)});
     const places = new Map(${JSON.stringify(places)});
     globalThis.compiledIndex = import.meta.url;
     globalThis.importCompiled = async address => {
       const place = places.get(address) ?? address;
       if (/^file:.*\\.ts$/.test(place) && existsSync(new URL(place))) {
         throw new Error(\`\${address} is imported by name: add it to "named" in site/compiled.mjs.\`);
       }
       return import(place);
     };`,
  );
  return addressOf(index);
}

/** Compiled modules lie elsewhere, and find the files and packages of the project all the same. */
const inPlace = {
  name: 'in place',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@|\w)[^:]*$/ }, ({ path: wanted, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (/^@tensorflow/.test(wanted)) return { path: wanted, namespace: 'required' };
      try {
        return { path: import.meta.resolve(wanted), external: true };
      } catch {
        return { path: wanted, external: true }; // an optional package that is not installed
      }
    });
    // Of CommonJS that is imported, Node reads the text for the names: of TensorFlow.js 1.7 MB, in each thread.
    onLoad({ filter: /./, namespace: 'required' }, ({ path: wanted }) => ({
      contents: `module.exports = globalThis.requireInPlace(${JSON.stringify(wanted)})`,
    }));
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const own = [addressOf(file), path.dirname(file)].map(text => JSON.stringify(text));
      const text = await readFile(file, 'utf8');
      // What is imported by a name that is computed.
      const contents = text.replace(/(?<![.#\w])import\((?=\w)/g, 'globalThis.importCompiled(');
      return {
        contents: `const ownAddress = ${own[0]}, ownFolder = ${own[1]}; ${contents}`,
        loader: 'ts',
      };
    });
  },
};

function modulesIn(folder) {
  const files = readdirSync(path.join(root, folder)).filter(file => file.endsWith('.ts'));
  return files.map(file => `${folder}/${file}`);
}

const [, , script] = process.argv;
process.argv.splice(1, 2, path.resolve(script));
await run(addressOf(path.resolve(script)));
