import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../course/write.ts';
import { collect } from './collect.ts';
import { type Found, findSubmissions } from './find.ts';
import { type Packed, packTar, zipped } from './pack.ts';
import { temporaryFolder } from './temporary.ts';

const lessons = ['01-nll', '05-dpo'];
let root: string;
let found: Found | undefined;
const roots: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'intake-test-'));
  roots.push(root);
});
afterEach(async () => {
  await found?.close();
  found = undefined;
});
afterAll(() => Promise.all(roots.map(at => rm(at, { recursive: true, force: true }))));

async function put(file: string, content: string | Buffer): Promise<void> {
  await writeWhole(path.join(root, file), content);
}

/** id → lesson → text, or why there is none. */
async function read(at = root): Promise<Record<string, Record<string, string>>> {
  found = await findSubmissions(at, lessons);
  const all: Record<string, Record<string, string>> = {};
  for (const source of found.submissions) {
    const { lessons: handed } = await collect(source, lessons);
    all[source.id] = Object.fromEntries(
      [...handed].map(([lesson, one]) => [
        lesson,
        one && 'text' in one ? one.text : `invalid: ${one?.invalid}`,
      ]),
    );
  }
  return all;
}

async function readOne(entries: Record<string, Packed>) {
  await put('alice.zip', await zipped(entries));
  found = await findSubmissions(root, lessons);
  return collect(found.submissions[0], lessons);
}

describe('a folder', () => {
  it('holds folders and archives of students, in every shape that they come in', async () => {
    await put('a/01-nll.ts', 'a1');
    await put('b/exercises/05-dpo.ts', 'b5');
    await put('c/objective-lessons-main/exercises/01-nll.ts', 'c1');
    await put('d.zip', await zipped({ 'work/exercises/01-nll.ts': 'd1', 'work/x.png': 'x' }));
    await packTar(path.join(root, 'e.tar.gz'), { '01-nll.ts': 'e1', '05-dpo.ts': 'e5' });
    await packTar(path.join(root, 'f.tgz'), { 'f/01-nll (1).ts': 'f1' });
    await put('g/hand-in.zip', await zipped({ '05-dpo.ts': 'g5', '01-nll.ts': 'not this' }));
    await put('g/01-nll.ts', 'g1');
    await put('h/notes.txt', 'nothing');
    await put('.git/01-nll.ts', 'no');
    expect(await read()).toEqual({
      a: { '01-nll': 'a1' },
      b: { '05-dpo': 'b5' },
      c: { '01-nll': 'c1' },
      d: { '01-nll': 'd1' },
      e: { '01-nll': 'e1', '05-dpo': 'e5' },
      f: { '01-nll': 'f1' },
      g: { '01-nll': 'g1', '05-dpo': 'g5' },
      h: {},
    });
  });

  it('takes the flat names of Canvas, of which the last attempt counts', async () => {
    await put('doejane_12345_1_01-nll.ts', 'first');
    await put('doejane_LATE_12345_2_01-nll-1.ts', 'second');
    await put('doejane_12345_3_05-dpo.ts', 'dpo');
    await put('roejohn_777_4_work.zip', await zipped({ '01-nll.ts': 'zip' }));
    await put('poe_778_5_essay.pdf', 'no code');
    expect(await read()).toEqual({
      doejane_12345: { '01-nll': 'second', '05-dpo': 'dpo' },
      roejohn_777: { '01-nll': 'zip' },
      poe_778: {},
    });
  });

  it('takes the names of Moodle and Gradescope', async () => {
    await put('Jane Doe_1_assignsubmission_file_01-nll.ts', 'jane');
    await put('John Roe_2_assignsubmission_file_/01-nll.ts', 'john');
    await put('Ann Poe_3_assignsubmission_file_/w.zip', await zipped({ 'w/05-dpo.ts': 'ann' }));
    await put('submission_99/01-nll.ts', 'max');
    await put('submission_98/01-nll.ts', 'nobody');
    await put(
      'submission_metadata.yml',
      '---\nsubmission_99:\n  :submitters:\n  - :name: Max\n    :sid: "7"\n    :email: max@example.org\n',
    );
    expect(await read()).toEqual({
      'Jane Doe_1': { '01-nll': 'jane' },
      'John Roe_2': { '01-nll': 'john' },
      'Ann Poe_3': { '05-dpo': 'ann' },
      'max@example.org': { '01-nll': 'max' },
      submission_98: { '01-nll': 'nobody' },
    });
  });

  it('follows no link and reads nothing large', async () => {
    await put('secret.txt', 'secret');
    await mkdir(path.join(root, 'a'));
    await symlink(path.join(root, 'secret.txt'), path.join(root, 'a/01-nll.ts'));
    await symlink(root, path.join(root, 'linked'));
    await put('b/01-nll.ts', 'x'.repeat(600_000));
    const all = await read();
    expect(Object.keys(all)).toEqual(['a', 'b']);
    expect(all.a['01-nll']).toContain('not a plain file');
    expect(all.b['01-nll']).toContain('too large');
  });
});

describe('an archive of a student', () => {
  it('is read on after a path that leaves it, which is refused by name', async () => {
    const { lessons: handed, refused } = await readOne({
      '../../05-dpo.ts': 'out',
      '/etc/passwd': 'out',
      '01-nll.ts': 'in',
    });
    expect(handed.get('01-nll')).toEqual({ text: 'in' });
    expect(handed.get('05-dpo')).toEqual({
      invalid: '../../05-dpo.ts leads out of the archive.',
    });
    expect(refused.map(({ name }) => name)).toEqual(['../../05-dpo.ts', '/etc/passwd']);
  });

  it('has its links refused, and large files as well', async () => {
    const { lessons: handed } = await readOne({
      '01-nll.ts': { link: '/etc/passwd' },
      '05-dpo.ts': Buffer.alloc(600_000, 'x'),
    });
    expect(handed.get('01-nll')).toMatchObject({ invalid: expect.stringContaining('plain file') });
    expect(handed.get('05-dpo')).toMatchObject({ invalid: expect.stringContaining('too large') });
  });

  it('is refused when it unpacks to far more than it is', async () => {
    await packTar(path.join(root, 'bomb.tgz'), {
      'big.bin': Buffer.alloc(40 * 1024 * 1024),
      '01-nll.ts': 'after it',
    });
    expect((await read()).bomb['01-nll']).toMatch(/bomb\.tgz is left out: it unpacks to more than/);
    const { lessons: handed } = await readOne({ '01-nll.ts': Buffer.alloc(40 * 1024 * 1024) });
    expect(handed.get('01-nll')).toMatchObject({ invalid: expect.stringContaining('unpacks') });
  });

  it.each(['bad.zip', 'bad.tar.gz', 'cut.tgz'])(
    'costs nobody else when it is broken: %s',
    async bad => {
      await put('good/01-nll.ts', 'good');
      await packTar(path.join(root, 'whole.tgz'), { '01-nll.ts': 'x'.repeat(5000) });
      const bytes = bad === 'cut.tgz' ? Buffer.from([0x1f, 0x8b, 8, 0]) : Buffer.from('no archive');
      await put(bad, bytes);
      const all = await read();
      expect(all.good).toEqual({ '01-nll': 'good' });
      expect(all[bad.split('.')[0]]['01-nll']).toMatch(/is left out: it cannot be read/);
    },
  );
});

describe('an archive of a class', () => {
  it.each(['class.zip', 'class.tar.gz'])('%s', async name => {
    const entries = {
      'export/alice/01-nll.ts': 'alice',
      'export/bob/': '',
      'export/carol/': '',
      'export/carol/work.zip': await zipped({ '05-dpo.ts': 'carol' }),
      '../evil_01-nll.ts': 'evil',
      'export/alice/node_modules/05-dpo.ts': 'no',
    };
    const file = path.join(root, name);
    if (name.endsWith('.zip')) await put(name, await zipped(entries));
    else await packTar(file, entries);
    expect(await read(file)).toEqual({
      alice: { '01-nll': 'alice' },
      bob: {},
      carol: { '05-dpo': 'carol' },
    });
    expect(found?.refused).toEqual([
      { name: '../evil_01-nll.ts', why: 'leads out of the archive' },
    ]);
  });

  it('leaves nothing behind, and removes what a killed run left', async () => {
    const left = `objective-lessons-intake-${hostname().replace(/[^A-Za-z0-9.]/g, '')}-999999999-abc`;
    await mkdir(path.join(tmpdir(), left), { recursive: true });
    await writeFile(path.join(tmpdir(), left, 'x'), 'x');
    const own = await temporaryFolder();
    await rm(own, { recursive: true });
    expect(await readdir(tmpdir())).not.toContain(left);
    await put('class.zip', await zipped({ 'alice/01-nll.ts': 'a' }));
    await read(path.join(root, 'class.zip'));
    await found?.close();
    const names = await readdir(tmpdir());
    expect(names.filter(name => name.includes(`-${process.pid}-`))).toEqual([]);
  });

  it('says what to give when there is nothing', async () => {
    await expect(findSubmissions(path.join(root, 'nowhere'), lessons)).rejects.toThrow(
      'is no folder',
    );
    await expect(findSubmissions(root, lessons)).rejects.toThrow('holds no submission');
  });
});
