import { changed, readProgress, subscribe } from './progress.ts';

/** How far a reader is with a lesson. */
export interface Standing {
  passed: number;
  started: number;
  of: number;
}

/** @param tasks how many the lesson has now; progress may name tasks of an earlier version */
export function standingOf(
  progress: ReturnType<typeof readProgress>,
  lesson: string,
  tasks: number,
): Standing {
  const all = Object.values(progress[lesson] ?? {});
  const passed = Math.min(tasks, all.filter(status => status === 'passed').length);
  const started = Math.min(tasks - passed, all.filter(status => status === 'started').length);
  return { passed, started, of: tasks };
}

/** `3 of 8 tasks passed, 1 started`; empty when nothing is begun. */
export function inWords({ passed, started, of }: Standing): string {
  if (!passed) return started ? `${started} of ${of} tasks started` : '';
  if (passed === of) return 'all tasks passed';
  return `${passed} of ${of} tasks passed${started ? `, ${started} started` : ''}`;
}

/** Marks the lessons of the contents with the reader's progress, now and after each change. */
export function markProgress(): void {
  const show = () => {
    const progress = readProgress();
    for (const item of document.querySelectorAll<HTMLElement>('.lessons > [data-lesson]')) {
      const { lesson = '', tasks } = item.dataset;
      const standing = standingOf(progress, lesson, Number(tasks));
      const link = item.querySelector('a');
      link?.querySelector('.progress-mark')?.remove();
      const words = inWords(standing);
      if (!words) continue;
      const mark = document.createElement('span');
      mark.className = 'progress-mark';
      mark.title = words;
      const shown = standing.passed === standing.of ? '✓' : `${standing.passed}/${standing.of}`;
      for (const [name, text] of [
        ['', shown],
        ['visually-hidden', `, ${words}`],
      ]) {
        const part = document.createElement('span');
        part.className = name;
        part.textContent = text;
        if (!name) part.ariaHidden = 'true';
        mark.append(part);
      }
      link?.append(mark);
    }
  };
  show();
  subscribe(show);
  addEventListener(changed, show);
}
