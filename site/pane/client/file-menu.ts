import { button, element } from '../../client/element.ts';
import { choose, download } from '../../client/files.ts';
import { exportProgress, importProgress } from '../../client/progress.ts';
import { partsOf } from './lesson-file.ts';
import type { Notebook } from './notebook.ts';
import type { LessonFile } from './practice-data.ts';

/** What the menu does to the pane around it. */
interface Around {
  /** Says what was done. */
  tell(text: string): void;
  /** Says why what is written may be lost. */
  warn(problem: string): void;
  /** Another text stands in the editor. */
  replaced(): void;
  changeEditor(): void;
}

/** What can be done with a lesson's file, and with what this browser keeps. */
export class FileMenu {
  readonly element: HTMLElement;
  readonly #task: string;
  readonly #lesson: LessonFile;
  readonly #notebook: Notebook;
  readonly #around: Around;
  readonly #back: HTMLButtonElement;

  constructor(task: string, lesson: LessonFile, notebook: Notebook, around: Around) {
    this.#task = task;
    this.#lesson = lesson;
    this.#notebook = notebook;
    this.#around = around;
    this.#back = button('Bring back what was replaced', () => this.#bringBack());
    const { file } = lesson;
    const actions = [
      button(`Download ${file}`, () => download(file, notebook.file(), 'text/plain')),
      button(`Open a ${file} …`, () => this.#openFile()),
      button('Start again', () => this.#startAgain()),
      this.#back,
      button('Export progress', () =>
        download('objective-lessons-progress.json', exportProgress(), 'application/json'),
      ),
      button('Import progress …', () => this.#importProgress()),
      button('Change the editor', () => around.changeEditor()),
    ];
    this.element = element('details', { className: 'pane-more' }, [
      element('summary', { textContent: 'File, progress and editor' }),
      element('div', {}, actions),
      element('p', {
        className: 'pane-note',
        textContent:
          'The file holds all tasks of this lesson, and is what npm test and the grader take. What you write stays in this browser: download it, or export your progress, before you clear its data.',
      }),
    ]);
  }

  /** Offers what there is to bring back. */
  show(): void {
    this.#back.hidden = this.#notebook.saved(this.#task)?.before === undefined;
  }

  #startAgain(): void {
    const code = this.#notebook.code(this.#task).trim();
    if (code === partsOf(this.#lesson.stub)[this.#task]) {
      this.#around.tell('This is the stub.');
      return;
    }
    const question = `Put the stub of ${this.#task} back? You can bring back what stands here now.`;
    if (!confirm(question)) return;
    this.#notebook.startAgain(this.#task);
    this.#around.tell('The stub is back.');
    this.#around.replaced();
  }

  #bringBack(): void {
    this.#notebook.bringBack(this.#task);
    this.#around.tell('What was replaced is back.');
    this.#around.replaced();
  }

  async #openFile(): Promise<void> {
    const { changed, missing } = this.#notebook.open(await choose('.ts,text/plain'));
    const { tell } = this.#around;
    if (missing.length === this.#notebook.tasks.length) {
      tell(`This file has no task of ${this.#lesson.file}.`);
      return;
    }
    const taken = changed.length
      ? `Taken from the file: ${changed.join(', ')}.`
      : 'Nothing is new.';
    const lacks = `Not in the file, and left as it was: ${missing.join(', ')}.`;
    tell(missing.length ? `${taken} ${lacks}` : taken);
  }

  async #importProgress(): Promise<void> {
    try {
      const { tasks, problem } = importProgress(await choose('.json,application/json'));
      this.#around.tell(`Imported: ${tasks} ${tasks === 1 ? 'task' : 'tasks'}.`);
      if (problem) this.#around.warn(problem);
    } catch (error) {
      this.#around.tell((error as Error).message);
    }
  }
}
