import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lessonNames, projectRoot } from '../../course/course.ts';
import { loadAssignment } from '../assignment.ts';
import { type Practice, writePractice } from './practice.ts';
import { recordPractice } from './record.ts';
import { publicVerdicts } from './verdicts.ts';

const solution = await readFile(path.join(projectRoot, 'solutions/01-nll.ts'), 'utf8');
const unsteady = 'export const surprisal = (p: number) => -Math.log(p) * (1 + 1e-13 * n++) || 0;';
const files = {
  right: { source: solution },
  stub: {
    source: "export function surprisal() { throw new Error('to do: surprisal'); }",
    only: ['surprisal'],
  },
  binary: { source: 'export const surprisal = (p: number) => -Math.log2(p);', only: ['surprisal'] },
  memorised: {
    source:
      'export const surprisal = (p: number) => (p === 0.5 ? Math.LN2 : p === 1 ? 0 : p === 0 ? 1 / 0 : 7);',
    only: ['surprisal'],
  },
  changing: {
    source: `export function perplexity(nlls: number[]) {
  const n = nlls.length;
  return Math.exp(nlls.splice(0).reduce((sum, x) => sum + x, 0) / n);
}`,
    only: ['perplexity'],
  },
  unsteady: { source: `let n = 0; ${unsteady}`, only: ['surprisal'] },
};
const verdicts = publicVerdicts({ lesson: '01-nll', files: Object.values(files) });
async function verdict(name: keyof typeof files) {
  const { tasks } = (await verdicts)[Object.keys(files).indexOf(name)];
  const failed = tasks.flatMap(task => task.tests).filter(({ status }) => status === 'failed');
  return { tasks, failed, first: failed[0] };
}

describe('public checks', { timeout: 30_000 }, () => {
  it('pass for the reference', async () => {
    const { tasks } = await verdict('right');
    expect(tasks.map(({ status }) => status)).toEqual(tasks.map(() => 'passed'));
    expect(tasks.flatMap(({ tests }) => tests).length).toBeGreaterThan(30);
  });

  it('leave a stub to do', async () => {
    const { tasks } = await verdict('stub');
    expect(tasks).toMatchObject([{ status: 'todo', points: 0 }]);
  });

  it('name a known mistake by what it answers', async () => {
    expect((await verdict('binary')).first).toMatchObject({ misconception: 'base-two' });
  });

  it('catch what is right at the examples alone', async () => {
    const { failed } = await verdict('memorised');
    expect(failed.map(({ name }) => name)).toContain(
      'agrees with the definition on random probabilities',
    );
  });

  it('notice changed arguments', async () => {
    expect((await verdict('changing')).first).toMatchObject({
      name: 'does not change its arguments',
      message: expect.stringContaining('Work on a copy'),
    });
  });

  it('notice answers that change', async () => {
    expect((await verdict('unsteady')).failed).toMatchObject([
      { name: 'gives the same answer to the same question' },
    ]);
  });
});

const asked = (one: Practice) =>
  new Set(one.tasks.flatMap(({ name, questions }) => questions.map(args => key(name, args))));
const key = (task: string, args: unknown) => `${task} ${JSON.stringify(args)}`;

it.each(await lessonNames())('the public questions of %s are not the hidden ones', async name => {
  const { lesson, suite, misconceptions } = await loadAssignment(name);
  const recorded = recordPractice({ lesson, suite, misconceptions });
  const known = asked(recorded);
  const examples = new Set(
    lesson.tasks.flatMap(task => task.examples.map(({ args }) => key(task.name, args))),
  );
  const hidden = suite.tasks.flatMap(({ name, checks }) =>
    [1, 2, 3].flatMap(seed =>
      checks
        .filter(({ visibility }) => visibility === 'hidden')
        .map(async check => {
          const questions = (await check.questions?.({ task: name, seed, examples: [] })) ?? [];
          // What is small enough to be drawn twice by chance is no secret.
          const long = questions.filter(args => JSON.stringify(args).length > 30);
          return long.map(args => key(name, args));
        }),
    ),
  );
  const leaked = (await Promise.all(hidden))
    .flat()
    .filter(text => known.has(text) && !examples.has(text));
  expect(leaked).toEqual([]);
  expect(writePractice(recorded).length).toBeLessThan(150_000);
});
