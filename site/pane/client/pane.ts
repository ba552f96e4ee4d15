import { button, element } from '../../client/element.ts';
import { readLesson } from '../../client/progress.ts';
import { CheckOpener } from './check-opener.ts';
import { PracticeData } from './practice-data.ts';

/**
 * Exercises in the page. Each task gets a button; the rest is fetched when one is pressed, or about to be.
 * Without this script the page says where to write instead.
 */
const article = document.querySelector<HTMLElement>('article[data-practice]');
const {
  lesson: id = '',
  practice = '',
  workbench = '',
  engine = '',
  editor = '',
  tensor = '',
} = article?.dataset ?? {};
const data = new PracticeData({ practice, workbench, engine, editor, tensor });
const cards = [...(article?.querySelectorAll<HTMLElement>('.task') ?? [])];

for (const card of cards) {
  const footer = card.querySelector(':scope > footer');
  const task = card.id.replace(/^task-/, '');
  const open = button('', () => show(), 'pane-open');
  const label = () => {
    const status = readLesson(id).tasks[task]?.status;
    const word = { started: 'Go on writing', passed: 'Passed here: look again' };
    open.textContent = status ? word[status] : 'Write it here';
  };
  label();
  for (const early of ['pointerenter', 'focus', 'touchstart']) {
    open.addEventListener(early, () => data.fetch(), { once: true, passive: true });
  }
  footer?.before(element('p', { className: 'pane-opener' }, [open]));

  async function show(): Promise<void> {
    if (open.ariaDisabled) return;
    open.ariaDisabled = 'true';
    data.fetch();
    try {
      const { openBench } = await data.workbench();
      const pane = (await openBench(id, data)).paneOf(task, card);
      open.parentElement?.replaceWith(pane.element);
      pane.focus();
    } catch {
      open.ariaDisabled = null;
      open.textContent = 'The exercise could not be fetched. Try again';
    }
  }
}

if (cards.length > 1) cards.at(-1)?.after(new CheckOpener(id, data).element);
