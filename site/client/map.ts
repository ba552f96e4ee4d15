import { readPlaces } from './place.ts';
import { changed, readProgress, subscribe } from './progress.ts';
import { inWords, type Standing, standingOf } from './progress-marks.ts';
import { ProgressTools } from './progress-tools.ts';

/** The reader's progress on the home page: in the course map, on the cards, and where to go on. */

const all = <Kind extends HTMLElement>(selector: string) => [
  ...document.querySelectorAll<Kind>(selector),
];
const places = Object.entries(readPlaces());
const tools = all('#progress-tools').map(place => new ProgressTools(place));

function show(): void {
  const progress = readProgress();
  const standing = ({ dataset: { lesson = '', tasks } }: HTMLElement) =>
    standingOf(progress, lesson, Number(tasks));
  for (const mark of all('.map-progress')) {
    const one = standing(mark);
    const words = inWords(one);
    mark.textContent = words ? short(one) : `${one.of} ${one.of === 1 ? 'task' : 'tasks'}`;
    mark.title = words;
    const item = mark.closest('li');
    item?.style.setProperty('--done', String(one.of ? one.passed / one.of : 0));
    item?.classList.toggle('begun', words !== '');
    item?.classList.toggle('done', one.of > 0 && one.passed === one.of);
  }
  for (const line of all('.card .standing')) line.textContent = inWords(standing(line));
  const sum = { passed: 0, started: 0, of: 0 };
  for (const { passed, started, of } of all('.map-progress').map(standing)) {
    sum.passed += passed;
    sum.started += started;
    sum.of += of;
  }
  for (const total of all('.progress-total')) {
    total.hidden = !inWords(sum);
    total.textContent = `You: ${inWords(sum)}.`;
  }
  for (const one of tools) one.show();
}

function short({ passed, started, of }: Standing): string {
  if (passed === of) return '✓ all passed';
  return passed ? `${passed} of ${of} passed` : `${started} of ${of} started`;
}

/** Leads to where the reader last was: the button at the top, and a link on the card of each lesson. */
function lead(): void {
  const latest = places.toSorted(([, a], [, b]) => b.time - a.time)[0]?.[0];
  for (const [lesson, { anchor, title }] of places) {
    const card = document
      .querySelector(`.card [data-lesson="${CSS.escape(lesson)}"]`)
      ?.closest('.card');
    const link = card?.querySelector<HTMLAnchorElement>('h3 a');
    if (!card || !link) continue;
    const address = `${link.href}${anchor && `#${anchor}`}`;
    if (anchor) card.querySelector('.about')?.append(' ', anchorTo(address, `Last read: ${title}`));
    if (lesson !== latest) continue;
    const [button, where] = [all<HTMLAnchorElement>('.actions .button')[0], all('.where-to')[0]];
    button.href = address;
    button.textContent = 'Continue';
    const name = card.querySelector('h3')?.textContent?.trim() ?? '';
    where.textContent = `${name}${title && `, “${title}”`}`;
  }
}

function anchorTo(href: string, text: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = text;
  return link;
}

lead();
show();
subscribe(show);
addEventListener(changed, show);
