import type { Lesson } from '../../course/lesson.ts';
import { type Arrow, courseLayers, type Spot } from '../course-layers.ts';
import { escapeText, round } from '../plot/svg.ts';
import { withLetters } from '../rules/number.ts';
import type { Site } from './layout.ts';

/** How much of the distance from row to row a lesson's box takes; the style sheet uses it. */
const box = 0.7;
/** The unit of the drawing: a column and a row are stretched to what the page has room for. */
const unit = 100;

/**
 * All lessons with arrows from what each needs. Where there is no room, and for those who do not see,
 * it is the same list with what is needed in words.
 */
export function courseMap({ course: { lessons }, address }: Site): string {
  const { columns, rows, spots, arrows } = courseLayers(lessons);
  const spotOf = new Map(spots.map(spot => [spot.id, spot]));
  const items = lessons.map(lesson => {
    const { x, row } = spotOf.get(lesson.id) as Spot;
    const { id, number, title, tasks } = lesson;
    const count = `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`;
    return `<li${row ? ' class="below"' : ''} style="--x:${Number(x.toFixed(2))};--row:${row}"><a href="${address(`${id}/`)}"><span class="number">${number}</span> <span>${withLetters(escapeText(title))}</span></a>
<p class="map-about"><span class="map-progress" data-lesson="${id}" data-tasks="${tasks.length}">${count}</span><span class="map-needs">${needsOf(lesson, lessons)}</span></p></li>`;
  });
  const paths = arrows.map(arrow => `<path d="${pathOf(arrow, spotOf)}"/>`);
  return `<div class="course-map" style="--columns:${columns};--rows:${rows};--box:${box}">
<svg viewBox="0 0 ${columns * unit} ${rows * unit}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${paths.join('')}</svg>
<ol>
${items.join('\n')}
</ol>
</div>`;
}

function needsOf({ needs }: Lesson, lessons: readonly Lesson[]): string {
  const numbers = lessons.filter(({ id }) => needs.includes(id)).map(({ number }) => number);
  if (!numbers.length) return 'needs no other';
  const last = numbers.pop();
  return `needs ${numbers.length ? `${numbers.join(', ')} and ` : ''}${last}`;
}

/** From below one box to above another, through the gaps between. */
function pathOf({ from, to, via }: Arrow, spotOf: Map<string, Spot>): string {
  const [start, end] = [spotOf.get(from), spotOf.get(to)] as [Spot, Spot];
  const stops = [start.x, ...via, end.x].map(x => round(x * unit));
  const parts = stops.slice(1).map((x, i) => {
    const top = (start.row + box + i) * unit;
    const bottom = (start.row + 1 + i) * unit;
    const middle = round((top + bottom) / 2);
    const through = i < via.length ? `V${round(bottom + box * unit)}` : '';
    return `C${stops[i]} ${middle} ${x} ${middle} ${x} ${round(bottom)}${through}`;
  });
  return `M${stops[0]} ${round((start.row + box) * unit)}${parts.join('')}`;
}
