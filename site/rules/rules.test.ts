import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, render } from '../markdown.ts';
import { rules } from './rules.ts';
import { sampleDraft } from './sample-draft.ts';

// Each rule has a golden text: cases of a title, Markdown, and what becomes of it, between lines that
// hold a dot. `UPDATE_GOLDEN=1 npx vitest run site/rules` writes the results; read the difference.

const folder = path.join(import.meta.dirname, 'golden');

interface Case {
  title: string;
  input: string;
  output: string;
}

function readCases(text: string): Case[] {
  const parts = text.split(/^\.\n/m).map(part => part.replace(/\n$/, ''));
  const cases: Case[] = [];
  for (let i = 0; i + 2 < parts.length; i += 3) {
    cases.push({ title: parts[i].trim(), input: parts[i + 1], output: parts[i + 2] });
  }
  return cases;
}

function result(input: string): string {
  const draft = sampleDraft(input);
  const html = withoutLayout(render(parse(input, draft), draft)).trim();
  const problems = draft.problems.map(({ line, message }) => `${line + 1}: ${message}`);
  return [html, ...problems].join('\n');
}

/** KaTeX's boxes are its own business: the golden text keeps the MathML, which says the same. */
function withoutLayout(html: string): string {
  let rest = html;
  for (;;) {
    const start = rest.indexOf('<span class="katex-html"');
    if (start < 0) return rest;
    let depth = 0;
    let end = start;
    for (const tag of rest.slice(start).matchAll(/<(\/?)span\b[^>]*>/g)) {
      depth += tag[1] ? -1 : 1;
      end = start + tag.index + tag[0].length;
      if (depth === 0) break;
    }
    rest = rest.slice(0, start) + rest.slice(end);
  }
}

for (const file of readdirSync(folder).sort()) {
  const where = path.join(folder, file);
  const cases = readCases(readFileSync(where, 'utf8'));
  if (process.env.UPDATE_GOLDEN) {
    const text = cases.map(one => `${one.title}\n.\n${one.input}\n.\n${result(one.input)}\n.\n`);
    writeFileSync(where, text.join('\n'));
  }
  describe(file, () => {
    test.each(cases)('$title', ({ input, output }) => {
      expect(result(input)).toBe(output);
    });
  });
}

test('every rule has its golden text', () => {
  const golden = readdirSync(folder).map(file => file.replace('.golden.txt', ''));
  expect(golden.sort()).toEqual(rules.map(([name]) => name).sort());
});
