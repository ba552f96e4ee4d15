import { button, element } from './element.ts';
import { choose, download } from './files.ts';
import { exportProgress, importProgress, readProgress } from './progress.ts';

/** Takes progress to another browser and back, on the home page; the panes have the same in their menu. */
export class ProgressTools {
  readonly #said = element('span', { role: 'status' });
  readonly #invitation = element('span', { textContent: 'Began in another browser?' });
  readonly #export = button('Export progress', () =>
    download('objective-lessons-progress.json', exportProgress(), 'application/json'),
  );

  constructor(place: HTMLElement) {
    const take = button('Import progress …', () => this.#import());
    place.append(this.#export, this.#invitation, take, this.#said);
  }

  /** There is nothing to export before something is written; another browser's file is always welcome. */
  show(): void {
    const isEmpty = !Object.keys(readProgress()).length;
    this.#export.hidden = isEmpty;
    this.#invitation.hidden = !isEmpty;
  }

  async #import(): Promise<void> {
    try {
      const { tasks, problem } = importProgress(await choose('.json,application/json'));
      const done = `Imported: ${tasks} ${tasks === 1 ? 'task' : 'tasks'}.`;
      this.#said.textContent = problem ? `${done} ${problem}` : done;
    } catch (error) {
      this.#said.textContent = (error as Error).message;
    }
  }
}
