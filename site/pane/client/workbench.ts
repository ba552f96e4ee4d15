import { LessonCheck } from './lesson-check.ts';
import { Notebook } from './notebook.ts';
import type { LessonFile, PracticeData } from './practice-data.ts';
import { TaskPane } from './task-pane.ts';

/** What a lesson's page has once somebody writes: panes that share one notebook, and the check of all of them. */
export class Workbench {
  readonly #lesson: LessonFile;
  readonly #notebook: Notebook;
  readonly #data: PracticeData;
  readonly #panes = new Map<string, TaskPane>();

  constructor(id: string, lesson: LessonFile, data: PracticeData) {
    this.#lesson = lesson;
    this.#notebook = new Notebook(id, lesson.stub);
    this.#data = data;
  }

  /** @param card of the task on the page */
  paneOf(task: string, card: HTMLElement): TaskPane {
    const pane = new TaskPane(task, card, this.#lesson, this.#notebook, this.#data);
    this.#panes.set(task, pane);
    return pane;
  }

  check(): LessonCheck {
    return new LessonCheck(this.#lesson, this.#notebook, this.#data, (task, tried) =>
      this.#panes.get(task)?.show(tried),
    );
  }
}

let bench: Promise<Workbench> | undefined;

/** The page's one workbench. @param id of the lesson */
export function openBench(id: string, data: PracticeData): Promise<Workbench> {
  bench ??= data.lesson().then(lesson => new Workbench(id, lesson, data));
  bench.catch(() => {
    bench = undefined;
  });
  return bench;
}
