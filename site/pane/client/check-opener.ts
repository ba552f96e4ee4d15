import { button, element } from '../../client/element.ts';
import { isMac } from '../../client/keyboard.ts';
import { whyNoVerdict } from './failure.ts';
import type { LessonCheck } from './lesson-check.ts';
import type { PracticeData } from './practice-data.ts';

/** Below the last task: one button that checks them all, and room for what comes of it. */
export class CheckOpener {
  readonly element: HTMLElement;
  readonly #lesson: string;
  readonly #data: PracticeData;
  readonly #start: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #said = element('p', { className: 'visually-hidden', role: 'status' });
  readonly #list = element('div', { className: 'check-list' });
  #check: LessonCheck | undefined;
  #running: AbortController | undefined;

  /** @param lesson id */
  constructor(lesson: string, data: PracticeData) {
    this.#lesson = lesson;
    this.#data = data;
    this.#start = button('Check every task', () => this.run(), 'pane-run');
    this.#start.setAttribute('aria-keyshortcuts', `${isMac ? 'Meta' : 'Control'}+Shift+Enter`);
    this.#stop = button('Stop', () => this.#running?.abort());
    this.#stop.hidden = true;
    this.element = element('section', { className: 'pane check', ariaLabel: 'Every task' }, [
      element('div', { className: 'pane-bar' }, [
        this.#start,
        element('p', {
          className: 'pane-help',
          textContent: `Runs what you wrote here, as does ${isMac ? '⌘' : 'Ctrl'} Shift Enter.`,
        }),
        this.#stop,
      ]),
      this.#list,
      this.#said,
    ]);
    for (const early of ['pointerenter', 'focus', 'touchstart']) {
      this.#start.addEventListener(early, () => data.fetch(), { once: true, passive: true });
    }
    addEventListener('keydown', event => {
      if (event.key !== 'Enter' || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      this.#start.focus();
      void this.run();
    });
  }

  /** Checks one task after the other; while that runs, asking again does nothing. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#start.ariaDisabled = 'true';
    this.#stop.hidden = false;
    this.#said.textContent = '';
    try {
      this.#data.fetch();
      const { openBench } = await this.#data.workbench();
      this.#check ??= (await openBench(this.#lesson, this.#data)).check();
      this.#list.replaceChildren(this.#check.element);
      this.element.scrollIntoView({ block: 'nearest' });
      this.#said.textContent = await this.#check.run(this.#running.signal);
    } catch (error) {
      this.#said.textContent = whyNoVerdict(error);
      this.#list.replaceChildren(
        element('p', { className: 'pane-warning', textContent: this.#said.textContent }),
      );
    } finally {
      if (document.activeElement === this.#stop) this.#start.focus();
      this.#stop.hidden = true;
      this.#start.ariaDisabled = null;
      this.#running = undefined;
    }
  }
}
