import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import { githubAnnotations, githubSummary, neutral } from './github.ts';
import { context, hostileName, sample } from './sample.ts';

const summary = githubSummary(sample, context);
/** As GitHub does: HTML goes through, and bare addresses become links. */
const html = new MarkdownIt({ html: true, linkify: true }).render(summary);

it('renders as one table with a row a submission', () => {
  expect(html.match(/<table>/g)).toHaveLength(1);
  expect(html.match(/<tr>/g)).toHaveLength(1 + sample.submissions.length);
  expect(html).toContain('<td><code>ada</code></td>');
  expect(html).toMatch(/<td style="text-align:right">4\/10<\/td>/);
  expect(html).toContain('<code>surprisal</code>: The logarithm has base `2`');
});

it('leaves the text of a student without any effect', () => {
  expect(html.match(/<(?!\/?(table|thead|tbody|tr|th|td|code)\b)[^>]*>/g)).toBeNull();
  expect(summary).not.toMatch(/octocat.*@|@octocat|https:|<script|`|^::/m);
  expect([...summary].filter(mark => mark < ' ' && mark !== '\n')).toEqual([]);
  const text = html
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>');
  expect(text).toContain('=cmd|');
  expect(text).toContain('<script>alert(1)');
});

it('ends before the size at which GitHub drops a summary, and says what is left out', () => {
  const id = '💥'.repeat(500);
  const submissions = Array.from({ length: 2000 }, () => ({ ...sample.submissions[0], id }));
  const large = githubSummary({ ...sample, submissions }, context);
  expect(Buffer.byteLength(large)).toBeLessThan(1024 * 1024);
  expect(large).toMatch(/\n\d+ more submissions are in results\.json\.\n$/);
});

it('annotates what cannot be graded, one line each, ten at most', () => {
  const lines = githubAnnotations(sample);
  expect(lines.map(line => line.split(' ')[0])).toEqual(['::warning', '::error']);
  const hostile = { ...sample.submissions[2], id: hostileName };
  const many = githubAnnotations({ ...sample, submissions: Array(30).fill(hostile) });
  expect(many).toHaveLength(10);
  for (const line of many) {
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.match(/^::warning title=([^:,]*)::/)?.[1]).toContain('%3A%3Aerror');
  }
});

it('switches workflow commands off around text of students, under a name they cannot guess', () => {
  const [stop, text, go] = neutral('::add-mask::a').split('\n');
  expect(stop).toMatch(/^::stop-commands::[0-9a-f-]{36}$/);
  expect(text).toBe('::add-mask::a');
  expect(go).toBe(`::${stop.split('::')[2]}::`);
  expect(neutral('a')).not.toBe(neutral('a'));
});
