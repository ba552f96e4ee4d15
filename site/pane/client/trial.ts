import type { Notebook } from './notebook.ts';
import type { LessonFile, PageVerdict, PracticeData } from './practice-data.ts';

export interface Tried extends PageVerdict {
  /** The reader's code that was judged. */
  code: string;
  /** Other tasks that do not load, for which their stubs stood in. */
  instead: string[];
  seconds: number;
}

/**
 * Judges one task of the reader's file, as `npm test LESSON TASK` does. Another task that does not compile,
 * or fails while it loads, would keep the whole file from loading; on a page its stub stands in for it.
 */
export async function tryTask(
  data: PracticeData,
  lesson: LessonFile,
  notebook: Notebook,
  task: string,
  signal: AbortSignal,
): Promise<Tried> {
  const code = notebook.code(task);
  const judge = await data.judge();
  const started = performance.now();
  const others = notebook.tasks.filter(other => other !== task);
  const instead = others.filter(other => !judge.compiles(notebook.code(other)));
  for (;;) {
    const verdict = await judge.judge({
      source: notebook.file(instead),
      file: lesson.file,
      only: [task],
      tensor: () => data.tensor(),
      signal,
    });
    const guilty = guiltyTask(verdict, notebook, instead);
    if (!guilty || guilty === task || instead.includes(guilty) || signal.aborted) {
      return { ...verdict, code, instead, seconds: (performance.now() - started) / 1000 };
    }
    instead.push(guilty);
  }
}

/** In which task the place lies where the file fails while it loads. */
function guiltyTask(
  { result }: PageVerdict,
  notebook: Notebook,
  instead: readonly string[],
): string | undefined {
  if (result.status !== 'invalid') return undefined;
  const line = Number(/^[\w.-]+:(\d+):/.exec(result.message ?? '')?.[1]);
  const places = Object.entries(notebook.places(instead));
  return places.find(([, { from, to }]) => from <= line && line < to)?.[0];
}
