import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../../course/course.ts';
import { formats } from '../reports/format.ts';

const read = (file: string) => readFile(path.join(projectRoot, 'grader', file), 'utf8');
const files = ['github-actions.yml', 'gitlab-ci.yml', 'kubernetes-job.yaml'];
const options = [...(await read('grade.ts')).matchAll(/ption\('(--[a-z-]+)/g)].map(
  ([, name]) => name,
);

async function documents(file: string): Promise<Record<string, never>[]> {
  return parseAllDocuments(await read(`templates/ci/${file}`)).map(document => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

it.each(files)('%s is YAML whose commands the grader knows', async file => {
  const parsed = await documents(file);
  const commands =
    JSON.stringify(parsed).match(/npm run --silent grade -- .*?(?="[\],}]|\\n)/g) ?? [];
  expect(commands.length).toBe(2);
  expect(commands.filter(command => / -- merge /.test(command))).toHaveLength(1);
  for (const command of commands) {
    expect(command).toContain('--out');
    for (const [flag] of command.matchAll(/(?<= )--[a-z-]+(?= )/g)) {
      if (flag !== '--silent') expect(options, command).toContain(flag);
    }
    const names = /--format (\S+)/.exec(command)?.[1].split(',') ?? [];
    for (const name of names) expect(Object.keys(formats)).toContain(name);
  }
});

it('shards on every engine, as the grader reads it', async () => {
  const [actions, gitlab, kubernetes] = await Promise.all(
    files.map(file => read(`templates/ci/${file}`)),
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills it in
  expect(actions).toContain('--shard ${{ matrix.shard }}/${{ strategy.job-total }}');
  expect(gitlab).toMatch(/^ {2}parallel: \d+$/m);
  const [, completions] = /completions: (\d+)/.exec(kubernetes) ?? [];
  expect(kubernetes).toContain('completionMode: Indexed');
  expect(kubernetes).toContain(`{ name: JOB_COMPLETIONS, value: '${completions}' }`);
});

it('gives the workflow no more rights than reading, and the token to git alone', async () => {
  const [workflow] = (await documents('github-actions.yml')) as unknown as {
    on: object;
    permissions: object;
    jobs: Record<string, { permissions?: object; steps: Record<string, unknown>[] }>;
  }[];
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch']);
  for (const [name, { permissions, steps }] of Object.entries(workflow.jobs)) {
    expect(permissions).toBeUndefined();
    expect(JSON.stringify(steps).includes('CLASS_TOKEN')).toBe(name === 'collect');
    for (const step of steps) {
      // What comes from outside reaches a script as a variable, never as part of its text.
      const expressions = String(step.run ?? '').match(/\$\{\{.*?\}\}/g) ?? [];
      expect(expressions.filter(one => !/matrix\.shard|strategy\.job-total/.test(one))).toEqual([]);
      if (/^actions\/checkout/.test(String(step.uses))) {
        expect(step.with).toMatchObject({ 'persist-credentials': false });
      }
    }
  }
});
