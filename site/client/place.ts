/** Where a reader last was in each lesson, kept by their own browser and nowhere else. */

/** A section of a lesson, and when it was read. */
export interface Place {
  /** `''` before the first section. */
  anchor: string;
  title: string;
  /** Milliseconds since 1970. */
  time: number;
}

const stored = 'objective-lessons.places';

/** Lesson id → place. What is not of the right shape counts as none. */
export function readPlaces(): Record<string, Place> {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(stored) ?? '{}');
    return Object.fromEntries(
      Object.entries(saved as object).filter(([, place]) => isPlace(place)),
    );
  } catch {
    return {}; // storage is forbidden, or holds what is not ours
  }
}

function isPlace(value: unknown): value is Place {
  const { anchor, title, time } = (value ?? {}) as Record<string, unknown>;
  return typeof anchor === 'string' && typeof title === 'string' && Number.isFinite(time);
}

/** Keeps the section that stands at the top of the window, from now on. */
export function rememberPlace(lesson: string): void {
  const headings = [...document.querySelectorAll<HTMLElement>('article h2[id]')];
  const keep = () => {
    const heading = headings
      .filter(one => one.getBoundingClientRect().top < innerHeight / 2)
      .at(-1);
    const place = {
      anchor: heading?.id ?? '',
      title: heading ? titleOf(heading) : '',
      time: Date.now(),
    };
    try {
      localStorage.setItem(stored, JSON.stringify({ ...readPlaces(), [lesson]: place }));
    } catch {
      // Storage is forbidden or full: nothing is kept.
    }
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('pagehide', keep);
  soon();
}

/** The words of a heading, without its link to itself and with each formula once. */
function titleOf(heading: HTMLElement): string {
  const copy = heading.cloneNode(true) as HTMLElement;
  for (const extra of copy.querySelectorAll('.anchor, .katex-html, annotation')) extra.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
