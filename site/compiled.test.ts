import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../course/course.ts';

const site = path.join(projectRoot, 'site');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'compiled-test-'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(path.join(folder, 'other.ts'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program with a temporary folder of its own. */
function run(code: string, ...args: string[]) {
  const program = path.join(folder, 'program.ts');
  writeFileSync(program, code);
  return spawnSync(process.execPath, [path.join(site, 'compiled.mjs'), program, ...args], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    encoding: 'utf8',
  });
}

test('a program runs compiled, and finds itself, its packages, and what it imports by name', {
  timeout: 60_000,
}, () => {
  const imported = (file: string) => JSON.stringify(path.join(projectRoot, file));
  const { stdout, stderr } = run(
    `import { Assistant } from ${imported('site/assistant.ts')};
     import { loadReference } from ${imported('course/reference.ts')};
     import colors from 'picocolors';
     const assistant = new Assistant();
     const computed = new URL(${JSON.stringify(pathToFileURL(path.join(site, 'computed.ts')).href)});
     const called = assistant.isUseful
       ? assistant.call(computed, 'loadFirst', ${JSON.stringify(projectRoot)}) : Promise.resolve();
     const told: unknown[] = [
       import.meta.url, import.meta.dirname, process.argv.slice(1), typeof colors.red,
       typeof globalThis.compiledIndex, 'surprisal' in (await loadReference('01-nll')),
       await called.then(() => 'called'),
     ];
     await assistant.close();
     console.log(JSON.stringify(told));`,
    '--option',
  );
  expect(stderr).toBe('');
  const program = path.join(folder, 'program.ts');
  expect(JSON.parse(stdout)).toEqual([
    ...[pathToFileURL(program).href, folder, [program, '--option'], 'function'],
    ...['string', true, 'called'],
  ]);
  expect(readdirSync(folder)).toEqual(['other.ts', 'package.json', 'program.ts']);
});

test('a module that is not compiled is named', { timeout: 60_000 }, () => {
  const missing = JSON.stringify(pathToFileURL(path.join(site, 'none.ts')).href);
  const { stdout } =
    run(`for (const name of [import.meta.url.replace('program', 'other'), ${missing}]) {
    await import(name).catch(error => console.log(error.code ?? error.message));
  }`);
  const [unlisted, absent] = stdout.trim().split('\n');
  expect(unlisted).toMatch(/other\.ts is imported by name: add it to "named"/);
  expect(absent).toBe('ERR_MODULE_NOT_FOUND');
});

test('a mistake in the code is shown with its place', { timeout: 60_000 }, () => {
  const { status, stderr } = run('const half = ;');
  expect(status).toBe(1);
  expect(stderr).toMatch(/program\.ts:1:13/);
});

test('an error that nobody expected ends the program, and says how to see its place', {
  timeout: 60_000,
}, () => {
  const { status, stderr } = run("throw new Error('so it ends');");
  expect(status).toBe(1);
  expect(stderr).toMatch(/so it ends[\s\S]*node --import tsx .*program\.ts/);
});
