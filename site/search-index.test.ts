import { describe, expect, test } from 'vitest';
import type { Site } from './page/layout.ts';
import { searchEntries } from './search-entries.ts';
import { searchIndex } from './search-index.ts';

const lesson = {
  path: 'nll/',
  title: 'Loss',
  summary: 'What it asks.',
  content: `<article class="lesson"><header class="title"><h1>Loss</h1></header>
<p>Before <em>any</em> section<sup class="footnote-mark"><a href="#note-1">1</a></sup>.</p>
<h2 id="surprise">The surprise of <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>q</mi></mrow><annotation encoding="application/x-tex">q</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="base">q</span></span></span> <a class="anchor" href="#surprise">#</a></h2>
<p>Let &amp; be.<svg><svg><text>Drawn</text></svg><text>too</text></svg></p>
<div class="equation" id="eq-surprisal"><div class="scroll"><math><semantics><mrow><mi>S</mi><mo>=</mo><mi>log</mi><mo>\u2061</mo><mi>q</mi></mrow></semantics></math></div><a class="equation-number">(2)</a></div>
<figure id="fig-curve"><div class="picture" role="img" aria-label="A curve."><svg class="fig"><svg><text>Drawn</text></svg><text>words</text></svg></div>
<fieldset class="controls"><label>probability</label></fieldset>
<figcaption><span class="figure-number">Figure 1</span> <p>It falls.</p></figcaption></figure>
<section class="task" id="task-bigramLoss"><header><h3 id="task-bigramLoss-title">Task</h3></header><pre>code</pre><p>Write it.</p>
<div class="hints"><details><summary>Hint 1</summary>The answer.</details></div>
<details class="mistakes">Wrong.</details><footer>Run npm test</footer></section>
<details class="fold erratum" id="erratum-x" open><summary><span class="kind">Erratum</span> A slip</summary><div>It is off.</div></details>
<p>After the task.</p></article>
<section class="works"><h2 id="works-cited">Works cited</h2><ul><li id="work-a">Somebody</li></ul></section>`,
};
const glossary = {
  path: 'glossary/',
  title: 'Glossary',
  summary: 'Terms.',
  content: `<h2 id="terms">Terms</h2><h3 id="letter-i">I</h3><dl class="terms"><div id="term-information"><dt>information <span class="symbol">S(q)</span></dt>
<dd>How surprising.</dd><dd class="facts"><span>Unit: nat</span> <span>Introduced: lesson 1, <a href="/x/nll/#eq-surprisal">equation 2</a></span> <span>See also: <a href="#term-b">b</a></span></dd></div></dl>`,
};
const site = {
  course: { lessons: [{ id: 'nll', number: 1 }] },
  address: (page: string) => `/x/${page}`,
} as Pick<Site, 'course' | 'address'>;

describe('entries of a page', () => {
  const entries = searchEntries(lesson);
  const found = (id: string) => entries.find(entry => entry.id === id);

  test('are the page, its sections, tasks, figures, equations and remarks', () => {
    expect(entries.map(({ kind, id, title }) => [kind, id, title])).toEqual([
      ['page', '', 'Loss'],
      ['section', 'surprise', 'The surprise of q'],
      ['equation', 'eq-surprisal', 'Equation 2'],
      ['figure', 'fig-curve', 'Figure 1'],
      ['task', 'task-bigramLoss', 'bigramLoss'],
      ['remark', 'erratum-x', 'A slip'],
    ]);
  });

  test('hold the words that a reader sees, each once', () => {
    expect(found('')?.text).toBe('What it asks. Before any section.');
    expect(found('surprise')?.text).toBe('Let & be. After the task.');
    expect(found('eq-surprisal')?.text).toBe('S = log q');
    expect(found('fig-curve')?.text).toBe('It falls.');
    expect(found('erratum-x')?.text).toBe('It is off.');
  });

  test('tell no hint and no mistake', () => {
    expect(found('task-bigramLoss')?.text).toBe('Write it.');
  });
});

test('a section is also called what it introduces', () => {
  const { pages } = searchIndex([lesson, glossary], site);
  expect(pages.map(({ path, number }) => [path, number])).toEqual([
    ['nll/', 1],
    ['glossary/', undefined],
  ]);
  const section = pages[0].entries.find(([, id]) => id === 'surprise');
  expect(section?.[3]).toEqual(['information', 'S(q)']);
  const titles = pages[1].entries.map(([kind, , title]) => [kind, title]);
  expect(titles).toEqual([
    ['page', 'Glossary'],
    ['term', 'information'],
  ]);
});
