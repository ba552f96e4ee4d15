import { expect, test } from 'vitest';
import { Highlighter } from './highlight.ts';

const { highlight, css } = await Highlighter.load().then(one => ({
  highlight: one.highlight,
  css: () => one.css(),
}));
const text = (html: string) => html.replace(/<[^>]*>/g, '');

test('code keeps its text, and every class has a light and a dark colour', () => {
  const html = highlight("const a: number = f('<b>'); // why", 'ts');
  expect(text(html)).toBe("const a: number = f('&lt;b&gt;'); // why");
  const classes = new Set([...html.matchAll(/class="(\w+)"/g)].map(match => match[1]));
  expect(classes.size).toBeGreaterThan(3);
  for (const name of classes) {
    expect(css()).toMatch(new RegExp(`\\.${name}\\{color:light-dark\\(#\\w+,#\\w+\\)\\}`));
  }
});

test('a signature is coloured as a declaration, without the word function', () => {
  const html = highlight('twice(x: number): number', 'signature');
  expect(text(html)).toBe('twice(x: number): number');
  expect(html.match(/<span/g)?.length).toBeGreaterThan(3);
});

test('an unknown language is plain text', () => {
  expect(text(highlight('a < b', 'nonsense'))).toBe('a &lt; b');
});
