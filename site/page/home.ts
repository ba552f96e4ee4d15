import { courseTitle } from '../../course/course.ts';
import type { Term } from '../../course/glossary.ts';
import type { Lesson } from '../../course/lesson.ts';
import { escapeText } from '../plot/svg.ts';
import { withLetters } from '../rules/number.ts';
import { headline, printed } from '../typography.ts';
import { courseMap } from './course-map.ts';
import type { Page, Site } from './layout.ts';
import { effort } from './lesson.ts';

const summary =
  'A hands-on course on training objectives: what each one makes a language model do, shown with numbers that you compute yourself.';

/**
 * @param pictures a drawing for each lesson's card, by lesson id
 * @param terms the terms that each lesson introduces, by lesson id
 */
export function homePage(
  site: Site,
  pictures: Map<string, string>,
  terms: Map<string, Term[]>,
): Page {
  const first = site.course.lessons[0];
  const start = first
    ? `<p class="actions"><a class="button" href="${site.address(`${first.id}/`)}">Begin with lesson ${first.number}</a> <a href="#start">Set up the exercises</a></p>
<p class="where-to">${escapeText(first.title)}</p>`
    : '';
  return {
    path: '',
    title: courseTitle,
    summary,
    scripts: ['map.js'],
    content: `<article class="home">
<header class="title">
<h1>${courseTitle}</h1>
<p class="summary">What training objectives do to language models, and what they never ask of them.</p>
${start}
</header>
<p>A language model becomes what its training rewards. This course takes the objectives one by one, from
next-token prediction to preference optimisation and beyond, and asks of each: what does the best model
look like, how does a real one differ, and where does the number that is optimised part from what people
want? Every claim comes with a figure or a value that was computed from the code that you are about to write.</p>
<p>It is for people who can read TypeScript and remember logarithms and probabilities. No machine learning is
presupposed, no graphics card and no account are needed, and each task is a small pure function.</p>
<h2 id="map">The course at a glance</h2>
<p class="of-arrows">An arrow leads from a lesson to one that builds on it. Lessons side by side can be read in any order.</p>
${courseMap(site)}
<div class="progress">
<p class="progress-total" hidden></p>
<div id="progress-tools"></div>
</div>
<h2 id="lessons">Lessons</h2>
<ol class="cards">
${site.course.lessons.map(lesson => card(lesson, site, pictures.get(lesson.id), terms.get(lesson.id))).join('\n')}
</ol>
<p>The lessons follow five texts by others. <a href="${site.address('sources/')}">Sources and errata</a> says where each of
their ideas is treated, and what they got wrong. The <a href="${site.address('glossary/')}">glossary</a> holds every term and symbol.</p>
<h2 id="start">Set up the exercises</h2>
<p>You need <a href="https://nodejs.org">Node</a> 20.19 or later and a copy of the course. In its folder:</p>
<dl class="commands">
<div><dt><code>npm ci</code></dt><dd>installs what the course needs</dd></div>
<div><dt><code>npm start</code></dt><dd>shows these pages on <code>localhost:4321</code>, and again after each change</dd></div>
${first ? `<div><dt><code>npm test ${first.id}</code></dt><dd>says what passes, what fails and why, and what to do next</dd></div>` : ''}
</dl>
<p>Then open <code>exercises/</code> in your editor. Each task on a page names the function to write; its examples
are the first checks, its hints open one at a time, and a known wrong answer is recognised by name. Nothing
that you write can read your files or reach the network while it is judged.</p>
</article>`,
  };
}

function card(
  lesson: Lesson,
  site: Site,
  picture: string | undefined,
  terms: readonly Term[] = [],
): string {
  const needed = site.course.lessons.filter(other => lesson.needs.includes(other.id));
  const needs = needed.length
    ? needed.map(other => withLetters(escapeText(other.title))).join(', ')
    : 'no other lesson';
  const facts: [string, string][] = [
    ['Needs', needs],
    ['You meet', terms.map(({ term }) => withLetters(printed(term))).join(', ')],
    ['You write', lesson.tasks.map(({ name }) => `<code>${name}</code>`).join(', ')],
  ];
  const rows = facts
    .filter(([, what]) => what)
    .map(([kind, what]) => `<div><dt class="kind">${kind}</dt><dd>${what}</dd></div>`);
  const decoration = picture ? `<div class="thumbnail" aria-hidden="true">${picture}</div>\n` : '';
  return `<li class="card">
${decoration}<h3><span class="number" aria-hidden="true">${lesson.number}</span> <a href="${site.address(`${lesson.id}/`)}">${headline(lesson.title)}</a></h3>
<p>${escapeText(lesson.summary)}</p>
<dl class="gives">
${rows.join('\n')}
</dl>
<p class="about"><span>${lesson.tasks.length ? effort(lesson) : ''}</span> <span class="standing" data-lesson="${lesson.id}" data-tasks="${lesson.tasks.length}"></span></p>
</li>`;
}
