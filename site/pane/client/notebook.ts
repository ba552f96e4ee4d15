import { readLesson, type SavedTask, saveTasks, subscribe } from '../../client/progress.ts';
import { assemble, partsOf, placesOf, takeApart } from './lesson-file.ts';

/** What a reader has written for one lesson: its tasks together are one file. */
export class Notebook {
  readonly #lesson: string;
  readonly #stub: string;
  readonly #parts: Record<string, string>;
  /** What passed last, so that a letter typed and taken back does not cost it. */
  readonly #passed = new Map<string, string>();
  /** Told why what is written will not last, or that it does again. */
  readonly problems = new Set<(problem: string | undefined) => void>();

  constructor(lesson: string, stub: string) {
    this.#lesson = lesson;
    this.#stub = stub;
    this.#parts = partsOf(stub);
  }

  get tasks(): string[] {
    return Object.keys(this.#parts);
  }

  saved(task: string): SavedTask | undefined {
    return readLesson(this.#lesson).tasks[task];
  }

  code(task: string): string {
    return this.saved(task)?.code ?? this.#parts[task];
  }

  /** Keeps what was typed. The untouched stub is nothing to keep. */
  write(task: string, code: string): void {
    const held = this.saved(task);
    if (held?.code === code) return;
    const isStub = code.trim() === this.#parts[task] && held?.before === undefined;
    const { before } = held ?? {};
    if (held?.status === 'passed') this.#passed.set(task, held.code);
    const status = this.#passed.get(task) === code ? 'passed' : 'started';
    this.#save({
      [task]: isStub ? undefined : { code, status, ...(before !== undefined && { before }) },
    });
  }

  /** @param code that was judged: what was typed since then has not passed. */
  judged(task: string, code: string, hasPassed: boolean): void {
    const held = this.saved(task);
    if (!held || held.code !== code) return;
    this.#save({ [task]: { ...held, status: hasPassed ? 'passed' : 'started' } });
  }

  /** Back to the stub; what stood there can be brought back. */
  startAgain(task: string): void {
    const before = this.code(task);
    this.#save({ [task]: { code: this.#parts[task], status: 'started', before } });
  }

  bringBack(task: string): void {
    const held = this.saved(task);
    if (held?.before === undefined) return;
    this.#save({ [task]: { code: held.before, status: 'started', before: held.code } });
  }

  /** The file as it would be handed in. @param instead tasks that their stub stands in for */
  file(instead: readonly string[] = []): string {
    return assemble(this.#stub, this.#written(instead));
  }

  places(instead: readonly string[] = []): ReturnType<typeof placesOf> {
    return placesOf(this.#stub, this.#written(instead));
  }

  /** Takes up a file that was written elsewhere. @returns the tasks that it changed, and those it lacks */
  open(file: string): { changed: string[]; missing: string[] } {
    const taken = takeApart(this.#stub, file);
    const changed = Object.keys(taken).filter(task => taken[task] !== this.code(task).trim());
    this.#save(
      Object.fromEntries(
        changed.map(task => [
          task,
          {
            code: taken[task],
            status: 'started' as const,
            ...(this.saved(task) && { before: this.code(task) }),
          },
        ]),
      ),
    );
    return { changed, missing: this.tasks.filter(task => !(task in taken)) };
  }

  /** Calls back when something was written, here, in another pane or in another tab. */
  onChange(listener: () => void): () => void {
    return subscribe(listener);
  }

  #written(instead: readonly string[]): Record<string, string> {
    const tasks = this.tasks.filter(task => !instead.includes(task));
    return Object.fromEntries(tasks.map(task => [task, this.code(task)]));
  }

  #save(tasks: Record<string, SavedTask | undefined>): void {
    const problem = saveTasks(this.#lesson, tasks);
    for (const tell of this.problems) tell(problem);
  }
}
