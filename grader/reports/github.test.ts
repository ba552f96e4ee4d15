import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import { githubAnnotations, githubSummary, neutral } from './github.ts';
import { context, hostileName, sample } from './sample.ts';

const summary = githubSummary(sample, context);
/** As GitHub does: HTML goes through, and bare addresses become links. */
const render = (markdown: string) => new MarkdownIt({ html: true, linkify: true }).render(markdown);
const html = render(summary);

it('renders as one table with a row a submission', () => {
  expect(html.match(/<table>/g)).toHaveLength(1);
  expect(html.match(/<tr>/g)).toHaveLength(1 + sample.submissions.length);
  expect(html).toContain('<td><code>ada</code></td>');
  expect(html).toMatch(/<td style="text-align:right">4\/10<\/td>/);
  expect(html).toContain('<code>surprisal</code>: The logarithm has base `2`');
});

it('begins with how many there are, and how many have no grade', () => {
  expect(html.split('\n')[0]).toBe(
    '<p><strong>5 submissions</strong>, 1 file that does not load, 1 file that broke on our side, without a grade.</p>',
  );
});

it('keeps the points in sight beside a very long name', () => {
  const long = { ...sample.submissions[0], id: `${'long'.repeat(50)}_12345` };
  const [row] = githubSummary({ ...sample, submissions: [long] }, context)
    .split('\n')
    .slice(-2);
  expect(row).toContain('long_12345</code> | 4/10 |'.replace('_', '&#95;'));
  expect(row.length).toBeLessThan(200);
});

it('leaves the text of a student without any effect', () => {
  // In parts, because a long name is cut.
  const submissions = (hostileName.match(/.{1,36}/gsu) ?? []).map(id => ({
    ...sample.submissions[0],
    id,
  }));
  const text = githubSummary({ ...sample, submissions }, context);
  expect(text).not.toMatch(/octocat.*@|@octocat|https:|<script|`|^::/m);
  expect([...text].filter(mark => mark < ' ' && mark !== '\n')).toEqual([]);
  const rendered = render(text);
  const tags = /<(?!\/?(p|strong|table|thead|tbody|tr|th|td|code)\b)[^>]*>/g;
  expect(rendered.match(tags)).toBeNull();
  const shown = rendered
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>');
  expect(shown).toContain('=cmd|');
  expect(shown).toContain('<script>');
});

it('ends before the size at which GitHub drops a summary, and says what is left out', () => {
  const id = '💥'.repeat(500);
  const submissions = Array.from({ length: 5000 }, () => ({ ...sample.submissions[0], id }));
  const large = githubSummary({ ...sample, submissions }, context);
  expect(Buffer.byteLength(large)).toBeLessThan(1024 * 1024);
  expect(large.slice(-60)).toMatch(/\n\d+ more submissions are in results\.json\.\n$/);
});

it('annotates what cannot be graded, one line each, ours first', () => {
  const lines = githubAnnotations(sample);
  expect(lines.map(line => line.split(' ')[0])).toEqual(['::error', '::warning']);
  const hostile = { ...sample.submissions[2], id: hostileName };
  for (const line of githubAnnotations({ ...sample, submissions: [hostile] })) {
    expect(line).not.toMatch(/[\r\n]/);
    expect(line).toMatch(/^::warning title=[^:,]*::/);
  }
});

it('leaves room for each kind: ten files that do not load hide none that broke', () => {
  const [invalid, broken] = sample.submissions.slice(2, 4);
  const submissions = [...Array(30).fill(invalid), ...Array(30).fill(broken)];
  const kinds = githubAnnotations({ ...sample, submissions }).map(line => line.split(' ')[0]);
  expect(kinds).toEqual([...Array(10).fill('::error'), ...Array(10).fill('::warning')]);
});

it('switches workflow commands off around text of students, under a name they cannot guess', () => {
  const [stop, text, go] = neutral('::add-mask::a').split('\n');
  expect(stop).toMatch(/^::stop-commands::[0-9a-f-]{36}$/);
  expect(text).toBe('::add-mask::a');
  expect(go).toBe(`::${stop.split('::')[2]}::`);
  expect(neutral('a')).not.toBe(neutral('a'));
});
