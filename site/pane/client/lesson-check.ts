import { element } from '../../client/element.ts';
import type { Notebook } from './notebook.ts';
import type { LessonFile, PracticeData } from './practice-data.ts';
import { type Tried, tryTask } from './trial.ts';
import { inWords, publicOnly } from './verdict-view.ts';

type Outcome = 'passed' | 'failed' | 'todo' | 'none';

interface Row {
  outcome: Outcome;
  words: string;
}

const marks: Record<Outcome, string> = { passed: '✓', failed: '✗', todo: '○', none: '–' };

/** A line for each task of a lesson: what comes of running what the reader wrote for it. */
export class LessonCheck {
  readonly element: HTMLElement;
  readonly #lesson: LessonFile;
  readonly #notebook: Notebook;
  readonly #data: PracticeData;
  readonly #tell: (task: string, tried: Tried) => void;
  readonly #rows = new Map<string, HTMLElement>();
  readonly #sum = element('p', { className: 'pane-result' });
  readonly #note = element('p', { className: 'pane-note' });

  /** @param tell gives a verdict to the task's pane, if it is open */
  constructor(
    lesson: LessonFile,
    notebook: Notebook,
    data: PracticeData,
    tell: (task: string, tried: Tried) => void,
  ) {
    this.#lesson = lesson;
    this.#notebook = notebook;
    this.#data = data;
    this.#tell = tell;
    const items = lesson.tasks.map(({ name: task }) => {
      const said = element('span', { className: 'check-said' });
      const link = element('a', { href: `#task-${task}` }, [
        element('code', { textContent: task }),
      ]);
      const mark = element('span', { className: 'pane-mark', ariaHidden: 'true' });
      const item = element('li', {}, [mark, link, said]);
      this.#rows.set(task, item);
      return item;
    });
    this.element = element('div', {}, [
      this.#sum,
      element('ul', { className: 'pane-checks' }, items),
      this.#note,
    ]);
  }

  /** @returns the outcome in a sentence. @throws where there is no verdict to be had */
  async run(signal: AbortSignal): Promise<string> {
    const tasks = [...this.#rows.keys()];
    for (const task of tasks) this.#show(task, { outcome: 'none', words: 'not checked yet' });
    this.#sum.className = 'pane-result';
    // It takes the room that it will need.
    this.#note.textContent = publicOnly;
    const outcomes: Outcome[] = [];
    for (const task of tasks) {
      this.#sum.textContent = `Checking ${outcomes.length + 1} of ${tasks.length} …`;
      const row = await this.#check(task, signal);
      if (signal.aborted) return this.#end(`Stopped after ${outcomes.length} of ${tasks.length}.`);
      this.#show(task, row);
      outcomes.push(row.outcome);
    }
    return this.#end(sentence(outcomes), outcomes);
  }

  async #check(task: string, signal: AbortSignal): Promise<Row> {
    const { code } = this.#notebook.saved(task) ?? {};
    if (code === undefined) return { outcome: 'todo', words: 'to do' };
    const tried = await tryTask(this.#data, this.#lesson, this.#notebook, task, signal);
    if (signal.aborted) return { outcome: 'none', words: '' };
    const row = inShort(tried, this.#lesson, task);
    this.#tell(task, tried);
    this.#notebook.judged(task, tried.code, row.outcome === 'passed');
    return row;
  }

  #show(task: string, { outcome, words }: Row): void {
    const item = this.#rows.get(task);
    const [mark, , said] = item?.children ?? [];
    if (!item || !mark || !said) return;
    item.className = `is-${outcome}`;
    mark.textContent = marks[outcome];
    said.textContent = words;
  }

  #end(words: string, outcomes: readonly Outcome[] = []): string {
    this.#sum.textContent = words;
    const isGood = outcomes.length > 0 && outcomes.every(one => one === 'passed');
    this.#sum.classList.toggle('is-good', isGood);
    this.#sum.classList.toggle('is-bad', outcomes.includes('failed'));
    return words;
  }
}

/** A verdict as one line has room for it. */
function inShort(tried: Tried, lesson: LessonFile, task: string): Row {
  const { result } = tried;
  const said = inWords(tried);
  const words = said[0].toLowerCase() + said.slice(1);
  if (result.status === 'invalid') return { outcome: 'failed', words };
  if (result.status !== 'graded') return { outcome: 'none', words };
  const [{ status, tests }] = result.tasks;
  if (status === 'todo') return { outcome: 'todo', words: 'to do' };
  if (status === 'passed') return { outcome: 'passed', words };
  const wrong = tests.find(test => test.status === 'failed');
  const { mistakes = [] } = lesson.tasks.find(({ name }) => name === task) ?? {};
  const known = mistakes.find(({ id }) => id === wrong?.misconception)?.title;
  return { outcome: 'failed', words: known ? `${words}: ${known}` : words };
}

/** `3 of 8 tasks pass their public checks, 1 does not, 4 are to do.` */
function sentence(outcomes: readonly Outcome[]): string {
  const count = (outcome: Outcome) => outcomes.filter(one => one === outcome).length;
  const passed = count('passed');
  if (passed === outcomes.length) return `All ${passed} tasks pass their public checks.`;
  const parts = [`${passed} of ${outcomes.length} tasks pass their public checks`];
  const wrong = count('failed');
  const todo = count('todo');
  const none = count('none');
  if (wrong) parts.push(`${wrong} ${wrong === 1 ? 'does' : 'do'} not`);
  if (todo) parts.push(`${todo} ${todo === 1 ? 'is' : 'are'} to do`);
  if (none) parts.push(`${none} could not be checked`);
  return `${parts.join(', ')}.`;
}
