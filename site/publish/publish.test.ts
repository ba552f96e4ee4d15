import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeWhole } from '../../course/write.ts';
import { findBrowser, launch } from '../browser.ts';
import { buildSite } from '../site.ts';

const executable = await findBrowser();
vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

const body = `It costs {{ twice(2) }} or $a = {{ twice(-2) }}$ [@shannon1948]; see [@eq:b] and [@eq:second/b].

$$
b = {{ twice(3) }}
$$ {#eq:b}

## Part & more

A note[^n].

[^n]: Noted.

:::: task twice ★ 5

Write \`twice\`.

\`\`\`ts example
twice(1); // 2
\`\`\`

::: hint
Add it to itself.
:::

::: mistake squared It was squared
No.
:::

::::

::: question
Which?

- [ ] The first,
  and more of it.

  Not so.
- [x] The second.

  Just so.
:::
`;
const lesson = (title: string) =>
  `---\ntitle: ${title}\nsummary: One sentence.\nneeds: []\n---\n\n${body}`;

let root: string;
let out: string;
const write = (file: string, text: string) => writeWhole(path.join(root, file), text);
const read = (file: string) => readFile(path.join(out, file), 'utf8');
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: root,
    env: { ...process.env, GIT_COMMITTER_DATE: `${args.at(-1)}T12:00:00Z` },
    stdio: 'ignore',
  });

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'publish-test-'));
  out = path.join(root, 'dist');
  await write('lessons/01-first.md', lesson('First & <small>'));
  await write(
    'lessons/02-second.md',
    lesson('Second').replaceAll('[@eq:second/b]', '[@lesson:first]'),
  );
  for (const name of ['01-first', '02-second']) {
    await write(
      `solutions/${name}.ts`,
      '/** Twice.\n * @param x a number\n * @returns twice as much\n */\nexport function twice(x: number): number {\n  return 2 * x;\n}\n',
    );
  }
  await write(
    'lessons/references.yaml',
    'shannon1948: { author: Claude Shannon, title: Theory, year: 1948 }\n',
  );
  await write(
    'CITATION.cff',
    'authors:\n  - name: Some people\nversion: 1.2.3\ndate-released: 2025-03-01\n',
  );
  git('init', '--quiet');
  git('add', 'lessons/01-first.md');
  git('commit', '--quiet', '--message', '2024-01-01');
  git('add', 'lessons');
  git('commit', '--quiet', '--message', '2024-02-02');
  await write('lessons/01-first.md', lesson('First & <small>').replace('It costs', 'Costs'));
  git('commit', '--all', '--quiet', '--message', '2024-03-03');
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('with an origin, a repository and dates', () => {
  beforeAll(() =>
    buildSite({
      root,
      out,
      base: '/course/',
      origin: 'https://example.org',
      repository: 'git+https://github.com/owner/name.git',
      gitDates: true,
    }),
  );

  test('the sitemap holds every page that is one, with its day', async () => {
    const text = await read('sitemap.xml');
    const places = [...text.matchAll(/<loc>(.*?)<\/loc>/g)].map(match => match[1]);
    expect(places).toContain('https://example.org/course/');
    expect(places).toContain('https://example.org/course/references/');
    expect(places.filter(place => /404|book/.test(place))).toEqual([]);
    expect(text).toContain('first/</loc><lastmod>2024-03-03</lastmod>');
    expect(text).toContain('second/</loc><lastmod>2024-02-02</lastmod>');
  });

  test('the feed begins with what was changed last', async () => {
    const text = await read('feed.xml');
    expect([...text.matchAll(/<title>(.*?)<\/title>/g)].map(match => match[1])).toEqual([
      'Objective Lessons',
      '1. First &amp; &lt;small&gt;',
      '2. Second',
    ]);
    expect(text.match(/<(?:published|updated)>\S+</g)).toEqual([
      '<updated>2024-03-03T00:00:00Z<',
      '<published>2024-01-01T00:00:00Z<',
      '<updated>2024-03-03T00:00:00Z<',
      '<published>2024-02-02T00:00:00Z<',
      '<updated>2024-02-02T00:00:00Z<',
    ]);
    expect(await read('index.html')).toContain(
      '<link rel="alternate" type="application/atom+xml" title="Objective Lessons" href="/course/feed.xml">',
    );
  });

  test.skipIf(!executable)('a browser can read both as XML', { timeout: 60_000 }, async () => {
    const browser = await launch(executable ?? '');
    const page = await browser.newPage();
    const texts = await Promise.all(['sitemap.xml', 'feed.xml'].map(read));
    const elements = await page.evaluate(
      texts =>
        texts.map(text => {
          const parsed = new DOMParser().parseFromString(text, 'application/xml');
          return [...parsed.getElementsByTagName('*')].map(element => element.localName);
        }),
      texts,
    );
    await browser.close();
    expect(elements[0].slice(0, 3)).toEqual(['urlset', 'url', 'loc']);
    expect(elements[1].filter(name => name === 'entry')).toHaveLength(2);
    expect(elements.flat()).not.toContain('parsererror');
  });

  test('a lesson tells other programs what it is', async () => {
    const html = await read('first/index.html');
    expect(html).toContain('<link rel="canonical" href="https://example.org/course/first/">');
    expect(html).toContain('<meta property="og:title" content="First &amp; &lt;small&gt;">');
    expect(html).toContain('content="https://example.org/course/card.png"');
    expect(await readdir(out)).toContain('card.png');
    const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
    const [about, crumbs] = JSON.parse(json)['@graph'];
    expect(about).toMatchObject({
      name: 'First & <small>',
      timeRequired: 'PT5M',
      url: 'https://example.org/course/first/',
      datePublished: '2024-01-01',
      author: { name: 'Some people' },
    });
    expect(crumbs.itemListElement[1].item).toBe('https://example.org/course/first/');
    expect(json).not.toContain('<small>');
  });

  test('a lesson says how to cite it, and where its text can be changed', async () => {
    const html = await read('first/index.html');
    expect(html).toContain(
      '<p>Some people (2025). <cite>First &amp; &lt;small&gt;</cite>. Lesson 1 of <i>Objective Lessons</i>, version 1.2.3. https://example.org/course/first/</p>',
    );
    expect(html).toContain('  title  = {{First \\&amp; &lt;small&gt;}},\n  year   = {2025},');
    expect(html).toContain('href="https://github.com/owner/name/blob/main/lessons/01-first.md"');
    expect(html).toContain('href="https://github.com/owner/name/edit/main/lessons/01-first.md"');
  });

  test('what is no page of its own is not to be listed', async () => {
    for (const file of ['404.html', 'book/index.html']) {
      expect(await read(file)).toContain('<meta name="robots" content="noindex">');
    }
  });

  test('the Markdown holds the numbers, and no hint, mistake or answer', async () => {
    const text = await read('llms-full.txt');
    const [, first] = text.split('# Lesson 1: First & <small>\n');
    expect(first).toContain(
      'Costs 4 or $a = -4$ (Shannon, 1948); see equation 1 and equation 1 of lesson 2.',
    );
    expect(first).toContain('b = 6 \\tag{1}\n$$');
    expect(first).toContain(
      '### Task: `twice` (★, about 5 minutes)\n\n```ts\ntwice(x: number): number\n```',
    );
    expect(first).toContain('- The first,\n  and more of it.\n\n- The second.\n');
    expect(first).toContain('[First & <small>](https://example.org/course/first/)');
    expect(text).not.toMatch(/itself|squared|so\.|\[x\]|:::|\{\{|\[@/);
    expect(await read('llms.txt')).toContain(
      '- [1. First & <small>](https://example.org/course/first/): One sentence.',
    );
  });

  test('two builds are the same, byte by byte', async () => {
    const files = ['service-worker.js', 'feed.xml', 'book/index.html', 'llms-full.txt'];
    const before = await Promise.all(files.map(read));
    await buildSite({
      root,
      out,
      base: '/course/',
      origin: 'https://example.org',
      repository: 'https://github.com/owner/name',
      gitDates: true,
    });
    const after = await Promise.all(files.map(read));
    expect(files.filter((_, i) => after[i] !== before[i])).toEqual([]);
  });
});

describe('without them', () => {
  beforeAll(() => buildSite({ root, out }));

  test('nothing is written that needs whole addresses', async () => {
    const files = await readdir(out);
    expect(files).not.toContain('sitemap.xml');
    expect(files).not.toContain('feed.xml');
    expect(files).not.toContain('card.png');
    const html = await read('first/index.html');
    expect(html).not.toMatch(/canonical|og:url|og:image|Source of this page|atom/);
    expect(html).toContain('property="og:title"');
    expect(await read('robots.txt')).toBe('User-agent: *\nAllow: /\n');
    expect(await read('llms.txt')).toContain('](/first/)');
  });

  test('the worker keeps every file that readers need, each page with its hash', async () => {
    const text = await read('service-worker.js');
    const kept = JSON.parse(/^self\.kept=(.*);\n/.exec(text)?.[1] ?? '');
    const built = (await readdir(out, { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile())
      .map(entry => path.relative(out, path.join(entry.parentPath, entry.name)))
      .filter(file => !/\.(xml|txt)$|^service-worker/.test(file))
      .map(file => file.replace(/index\.html$/, ''));
    expect([...kept.files, ...Object.keys(kept.pages)].sort()).toEqual(built.sort());
    expect(kept.pages['']).toMatch(/^[0-9a-f]{16}$/);
    expect(kept.cache.startsWith(kept.prefix)).toBe(true);
  });

  test('another text is another version', async () => {
    const cache = async () => /"cache":"[^"]*"/.exec(await read('service-worker.js'))?.[0];
    const before = await cache();
    await write('lessons/02-second.md', lesson('Second, changed'));
    await buildSite({ root, out });
    expect(await cache()).not.toBe(before);
  });

  test('--no-offline ends what an earlier build began', async () => {
    await buildSite({ root, out, offline: false });
    expect(await read('index.html')).not.toContain('offline');
    expect(await read('service-worker.js')).toContain('unregister()');
  });
});

test.each([
  [{ origin: 'example.org' }, /no origin/],
  [{ origin: 'https://example.org/course/' }, /the path with --base/],
  [{ repository: 'somewhere' }, /no address/],
])('%o is refused', async (options, message) => {
  await expect(buildSite({ root, out, ...options })).rejects.toThrow(message);
});

test('a copy without history has no dates', async () => {
  await rm(path.join(root, '.git'), { recursive: true });
  await expect(buildSite({ root, out, gitDates: true })).rejects.toThrow(/needs a git clone/);
});
