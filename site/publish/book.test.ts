import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCourse } from '../../course/course.ts';
import { base, builtSite } from '../built-site.ts';
import { runningTitles } from './book.ts';

let html: string;
let ids: string[];
let folder: string;

beforeAll(async () => {
  const built = await builtSite();
  folder = built.folder;
  html = built.pages.get('book/index.html') ?? '';
  ids = [...html.matchAll(/ id="([^"]*)"/g)].map(match => match[1]);
}, 120_000);

afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }));

test('every lesson is a chapter, with its sections in the contents', async () => {
  const { lessons } = await loadCourse();
  for (const { id, number, title } of lessons) {
    expect(html).toContain(`<section class="chapter" id="${id}"`);
    const [, entry] = html.split(`<li><a href="#${id}"><span class="number">${number}</span>`);
    expect(entry, title).toContain(`<span class="number">${number}.1</span>`);
  }
});

test('no place has the name of another, and each reference leads to one in the book', () => {
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const known = new Set(ids);
  const named = [...html.matchAll(/ (?:for|aria-labelledby|aria-describedby)="([^"]*)"/g)];
  const wanted = [
    ...[...html.matchAll(/ href="#([^"]*)"/g)].map(match => decodeURIComponent(match[1])),
    ...named.flatMap(match => match[1].split(' ')),
  ];
  expect(wanted.length).toBeGreaterThan(500);
  expect(wanted.filter(id => !known.has(id))).toEqual([]);
});

test('no link leads out of the book into a lesson', async () => {
  const { lessons } = await loadCourse();
  const article = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
  const pages = [...article.matchAll(/ href="([^"#]+)/g)].map(match => match[1]);
  const ofLessons = lessons.map(({ id }) => `${base}${id}/`);
  expect(pages.filter(page => ofLessons.includes(page))).toEqual([]);
});

test('numbers begin with that of the lesson', () => {
  const text = html.replace(/<[^>]*>/g, '');
  expect(text).not.toMatch(/(?:equation|figure)\u00a0\d+(?![.\d])/i);
  expect(text).not.toMatch(/\d of lesson \d/);
  expect(html).toContain('<span class="figure-number">Figure 4.1</span>');
  expect(html).toMatch(/aria-label="Equation 4\.1">\(4\.1\)</);
});

test('nothing waits for a script, and headings stand below those of the chapters', () => {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  expect(main.match(/<(?:fieldset|input|select|button|textarea|script)\b/g)).toBe(null);
  expect(html.match(/<h1[ >]/g)).toHaveLength(1);
  expect(html.match(/<h2 id="(?!book-contents|works-cited|[\w-]+-title")/g)).toBe(null);
});

test('printed pages bear the title of their lesson', () => {
  const lesson = { id: 'nll', number: 1, title: 'A "loss"' } as Parameters<
    typeof runningTitles
  >[0][0];
  expect(runningTitles([lesson])).toBe(`@media print {
@page lesson-nll { @top-right { content: "Lesson 1 · A \\"loss\\""; } }
[id="nll"] { page: lesson-nll; }
}
`);
});
