import { button, element } from '../../client/element.ts';
import { isMac } from '../../client/keyboard.ts';
import type { Editor, EditorOptions } from './editor.ts';
import { whyNoVerdict } from './failure.ts';
import { FileMenu } from './file-menu.ts';
import type { Notebook } from './notebook.ts';
import { plainEditor } from './plain-editor.ts';
import type { LessonFile, PracticeData } from './practice-data.ts';
import { type Tried, tryTask } from './trial.ts';
import { inWords, verdictView } from './verdict-view.ts';

const preferred = 'objective-lessons.editor';

/** The pane of one task: its code, its verdict, and what can be done with the file. */
export class TaskPane {
  readonly element: HTMLElement;
  readonly #task: string;
  readonly #lesson: LessonFile;
  readonly #notebook: Notebook;
  readonly #data: PracticeData;
  readonly #card: HTMLElement;
  readonly #verdict = element('div', { className: 'pane-verdict' });
  /** Said to those who hear the page, when there is something to say. */
  readonly #said = element('p', { className: 'visually-hidden', role: 'status' });
  readonly #warning = element('p', { className: 'pane-warning', role: 'alert', hidden: true });
  /** Where the editor stands. */
  readonly #desk = element('div');
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #menu: FileMenu;
  #editor: Editor;
  #running: AbortController | undefined;

  /** @param card of the task on the page */
  constructor(
    task: string,
    card: HTMLElement,
    lesson: LessonFile,
    notebook: Notebook,
    data: PracticeData,
  ) {
    this.#task = task;
    this.#card = card;
    this.#lesson = lesson;
    this.#notebook = notebook;
    this.#data = data;
    const key = isMac ? '⌘ Enter' : 'Ctrl Enter';
    const help = element('p', {
      id: `pane-help-${task}`,
      className: 'pane-help',
      textContent: `${key} runs the checks. Tab indents; Escape, then Tab leaves the editor.`,
    });
    this.#run = button('Run', () => this.run(), 'pane-run');
    this.#run.setAttribute('aria-keyshortcuts', isMac ? 'Meta+Enter' : 'Control+Enter');
    this.#stop = button('Stop', () => this.#running?.abort());
    this.#stop.hidden = true;
    this.#menu = new FileMenu(task, lesson, notebook, {
      tell: text => this.#tell(text),
      warn: problem => this.#warn(problem),
      replaced: () => this.#editor.focus(),
      changeEditor: () => this.#changeEditor(),
    });
    this.#editor = plainEditor(this.#options());
    this.element = element('section', { className: 'pane', ariaLabel: `Exercise ${task}` }, [
      element('p', { className: 'pane-title' }, [
        element('code', { textContent: lesson.file }),
        element('span', { textContent: 'kept in this browser' }),
      ]),
      this.#desk,
      element('div', { className: 'pane-bar' }, [this.#run, this.#stop, help]),
      this.#warning,
      this.#verdict,
      this.#said,
      this.#menu.element,
    ]);
    this.element.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.run();
    });
    notebook.onChange(() => this.#update());
    notebook.problems.add(problem => this.#warn(problem));
    this.#update();
    if (remembered() === 'code') void this.#useCodeEditor();
  }

  focus(): void {
    this.#editor.focus();
  }

  /** Judges what stands in the editor; while that runs, asking again does nothing. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = new AbortController();
    const { signal } = this.#running;
    const late = setTimeout(() => {
      this.#verdict.replaceChildren(
        element('p', { className: 'pane-note', textContent: 'Running …' }),
      );
    }, 300);
    this.#run.ariaDisabled = 'true';
    this.#stop.hidden = false;
    try {
      const tried = await tryTask(this.#data, this.#lesson, this.#notebook, this.#task, signal);
      if (signal.aborted) {
        this.#verdict.replaceChildren(
          element('p', { className: 'pane-note', textContent: 'Stopped.' }),
        );
        this.#said.textContent = 'Stopped.';
        return;
      }
      const hasPassed =
        tried.result.status === 'graded' && tried.result.tasks[0].status === 'passed';
      this.show(tried);
      this.#said.textContent = `${inWords(tried)}.`;
      // Below a long function, or a phone's keyboard, the answer would come unseen.
      this.#verdict.querySelector('.pane-result')?.scrollIntoView({ block: 'nearest' });
      this.#notebook.judged(this.#task, tried.code, hasPassed);
    } catch (error) {
      const textContent = whyNoVerdict(error);
      this.#verdict.replaceChildren(element('p', { className: 'pane-warning', textContent }));
      this.#said.textContent = textContent;
    } finally {
      clearTimeout(late);
      if (document.activeElement === this.#stop) this.#run.focus();
      this.#run.ariaDisabled = null;
      this.#stop.hidden = true;
      this.#running = undefined;
    }
  }

  /** Shows a verdict on what stands in the editor. */
  show(tried: Tried): void {
    this.#verdict.replaceChildren(
      verdictView(tried, {
        lesson: this.#lesson,
        task: this.#task,
        goTo: (line, column) => this.#editor.goTo(line, column),
        showMistake: index => this.#showMistake(index),
      }),
    );
  }

  #options(): EditorOptions {
    return {
      value: this.#notebook.code(this.#task),
      label: `Your ${this.#task}`,
      describedBy: `pane-help-${this.#task}`,
      place: editor => this.#desk.replaceChildren(editor),
      change: code => this.#notebook.write(this.#task, code),
    };
  }

  /** Follows what was written elsewhere, and counts lines as the file does. */
  #update(): void {
    const code = this.#notebook.code(this.#task);
    if (this.#editor.value !== code) this.#editor.value = code;
    this.#editor.setFirstLine(this.#notebook.places()[this.#task].from);
    this.#menu.show();
  }

  async #changeEditor(): Promise<void> {
    const isPlain = this.#editor.element.classList.contains('pane-plain');
    remember(isPlain ? 'code' : 'plain');
    if (isPlain) await this.#useCodeEditor();
    else this.#use(plainEditor);
    this.#editor.focus();
  }

  async #useCodeEditor(): Promise<void> {
    try {
      const { codeEditor } = await this.#data.editor();
      this.#use(codeEditor);
    } catch {
      this.#tell('The other editor could not be fetched; this one stays.');
    }
  }

  #use(make: (options: EditorOptions) => Editor): void {
    const hasFocus = this.#desk.contains(document.activeElement);
    this.#editor = make(this.#options());
    this.#update();
    if (hasFocus) this.#editor.focus();
  }

  #tell(text: string): void {
    this.#said.textContent = text;
    this.#verdict.replaceChildren(element('p', { className: 'pane-note', textContent: text }));
  }

  #warn(problem: string | undefined): void {
    this.#warning.hidden = !problem;
    if (this.#warning.textContent !== (problem ?? '')) this.#warning.textContent = problem ?? '';
  }

  #showMistake(index: number): void {
    const list = this.#card.querySelector<HTMLDetailsElement>('details.mistakes');
    const mistake = list?.querySelectorAll<HTMLElement>('.mistake')[index];
    if (!list || !mistake) return;
    list.open = true;
    mistake.tabIndex = -1;
    mistake.focus();
    mistake.scrollIntoView({ block: 'center' });
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(preferred);
  } catch {
    return null;
  }
}

function remember(editor: 'plain' | 'code'): void {
  try {
    localStorage.setItem(preferred, editor);
  } catch {
    // The choice lasts as long as the page.
  }
}
