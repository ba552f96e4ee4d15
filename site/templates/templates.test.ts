import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const room = path.join(import.meta.dirname, '..');
const workflow = parse(await readFile(path.join(room, 'templates/github-pages.yml'), 'utf8'));
const steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] = [
  ...workflow.jobs.build.steps,
  ...workflow.jobs.deploy.steps,
];

test('the workflow gives the build only options that it has', async () => {
  const builder = await readFile(path.join(room, 'build.ts'), 'utf8');
  const known = [...builder.matchAll(/^ {2}'?([a-z-]+)'?: \{ type:/gm)].map(match => match[1]);
  const command = steps.find(({ run }) => run?.includes('build'))?.run ?? '';
  const given = [...command.replace('--silent', '').matchAll(/ --([a-z-]+)/g)].map(
    match => match[1],
  );
  expect(given).toEqual(['origin', 'base', 'repository', 'git-dates']);
  expect(known).toEqual(expect.arrayContaining(given));
});

test('what it runs may do no more than it must', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(workflow.jobs.build.permissions).toEqual({ contents: 'read', pages: 'read' });
  expect(workflow.jobs.deploy.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
  for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
  const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout'));
  expect(checkout?.with).toEqual({ 'persist-credentials': false, 'fetch-depth': 0 });
});
