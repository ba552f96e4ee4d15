import { expect, test } from 'vitest';
import { excerpts } from './disk-excerpts.ts';

const one = `<article><header class="title"><h1>One</h1></header>
<h2 id="start">Start</h2> <p>First <p-like>words</p-like>.</p><p>Second.</p>
<div class="equation" id="eq-a"><div>x</div></div>
<p>See <a href="/base/two/#eq-b">b</a>.</p></article>`;
const two = `<article><header class="title"><h1>Two</h1></header>
<p>See <a href="/base/one/#start">start</a>, <a class="x" href="/base/one/#eq-a">a</a>, <a href="#eq-b">b</a>
and <a href="/base/missing/">nothing</a>.</p>
<div class="equation" id="eq-b">y</div></article><nav><a href="/base/">home</a></nav>`;
const pages = new Map([
  ['one/index.html', one],
  ['two/index.html', two],
  ['index.html', '<main>home</main>'],
]);

test('of each page that others link to: its title, and what they link to', () => {
  const found = excerpts(pages, '/base/');
  expect([...found.keys()].sort()).toEqual(['one/index.html', 'two/index.html']);
  expect(found.get('two/index.html')).toBe(
    '<article><header class="title"><h1>Two</h1></header><div><div class="equation" id="eq-b">y</div></div></article>',
  );
});

test('a section comes with its first paragraph, a box as a whole', () => {
  const html = excerpts(pages, '/base/').get('one/index.html') ?? '';
  expect(html).toContain(
    '<div><h2 id="start">Start</h2><p>First <p-like>words</p-like>.</p></div>',
  );
  expect(html).toContain('<div class="equation" id="eq-a"><div>x</div></div>');
  expect(html).not.toContain('Second');
});
