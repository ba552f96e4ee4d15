import type MarkdownIt from 'markdown-it';
import { code } from './code.ts';
import { figure } from './figure.ts';
import { fold } from './fold.ts';
import { footnote } from './footnote.ts';
import { heading } from './heading.ts';
import { hint } from './hint.ts';
import { link } from './link.ts';
import { mathematics } from './mathematics.ts';
import { number } from './number.ts';
import { place } from './place.ts';
import { question } from './question.ts';
import { reference } from './reference.ts';
import { table } from './table.ts';
import { task } from './task.ts';
import { term } from './term.ts';
import { value } from './value.ts';

/** Every addition to plain Markdown, one a file. `place` comes first: the others build on it. */
export const rules: [name: string, install: (md: MarkdownIt) => void][] = [
  ['place', place],
  ['mathematics', mathematics],
  ['value', value],
  ['reference', reference],
  ['link', link],
  ['heading', heading],
  ['figure', figure],
  ['task', task],
  ['hint', hint],
  ['question', question],
  ['fold', fold],
  ['code', code],
  ['number', number],
  ['table', table],
  ['footnote', footnote],
  ['term', term],
];
