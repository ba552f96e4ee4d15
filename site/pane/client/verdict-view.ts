import { button, element } from '../../client/element.ts';
import type { LessonFile } from './practice-data.ts';
import type { Tried } from './trial.ts';

type Test = Tried['result']['tasks'][number]['tests'][number];

/** What the view needs of the page around it. */
export interface Around {
  lesson: LessonFile;
  task: string;
  /** Puts the cursor there, if it lies in this task. */
  goTo(line: number, column: number): void;
  /** Opens what the page says of a known mistake. */
  showMistake(index: number): void;
}

export const publicOnly =
  'These are the public checks. The grader of an instructor asks more: try edge cases too.';

/** A verdict in one sentence, for a heading and for those who hear the page. */
export function inWords({ result }: Tried): string {
  if (result.status === 'invalid') return 'The file does not load';
  if (result.status !== 'graded') return 'The judge broke. That is our fault, not yours';
  const [{ status, tests }] = result.tasks;
  if (status === 'todo') return 'To do: your function still throws what the stub threw';
  const passed = tests.filter(test => test.status === 'passed').length;
  if (status === 'passed') return `The ${tests.length} public checks passed`;
  return `${passed} of ${tests.length} public checks passed`;
}

/** The verdict as `npm test` gives it: each check, and of the first that failed what was wrong. */
export function verdictView(tried: Tried, around: Around): HTMLElement {
  const { result, output, instead } = tried;
  const [task] = result.tasks;
  const hasPassed = result.status === 'graded' && task.status === 'passed';
  const parts: HTMLElement[] = [
    element('p', {
      className: `pane-result ${hasPassed ? 'is-good' : task?.status === 'todo' ? '' : 'is-bad'}`,
      textContent: `${inWords(tried)}.`,
    }),
  ];
  if (result.status !== 'graded') parts.push(...message(result.message ?? '', around));
  else if (task.status !== 'todo') parts.push(checks(task.tests, around));
  if (hasPassed) {
    parts.push(note(publicOnly));
  }
  if (instead.length) {
    parts.push(note(`Not loaded: ${instead.join(', ')}. The stub stood in for it.`));
  }
  if (output.trim()) {
    parts.push(note('Your code printed:'), element('pre', { textContent: output.trimEnd() }));
  }
  return element('div', {}, parts);
}

function checks(tests: readonly Test[], around: Around): HTMLElement {
  const first = tests.find(({ status }) => status === 'failed');
  const items = tests.map(test => {
    const mark = { passed: '✓', failed: '✗', skipped: '–' }[test.status];
    const word = { passed: 'passed', failed: 'failed', skipped: 'not run' }[test.status];
    const item = element('li', { className: `is-${test.status}` }, [
      element('span', { className: 'pane-mark', textContent: mark, ariaHidden: 'true' }),
      element('span', { className: 'visually-hidden', textContent: `${word}: ` }),
      element('span', { textContent: test.name }),
    ]);
    if (test === first) {
      item.append(...message(test.message ?? '', around));
      const known = mistake(test.misconception, around);
      if (known) item.append(known);
    }
    return item;
  });
  return element('ul', { className: 'pane-checks' }, items);
}

/** A message names its place as `file:3:5:` or `(line 3, column 5)`. */
function message(text: string, { lesson, goTo }: Around): HTMLElement[] {
  const place = text.startsWith(`${lesson.file}:`)
    ? /:(\d+):(\d+)/.exec(text)
    : /\(line (\d+), column (\d+)\)/.exec(text);
  const shown = element('pre', {}, lines(text));
  if (!place) return [shown];
  const [line, column] = [Number(place[1]), Number(place[2])];
  return [shown, button(`Go to line ${line}`, () => goTo(line, column), 'pane-link')];
}

/** A line that is too long is indented where it goes on. One with a caret below it does not go on. */
function lines(text: string): HTMLElement[] {
  const all = text.match(/.*\n *\^+$|.+|^$/gm) ?? [];
  return all.map(line =>
    element('span', {
      textContent: line,
      // What scrolls must be reached by the keyboard.
      ...(line.includes('\n')
        ? { className: 'pane-pointed', tabIndex: 0 }
        : { className: 'pane-line' }),
    }),
  );
}

function mistake(id: string | undefined, around: Around): HTMLElement | undefined {
  const { mistakes = [] } = around.lesson.tasks.find(({ name }) => name === around.task) ?? {};
  const index = mistakes.findIndex(one => one.id === id);
  if (index < 0) return undefined;
  const open = button('What is wrong there', () => around.showMistake(index), 'pane-link');
  return element('p', { className: 'pane-mistake' }, [
    'This looks like a known mistake: ',
    element('strong', { textContent: mistakes[index].title }),
    '. ',
    open,
  ]);
}

function note(text: string): HTMLElement {
  return element('p', { className: 'pane-note', textContent: text });
}
