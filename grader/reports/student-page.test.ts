import { HtmlValidate } from 'html-validate';
import { expect, it } from 'vitest';
import { fileName } from './file-name.ts';
import { context, sample } from './sample.ts';
import { studentPages } from './student-page.ts';

const pages = studentPages(sample, context);
const page = (id: string) => pages[`students/${fileName(id)}.html`];

it('names files so that no id leaves the folder, hides or is too long', () => {
  for (const id of ['../../etc/passwd', '.htaccess', 'a'.repeat(5000), 'a\\b\0', '\ud800', 'con*'])
    expect(fileName(id)).toMatch(/^[\w%-][\w%.-]{0,180}$/);
  expect(fileName('a'.repeat(5000))).not.toBe(fileName('a'.repeat(5001)));
});

it('links each task to its place in the lesson, and names the recognised mistake', () => {
  const ada = page('ada');
  expect(ada).toContain('href="https://course.example/nll/#task-surprisal"');
  expect(ada).toContain('href="https://course.example/nll/"');
  expect(ada).toContain('This looks like: The logarithm has base `2`');
  expect(ada).toContain('1 of 1 public check passed; 1 hidden check counts as well');
});

it('works without a published course', () => {
  const bare = studentPages(sample, { ...context, site: '' });
  expect(bare['students/ada.html']).not.toContain('<a ');
});

it('says in words why a file was not judged', () => {
  expect(page('bob')).toContain('No file was handed in.');
  expect(page('cleo')).toContain('Unexpected &quot;}&quot;');
  expect(page('dan')).toContain('not your fault');
  expect(page('dan')).toContain('not graded');
  expect(page('dan')).toContain('of 12 points, with 1 lesson not graded yet');
});

it('wraps what it shows of a check, and lets a keyboard scroll what must not wrap', () => {
  expect(page('cleo')).toContain('<pre class="long" tabindex="0">');
  for (const id of ['bob', 'dan']) expect(page(id)).not.toContain('<pre');
  expect(page('ada').match(/<pre[^>]*>/g)).toEqual(['<pre>']);
});

it('is valid, asks no host and runs no script, whatever a student wrote', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });
  for (const [name, text] of Object.entries(pages)) {
    const report = await validator.validateString(text);
    const ours = report.results.flatMap(({ messages }) => messages);
    // It counts `&quot;` as six characters, and a name may be made of nothing else.
    const problems = ours.filter(({ ruleId }) => ruleId !== 'long-title');
    expect(problems.map(({ message, line }) => `${name}:${line} ${message}`)).toEqual([]);
    expect(text).not.toMatch(/<script|<img|<link/);
    expect(text).toContain("default-src 'none'");
    expect(name).toMatch(/^students\/[^/\\]+\.html$/);
  }
}, 20_000);
