import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from './site.ts';

const lesson = `---
title: First
summary: One sentence.
needs: []
---

$$
b = 1
$$ {#eq:b}

## Part of $n$

::: erratum Twice *two*
The post [@author2020] has 5. It is {{ twice(2) }}, by [@eq:b] and [the second](/second/), not
[@other2021]'s.

$$
c = 2
$$
:::
`;
const second =
  '---\ntitle: Second\nsummary: Two.\nneeds: []\n---\n\n## Other\n\nSee [@other2021].\n';
const coverage = `sources:
  post: { title: A "post", work: author2020, about: Short. }
  talk: { title: A talk, work: other2021, about: Shorter. }
ideas:
  - number: 1
    source: post
    also: [talk]
    idea: That $n$ grows.
    places: ['[@eq:first/b]', 'first#part-of-n', 'second#other']
slips:
  - source: talk
    place: '[@lesson:second]'
    title: Thrice
    text: 'It is {{ twice(4) }}.'
`;
const glossary = `- term: zeta
  definition: See $z$.
  introduced: first#part-of-n
  code: [twice, x]
- term: beta
  symbol: '\\beta'
  unit: nats
  definition: A price.
  introduced: '[@eq:first/b]'
  see: [zeta]
`;

let root: string;
let out: string;

async function write(file: string, text: string): Promise<void> {
  const where = path.join(root, file);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, text);
}

const page = (file: string) => readFile(path.join(out, file), 'utf8');

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'further-test-'));
  out = path.join(root, 'dist');
  await write('lessons/01-first.md', lesson);
  await write('lessons/02-second.md', second);
  const solution = 'export function twice(x: number): number {\n  return 2 * x;\n}\n';
  for (const name of ['01-first', '02-second']) await write(`solutions/${name}.ts`, solution);
  await write(
    'lessons/references.yaml',
    'author2020: { author: Ann Author, title: A post, year: 2020 }\nother2021: { author: Bo Other, title: A talk, year: 2021 }\n',
  );
  await write('lessons/coverage.yaml', coverage);
  await write('lessons/glossary.yaml', glossary);
  await buildSite({ root, out, base: '/course/' });
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

test('each idea leads to its places, those of one lesson behind one number', async () => {
  const html = await page('sources/index.html');
  const row = /<tr id="idea-1">.*?<\/tr>/s.exec(html)?.[0] ?? '';
  expect(row.match(/<li>/g)).toHaveLength(2);
  expect(row).toContain('<a href="/course/first/#eq-b">equation\u00a01</a>');
  expect(row).toMatch(/<a href="\/course\/first\/#part-of-n">Part of <span class="katex">/);
  expect(row).toContain('<a href="/course/second/#other">Other</a>');
  expect(row).toContain('Also in: A talk.');
});

test('an erratum is shown with its computation, under the source that it cites first', async () => {
  const html = await page('sources/index.html');
  const [, ofPost, ofTalk] = html.split(/<h3 id="errata-/);
  expect(ofPost).toContain('>Twice <em>two</em></h4>');
  expect(ofPost).toContain('It is <span class="value">4</span>');
  expect(ofPost).toContain('<a class="reference" href="/course/first/#eq-b">equation\u00a01</a>');
  expect(ofPost).toContain('<a href="/course/second/">the second</a>');
  expect(ofPost).toContain('href="#work-author2020"');
  expect(ofPost).toContain('<a href="/course/first/#erratum-twice-two">First</a>');
  expect(ofTalk).toContain('It is <span class="value">8</span>');
  expect(html).toContain('<li id="work-author2020">');
  expect(html.match(/ id="eq-b"/)).toBeNull();
});

test('the glossary sorts its terms and links their code', async () => {
  const html = await page('glossary/index.html');
  expect(html.indexOf('id="term-beta"')).toBeLessThan(html.indexOf('id="term-zeta"'));
  expect(html).toContain('<a href="#term-zeta">zeta</a>');
  expect(html).toContain(
    'Introduced: lesson\u00a01, <a href="/course/first/#eq-b">equation\u00a01</a>',
  );
  const symbols = /<table class="symbols">.*?<\/table>/s.exec(html)?.[0] ?? '';
  expect(symbols.match(/<tr>/g)).toHaveLength(2);
});

test('both pages are in the contents, the footer and on the home page', async () => {
  for (const file of ['index.html', 'first/index.html', 'sources/index.html', '404.html']) {
    const html = await page(file);
    const footer = html.slice(html.indexOf('<footer'));
    for (const address of ['/course/sources/', '/course/glossary/']) {
      expect(html.split(`href="${address}"`).length - 1).toBeGreaterThanOrEqual(3);
      expect(footer).toContain(`href="${address}"`);
    }
  }
  expect(await page('glossary/index.html')).toContain(
    'href="/course/glossary/" aria-current="page"',
  );
});

test('a link that leads nowhere, a wrong code name and a failing number break the build with file and line', {
  timeout: 60_000,
}, async () => {
  await write(
    'lessons/coverage.yaml',
    coverage.replace('[@eq:first/b]', '[@eq:first/c]').replace('twice(4)', 'thrice(4)'),
  );
  await write('lessons/glossary.yaml', glossary.replace('[twice, x]', '[twice, y]'));
  const error = await buildSite({ root, out }).catch(caught => caught);
  expect(error.problems.map((problem: string) => problem.slice(0, 66))).toEqual([
    'lessons/coverage.yaml:9: "[@eq:first/c]" leads nowhere: lessons/01',
    'lessons/coverage.yaml:11: {{ thrice(4) }} fails: thrice is not def',
    'lessons/glossary.yaml:1: no solution exports "y" or has it as a pa',
  ]);
});
