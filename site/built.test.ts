import { rm } from 'node:fs/promises';
import path from 'node:path';
import { HtmlValidate } from 'html-validate';
import { afterAll, describe, expect, test } from 'vitest';
import { loadCourse } from '../course/course.ts';
import { placesIn } from '../course/places.ts';
import { base, builtSite } from './built-site.ts';
import { readPage } from './static.ts';

const { folder, pages } = await builtSite();
afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }));

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'off', // KaTeX places its boxes with style attributes
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
  },
});

const ids = new Map(
  [...pages].map(([file, html]) => [
    file,
    new Set([...html.matchAll(/ id="([^"]+)"/g)].map(m => m[1])),
  ]),
);

describe.each([...pages.keys()])('%s', file => {
  const html = pages.get(file) ?? '';

  test('is valid HTML', { timeout: 60_000 }, async () => {
    const { results } = await validator.validateString(html);
    const messages = results.flatMap(result => result.messages);
    expect(messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)).toEqual(
      [],
    );
  });

  test('has one title, a language, and no id twice', () => {
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toContain('<html lang="en">');
    expect(html.match(/ id="[^"]+"/g)).toHaveLength(ids.get(file)?.size ?? 0);
  });

  test('has no link that leads nowhere', { timeout: 30_000 }, async () => {
    const broken = [];
    for (const [, href] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^https?:\/\//.test(href)) continue;
      const [address, anchor] = href.split('#');
      if (address && !address.startsWith(base)) broken.push(href);
      const target = address ? `${address.slice(base.length)}` : file;
      const found = await readPage(folder, `/${target}`);
      if (found?.status !== 200 && address) broken.push(href);
      const targetFile = target === '' || target.endsWith('/') ? `${target}index.html` : target;
      if (anchor && !ids.get(targetFile)?.has(decodeURIComponent(anchor))) broken.push(href);
    }
    expect(broken).toEqual([]);
  });

  test('holds no script or style sheet of its own', () => {
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+="/);
  });
});

test('every place that the audit knows in a lesson is on its page', async () => {
  const { lessons } = await loadCourse();
  for (const lesson of lessons) {
    const onPage = ids.get(`${lesson.id}/index.html`);
    expect([...placesIn(lesson).keys()].filter(anchor => !onPage?.has(anchor))).toEqual([]);
  }
});
