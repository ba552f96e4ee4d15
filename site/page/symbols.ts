import type { Lesson } from '../../course/lesson.ts';
import type { Meaning } from '../../course/symbols.ts';
import type { FurtherText } from '../further.ts';
import { escapeText } from '../plot/svg.ts';
import { withLetters } from '../rules/number.ts';
import { furtherPage } from './further-page.ts';
import type { Page } from './layout.ts';

const title = 'Symbols';
const summary =
  'Every letter and name in the equations: what it means in which lesson, and its unit.';

/** The meanings that the equations of a lesson need, in the order of their first use. */
export interface LessonSymbols {
  lesson: Lesson;
  used: Use[];
}

interface Use {
  meaning: Meaning;
  /** Places of the equations, where the letter means something else in the rest of the lesson. */
  only: string[];
}

/** A table for each lesson: the same letter may mean different things in two of them. */
export function symbolsPage(all: LessonSymbols[], text: FurtherText): Page {
  return furtherPage(
    { path: 'symbols/', title, summary },
    `<p>Logarithms are natural, so information is counted in nats. <span class="scripted">In a lesson, point at a symbol of an equation to read its meaning; the number of an equation tells those of all its symbols.</span></p>
<nav class="letters" aria-label="Lessons">
${all.map(({ lesson }) => `<a href="#${lesson.id}">${withLetters(escapeText(lesson.title))}</a>`).join('\n')}
</nav>
${all.map(one => section(one, text)).join('\n')}`,
  );
}

function section({ lesson, used }: LessonSymbols, text: FurtherText): string {
  return `<h2 id="${lesson.id}"><span class="number">${lesson.number}</span> ${text.link(`[@lesson:${lesson.id}]`, true).replace(/^[^<]*/, '')}</h2>
<div class="scroll table"><table class="meanings">
<thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th><th scope="col">Unit</th><th scope="col">Introduced</th></tr></thead>
<tbody>
${used.map(use => row(use, text)).join('\n')}
</tbody>
</table></div>`;
}

function row({ meaning, only }: Use, text: FurtherText): string {
  const { tex, words, unit, introduced, at } = meaning;
  const where = only.length
    ? ` <span class="also">(in ${only.map(place => text.link(place).replace(/^[^<]*/, '')).join(', ')})</span>`
    : '';
  return `<tr><td>${text.inline(`$${tex[0]}$`, at)}</td><td>${text.inline(words, at)}${where}</td><td>${unit ?? ''}</td><td>${text.link(introduced)}</td></tr>`;
}
