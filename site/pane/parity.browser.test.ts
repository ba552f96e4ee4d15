import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lessonNames } from '../../course/course.ts';
import type { LessonData } from '../../grader/practice/lesson-data.ts';
import type { Verdict } from '../../grader/practice/verdicts.ts';
import { publicVerdicts } from '../../grader/practice/verdicts.ts';
import { base } from '../built-site.ts';
import { executable, siteInBrowser } from '../site-in-browser.ts';
import {
  errors,
  mistaken,
  ownColumns,
  ownWords,
  type ParityFile,
  solution,
} from './parity-files.ts';

/**
 * The page and the terminal of a handout reach the same verdicts: each reference, each known mistake and
 * each kind of error is judged both ways, and compared check by check.
 */

describe.skipIf(!executable)('verdicts on the page', { timeout: 300_000 }, async () => {
  const names = await lessonNames();
  const { folder, pages, site, borrow } = await siteInBrowser();

  /** What the page's own judge says, one file after the other. */
  async function onPage(name: string, files: ParityFile[]): Promise<Verdict[]> {
    const { page, giveBack } = await borrow();
    const address = `${site}${name.slice(3)}/`;
    // The lesson's policy and addresses count here; to lay out its text takes longer than to judge.
    const html = pages.get(`${name.slice(3)}/index.html`) ?? '';
    const body = html.replace(/(<article class="lesson"[^>]*>).*<\/article>/s, '$1</article>');
    await page.route(address, route => route.fulfill({ body, contentType: 'text/html' }));
    await page.goto(address);
    await page.addScriptTag({ url: /data-engine="([^"]+)"/.exec(html)?.[1] });
    // As text, because the test's own tools would rewrite what they compile.
    const judge = `(async files => {
      const { practice, tensor } = document.querySelector('article').dataset;
      const { Judge } = exerciseJudge;
      const judge = new Judge(await (await fetch(practice)).text());
      const library = async () => (await fetch(tensor)).text();
      const found = [];
      for (const { source, only } of files) {
        const question = { source, only, file: '${name}.ts', tensor: library };
        const { result, output } = await judge.judge(question);
        found.push({ ...result, output });
      }
      return found;
    })(${JSON.stringify(files)})`;
    const verdicts = (await page.evaluate(judge)) as Verdict[];
    await giveBack();
    return verdicts;
  }

  async function bothWays(name: string, files: ParityFile[]) {
    const [there, here] = await Promise.all([
      publicVerdicts({ lesson: name, files }),
      onPage(name, files),
    ]);
    return files.map((file, at) => ({ ...file, there: there[at], here: here[at] }));
  }

  async function known(name: string): Promise<Record<string, string[]>> {
    const html = pages.get(`${name.slice(3)}/index.html`) ?? '';
    const address = /data-practice="([^"]+)"/.exec(html)?.[1] ?? '';
    const text = await readFile(path.join(folder, address.slice(base.length)), 'utf8');
    const { practice } = JSON.parse(text) as LessonData;
    return Object.fromEntries(practice.tasks.map(task => [task.name, Object.keys(task.known)]));
  }

  test.each(names)('the reference and every known mistake of %s', async name => {
    const mistakes = await known(name);
    const files = [
      { kind: 'the reference', source: await solution(name) },
      ...(await mistaken(name, mistakes)),
    ];
    const compared = await bothWays(name, files);
    for (const { kind, there, here } of compared) {
      expect(plain(here), kind).toEqual(plain(there));
    }
    expect(statuses(compared[0].here)).toEqual(statuses(compared[0].here).map(() => 'passed'));
    // Some mistakes show with inputs alone that were made by hand, and those stay hidden.
    const caught = new Set(compared.slice(1).flatMap(({ here }) => named(here)));
    const all = Object.entries(mistakes).flatMap(([task, ids]) => ids.map(id => `${task}/${id}`));
    const silent = all.filter(one => !caught.has(one));
    expect(silent.length, `not named: ${silent.join(', ')}`).toBeLessThan(all.length / 4);
  });

  test('every kind of error', async () => {
    const files = Object.entries(errors).map(([kind, source]) => ({
      kind,
      source,
      only: ['surprisal'],
    }));
    for (const { kind, there, here } of await bothWays('01-nll', files)) {
      const compare = ownWords.has(kind) ? placed : ownColumns.has(kind) ? inLine : plain;
      expect(compare(here), kind).toEqual(compare(there));
      expect(there.status === 'graded' && statuses(there).includes('passed'), kind).toBe(false);
    }
  });
});

/** All but durations, and what rounding leaves where an answer is zero: engines differ in a logarithm's last bit. */
function plain({ status, message, points, maxPoints, tasks, output }: Verdict) {
  return { status, message, points, maxPoints, output, tasks: tasks.map(comparable) };
}

function comparable({ durationMs: _, tests, ...task }: Verdict['tasks'][number]) {
  const unrounded = (text?: string) => text?.replace(/-?\b[\d.]+e-1[6-9]\b/g, '0');
  return { ...task, tests: tests.map(test => ({ ...test, message: unrounded(test.message) })) };
}

/** Where the compilers' maps point to different letters of the same line. */
function inLine(verdict: Verdict) {
  return JSON.parse(JSON.stringify(plain(verdict)).replace(/, column \d+/g, ''));
}

/** Where the compilers have words of their own: the status, line and column. */
function placed({ status, message = '', tasks }: Verdict) {
  const failed = tasks.flatMap(({ tests }) => tests.map(test => ({ ...test, message: undefined })));
  return { status, place: /^[\w.-]+:\d+:\d+/.exec(message)?.[0], failed };
}

const statuses = ({ tasks }: Verdict) => tasks.map(({ status }) => status);

const named = ({ tasks }: Verdict) =>
  tasks.flatMap(({ task, tests }) =>
    tests.flatMap(({ misconception }) => (misconception ? [`${task}/${misconception}`] : [])),
  );
