import { expect, test } from 'vitest';
import type { Draft } from '../rules/draft.ts';
import { lessonMarkdown } from './lesson-markdown.ts';

test('the bar of a value in a table is no part of the value', () => {
  const draft = { value: (content: string) => `<${content}>` } as Draft;
  const table = '| a | b |\n|---|---|\n| {{ half \\| 2 }} | {{ half | 2 }} |';
  expect(lessonMarkdown(table, draft)).toContain('| < half | 2 > | < half | 2 > |');
});
