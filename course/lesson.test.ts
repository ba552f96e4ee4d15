import { describe, expect, it } from 'vitest';
import { CourseError, readLesson } from './lesson.ts';

const front = '---\ntitle: Topic\nsummary: What it is.\nneeds: [nll]\n---\n';
const task = `:::: task twice ★★◆ 15

\`\`\`ts example
twice(0.5); // 1
\`\`\`

::: hint
First.
:::

::: hint
Second.
:::

::: mistake thrice Three times
You *multiplied* by three.
:::

::::
`;

function problemsOf(text: string): string[] {
  try {
    readLesson('02-topic', text);
  } catch (error) {
    if (error instanceof CourseError) return error.problems;
    throw error;
  }
  return [];
}

describe('readLesson', () => {
  it('reads front matter, tasks, examples, hints, mistakes, figures and questions', () => {
    const text = `${front}\nProse.\n\n${task}\n::: figure curve\nCaption.\n:::\n\n::: question\nWhy?\n:::\n`;
    const lesson = readLesson('02-topic', text, {
      twice: { signature: 'twice(x: number): number', docstring: 'Doubles.' },
    });
    expect(lesson).toMatchObject({
      id: 'topic',
      number: 2,
      title: 'Topic',
      needs: ['nll'],
      bodyLine: 6,
      figures: ['curve'],
      questions: 1,
    });
    expect(lesson.tasks).toHaveLength(1);
    expect(lesson.tasks[0]).toMatchObject({
      name: 'twice',
      stars: '★★◆',
      minutes: 15,
      signature: 'twice(x: number): number',
      hints: ['First.', 'Second.'],
      mistakes: [{ id: 'thrice', title: 'Three times', text: 'You *multiplied* by three.' }],
    });
    const lines = text.split('\n');
    expect(lines[lesson.tasks[0].line - 1]).toBe(':::: task twice ★★◆ 15');
    expect(lines[lesson.tasks[0].examples[0].line - 1]).toBe('twice(0.5); // 1');
    expect(lines[lesson.tasks[0].mistakes[0].line - 1]).toContain('mistake thrice');
  });

  it('names file and line of everything that is wrong, all at once', () => {
    const text = `${front}\n::: hint\nAlone.\n:::\n\n::: remark\n:::\n\n:::: task x five\n`;
    const problems = problemsOf(text);
    expect(problems).toContainEqual(
      expect.stringMatching(/^lessons\/02-topic\.md:7: a hint stands outside/),
    );
    expect(problems).toContainEqual(expect.stringMatching(/:11: there is no block "remark"/));
    expect(problems).toContainEqual(expect.stringMatching(/:14: the block "task" is never closed/));
    expect(problems).toContainEqual(expect.stringMatching(/:14: write "::: task name/));
  });

  it.each([
    ['no front matter', 'Prose.', /no front matter/],
    ['no title', '---\nsummary: x\n---\n', /needs "title/],
    [
      'an unknown key',
      '---\ntitle: a\nsummary: x\nauthor: me\n---\n',
      /"author", which nothing reads/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });
});
