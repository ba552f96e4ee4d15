import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
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

/** Clones what exists, and says what it was asked for. */
const fakeGit = `#!/bin/sh
for last; do :; done
case "$*" in *notthere*) exit 1;; esac
mkdir -p "$last/.git"
`;

async function collectScript(file: string): Promise<string> {
  const [template] = (await documents(file)) as unknown as {
    jobs?: { collect: { steps: { run?: string }[] } };
    collect: { script: string[] };
  }[];
  const steps = template.jobs?.collect.steps.map(({ run }) => run ?? '') ?? template.collect.script;
  return steps.join('\n');
}

it.skipIf(process.platform === 'win32').each(files.slice(0, 2))(
  '%s collects every repository on the list, and says which it cannot',
  async file => {
    const folder = await mkdtemp(path.join(tmpdir(), 'collect-'));
    try {
      await writeFile(path.join(folder, 'git'), fakeGit, { mode: 0o755 });
      await writeFile(path.join(folder, 'class.txt'), 'ada\r\n\nboole\nnotthere\nlast');
      const env = { PATH: `${folder}:${process.env.PATH}`, CLASS_TOKEN: 'a', ORGANISATION: 'b' };
      const script = await collectScript(file);
      const { stdout } = await promisify(execFile)('sh', ['-ec', script], { cwd: folder, env });
      expect(stdout).toMatch(/not cloned, so without points: notthere\n/);
      const collected = await readdir(path.join(folder, 'submissions'));
      expect(collected.sort()).toEqual(['ada', 'boole', 'last', 'notthere']);
      expect(await readdir(path.join(folder, 'submissions/ada'))).toEqual([]);
      expect(await readdir(folder)).toContain('submissions.tar.gz');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
