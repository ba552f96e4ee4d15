import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadCourse } from '../course/course.ts';
import { placesIn } from '../course/places.ts';
import { base, builtSite } from './built-site.ts';
import { anchorsOf, brokenLinks } from './held/links.ts';
import { markupErrors, ownScripts, policyFaults, withoutFormulas } from './held/markup.ts';
import { compressed } from './held/visit.ts';
import { isHeavy, limits } from './limits.ts';

const { folder, pages } = await builtSite();
afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }));

const anchors = anchorsOf(pages);

describe.each([...pages.keys()])('%s', file => {
  const html = pages.get(file) ?? '';

  test('is valid HTML', { timeout: 60_000 }, async () => {
    // The book's formulas are those of the lessons, and would take as long once more.
    expect(await markupErrors(isHeavy(file) ? withoutFormulas(html) : html)).toEqual([]);
  });

  test('has one title, a language, and no id twice', () => {
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toContain('<html lang="en">');
    expect(html.match(/ id="[^"]+"/g)).toHaveLength(anchors.get(file)?.size ?? 0);
  });

  test('has no link that leads nowhere', { timeout: 30_000 }, async () => {
    expect(await brokenLinks(file, html, { folder, base, anchors })).toEqual([]);
  });

  test('holds no script or style sheet of its own, and lets no text run as a program', () => {
    expect(ownScripts(html)).toEqual([]);
    expect(policyFaults(html)).toEqual([]);
  });

  if (isHeavy(file)) return; // nobody reads it over a slow line
  test('is light', () => {
    expect(compressed(file, html)).toBeLessThanOrEqual(limits.htmlKilobytes * 1000);
  });
});

test('every place that the audit knows in a lesson is on its page', async () => {
  const { lessons } = await loadCourse();
  for (const lesson of lessons) {
    const onPage = anchors.get(`${lesson.id}/index.html`);
    expect([...placesIn(lesson).keys()].filter(anchor => !onPage?.has(anchor))).toEqual([]);
  }
});
