import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import katex from 'katex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CourseError } from '../course/lesson.ts';
import { Assistant } from './assistant.ts';
import { katexStyle } from './katex-style.ts';
import { Kept } from './kept.ts';
import { buildSite } from './site.ts';

const plotFile = pathToFileURL(path.join(import.meta.dirname, 'figures/plot.ts')).href;

const lesson = `---
title: First & small
summary: One sentence.
needs: []
---

It costs {{ twice(2) }} and {{ three }} [@shannon1948]; see [@eq:b] and [a page](/second/).

$$
b = \\mathbb{E}
$$ {#eq:b}

## Part

::: figure line
Falls.
:::
`;
const second = lesson.replace('First & small', 'Second').replace('needs: []', 'needs: [first]');

let root: string;
let out: string;

async function write(file: string, text: string): Promise<void> {
  const where = path.join(root, file);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, text);
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'site-test-'));
  out = path.join(root, 'dist');
  const solution = 'export function twice(x: number): number {\n  return 2 * x;\n}\n';
  const figures = `import { line, plot } from '${plotFile}';
const axis = { label: 'x', domain: [0, 1] as [number, number] };
export const values = { three: 3 };
export const figures = { line: { alt: 'Falls', draw: () => plot({ x: axis, y: axis, marks: [line([[0, 1], [1, 0]])] }) } };
`;
  await write('lessons/01-first.md', lesson);
  await write('lessons/02-second.md', second);
  for (const name of ['01-first', '02-second']) {
    await write(`solutions/${name}.ts`, solution);
    await write(`site/figures/${name}.ts`, figures);
  }
  await write(
    'lessons/references.yaml',
    'shannon1948:\n  author: Claude Shannon\n  title: Theory\n  year: 1948\n',
  );
});

afterAll(() => rm(root, { recursive: true, force: true }));

const page = (file: string) => readFile(path.join(out, file), 'utf8');

test('every address of the site begins with the base', { timeout: 60_000 }, async () => {
  await buildSite({ root, out, base: '/course/' });
  for (const file of ['index.html', 'first/index.html', 'references/index.html', '404.html']) {
    const addresses = [...(await page(file)).matchAll(/(?:href|src)="([^"#]+)/g)].map(m => m[1]);
    const own = addresses.filter(address => !address.startsWith('https://'));
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter(address => !address.startsWith('/course/'))).toEqual([]);
  }
});

test('a page holds its numbers, mathematics, figure and works cited', async () => {
  const html = await page('first/index.html');
  expect(html).toContain('It costs <span class="value">4</span> and <span class="value">3</span>');
  expect(html).toContain('<mi>𝔼</mi>');
  expect(html).toContain('<a class="reference" href="#eq-b">equation\u00a01</a>');
  expect(html).toContain('class="fig-line');
  expect(html).toMatch(/<li id="work-shannon1948">Claude Shannon \(1948\)/);
  expect(html).toContain('<title>First &amp; small · ');
  expect(html.match(/<h1/g)).toHaveLength(1);
});

test('the bibliography leads back to the lessons that cite a work', async () => {
  expect(await page('references/index.html')).toContain(
    '<a href="/course/first/#work-shannon1948">First &amp; small</a>, <a href="/course/second/#work-shannon1948">Second</a>',
  );
});

test('fonts are local, and only those that the mathematics asks for', async () => {
  const fonts = await readdir(path.join(out, 'assets/fonts'));
  expect(fonts.some(font => font.startsWith('KaTeX_AMS-Regular.'))).toBe(true);
  expect(fonts.some(font => font.startsWith('KaTeX_Math-Italic.'))).toBe(true);
  expect(fonts.some(font => /Fraktur|Bold|Main-Italic/.test(font))).toBe(false);
  const sheet = (await readdir(path.join(out, 'assets'))).find(file => /^site\..*css$/.test(file));
  const css = await page(`assets/${sheet}`);
  const asked = [...css.matchAll(/url\("?fonts\/([^")]+)/g)].map(match => match[1]);
  expect(asked.sort()).toEqual(fonts.sort());
});

test('a bold or italic font is there as soon as a formula asks for it', {
  timeout: 60_000,
}, async () => {
  const tools = { kept: await Kept.open(path.join(root, 'kept')), assistant: new Assistant() };
  const shipped = async (tex: string) => {
    const sheet = await katexStyle(path.join(root, 'fonts'), [katex.renderToString(tex)], tools);
    return [...sheet.matchAll(/KaTeX_([\w-]+)\.\w+\.woff2/g)].map(([, name]) => name);
  };
  const plain = await shipped('x');
  const added = async (tex: string) =>
    (await shipped(tex)).filter(name => !plain.includes(name)).sort();
  expect(await added('\\mathit{x}')).toEqual(['Main-Italic']);
  expect(await added('\\mathbf{x}')).toEqual(['Main-Bold', 'Math-BoldItalic']);
  expect(await added('\\boldsymbol{x}')).toContain('Math-BoldItalic');
  expect(await added('\\textbf{x \\textit{y}}')).toContain('Main-BoldItalic');
  expect(await added('\\emph{x}')).toContain('Main-Italic');
  expect(await added('\\mathfrak{x}')).toEqual(['Fraktur-Regular']);
});

test('the same text gives the same bytes', { timeout: 60_000 }, async () => {
  const before = await page('first/index.html');
  await buildSite({ root, out, base: '/course/' });
  expect(await page('first/index.html')).toBe(before);
});

test('a failed build names all problems of all lessons with file and line, and leaves the old pages', {
  timeout: 60_000,
}, async () => {
  const before = await page('first/index.html');
  await cp(path.join(root, 'lessons'), path.join(root, 'kept'), { recursive: true });
  await write('lessons/01-first.md', `${lesson}\n[@eq:none]\n\n{{ nope }}\n`);
  await write('lessons/02-second.md', second.replace('figure line', 'figure gone'));
  const error = await buildSite({ root, out }).catch(caught => caught);
  await cp(path.join(root, 'kept'), path.join(root, 'lessons'), { recursive: true });
  expect(error).toBeInstanceOf(CourseError);
  expect(error.problems.map((problem: string) => problem.slice(0, 60))).toEqual([
    expect.stringMatching(/^lessons\/01-first\.md:19: \[@eq:none\] leads nowhere/),
    expect.stringMatching(/^lessons\/01-first\.md:21: \{\{ nope \}\} fails/),
    expect.stringMatching(/^lessons\/02-second\.md:15: there is no figure "gone"/),
  ]);
  expect(await page('first/index.html')).toBe(before);
  expect((await readdir(root)).filter(file => file.includes('.tmp'))).toEqual([]);
});

test('a figure file or a reference that does not load is named', { timeout: 60_000 }, async () => {
  await write(
    'lessons/03-third.md',
    '---\ntitle: Third\nsummary: Short.\nneeds: []\n---\n\nText.\n',
  );
  await write('solutions/03-third.ts', 'export const a = 1;\n');
  await write('site/figures/03-third.ts', 'throw new Error("no data");\n');
  await expect(buildSite({ root, out })).rejects.toThrow(
    'site/figures/03-third.ts: it does not load: no data',
  );
});
